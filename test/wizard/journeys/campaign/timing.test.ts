import { expect, test } from 'vitest';
import { savedTiming, toTiming } from '../../../../src/wizard/journeys/campaign/timing.ts';

test('the command that tells of failures stays when a campaign gets another time', () => {
  const saved = { type: 'recurring', cron: '0 6 * * 1', notify: ['mail-me', 'ops'] } as const;
  const timing = { ...saved, notify: [...saved.notify] };
  expect(toTiming({ ...savedTiming(timing), when: 'daily at 7' }, timing)).toEqual({
    ...timing,
    cron: '0 7 * * *',
  });
  const once = { ...savedTiming(timing), start: 'once', launch: '2027-01-04' } as const;
  expect(toTiming(once, timing)).toEqual({ type: 'once', launch: '2027-01-04', notify: timing.notify });
  expect(toTiming({ ...savedTiming(timing), start: 'manual' }, timing)).toEqual({ type: 'manual' });
});
