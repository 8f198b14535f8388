import { expect, test } from 'vitest';
import { KnownError } from '../../../../src/core/errors.ts';
import type { AudienceInfo } from '../../../../src/core/ports/tiktok.ts';
import {
  reduceWatch,
  SECONDS_BETWEEN_LOOKS,
  secondsToNextLook,
  startWatch,
  type WatchState,
  watchSentence,
} from '../../../../src/wizard/journeys/delivery/watch-state.ts';

const AUDIENCE: AudienceInfo = {
  id: '71',
  name: 'VIP',
  type: 'Partner',
  isValid: true,
  coverNumber: 1500,
  error: undefined,
  createTime: undefined,
  expiredTime: undefined,
  isExpiring: false,
};

function seen(state: WatchState, changes: Partial<AudienceInfo>, at: number): WatchState {
  return reduceWatch(reduceWatch(state, { type: 'look' }), {
    type: 'seen',
    audiences: [{ ...AUDIENCE, ...changes }],
    audienceId: '71',
    at,
  });
}

test('the first usable look is the one that is remembered', () => {
  const building = seen(startWatch(), { isValid: false }, 1000);
  expect(building.usableSince).toBeUndefined();
  const ready = seen(seen(building, {}, 2000), {}, 3000);
  expect(ready.usableSince).toBe(2000);
  expect(watchSentence(ready)).toBe('Ready: about 1,500 matched members; an ad group can use it.');
});

test('a valid audience below 1,000 members isn’t called ready', () => {
  const state = seen(startWatch(), { coverNumber: 999 }, 1000);
  expect(state.usableSince).toBeUndefined();
  expect(watchSentence(state)).toBe('Built: about 999 matched members; an ad group needs 1,000.');
});

test('an audience that TikTok doesn’t list yet says so', () => {
  const state = seen(startWatch(), { id: '72' }, 1000);
  expect(watchSentence(state)).toBe('TikTok does not list the audience yet.');
});

test('a look that failed keeps what was seen before', () => {
  const problem = new KnownError({
    kind: 'network',
    message: 'TikTok can’t be reached.',
    hint: 'Check the network.',
  });
  const state = reduceWatch(seen(startWatch(), {}, 1000), { type: 'failed', problem, at: 2000 });
  expect(state).toMatchObject({ problem, audience: { coverNumber: 1500 } });
});

test('the next look comes a while after the last, and not during one', () => {
  const state = seen(startWatch(), {}, 10_000);
  expect(secondsToNextLook(state, 15_000)).toBe(SECONDS_BETWEEN_LOOKS - 5);
  expect(secondsToNextLook(state, 9_999_999)).toBe(0);
  expect(secondsToNextLook(reduceWatch(state, { type: 'look' }), 15_000)).toBeUndefined();
});
