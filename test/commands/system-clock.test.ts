import { expect, it } from 'vitest';
import { systemClock } from '../../src/commands/services/system-clock.ts';

it('a wait that is longer than a timer can be is a long one, and no wait of nothing', async () => {
  const cancel = new AbortController();
  const wait = systemClock.sleep(1e12, cancel.signal).then(() => 'over');
  const first = await Promise.race([wait, systemClock.sleep(5).then(() => 'still waiting')]);
  cancel.abort();
  await wait.catch(() => undefined);
  expect(first).toBe('still waiting');
});
