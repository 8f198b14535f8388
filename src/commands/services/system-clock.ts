import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../core/ports/clock.ts';

/** Twenty-four days; what is asked to wait longer than a timer can would not wait at all. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await sleep(Math.min(milliseconds, LONGEST_TIMER), undefined, signal === undefined ? {} : { signal });
  },
};
