import type { Clock } from '../../../src/core/ports/clock.ts';

export interface FakeClock extends Clock {
  /** Milliseconds of every sleep so far. */
  readonly sleeps: readonly number[];
  /** Called when a sleep begins; what it does happens while asleep. */
  onSleep: (milliseconds: number) => void;
}

/** A clock that goes on at once by what it is asked to sleep. */
export function createFakeClock(start = Date.parse('2026-01-15T12:00:00Z')): FakeClock {
  let now = start;
  const sleeps: number[] = [];
  const clock: FakeClock = {
    sleeps,
    onSleep: () => {},
    now: () => now,
    async sleep(milliseconds, signal) {
      sleeps.push(milliseconds);
      clock.onSleep(milliseconds);
      signal?.throwIfAborted();
      now += milliseconds;
    },
  };
  return clock;
}
