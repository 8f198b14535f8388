import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Letters and digits that can't be taken for each other, in the order in which they sort. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const MINUTE = 60_000;

/**
 * An id for a run, such as `20261122-0148-ab3k`: minutes in UTC, then where in the minute it is (two
 * characters, about 60 ms each), then two characters of chance. Ids sort by time.
 *
 * @param now milliseconds since 1970
 * @param random gives a number from 0 to below 1, as `Math.random()`
 */
export function newRunId(now: number, random: () => number = Math.random): string {
  const [date = '', time = ''] = new Date(now).toISOString().split('T');
  const slots = ALPHABET.length ** 2;
  const slot = Math.floor(((now % MINUTE) / MINUTE) * slots);
  return `${date.replaceAll('-', '')}-${time.slice(0, 5).replace(':', '')}-${twoCharacters(slot)}${twoCharacters(Math.floor(random() * slots))}`;
}

/**
 * An id that no run in the folder has: schedulers start several runs in one moment, and one of a thousand such pairs
 * would get the same.
 */
export function unusedRunId(folder: string, now: number, random: () => number = Math.random): string {
  for (;;) {
    const id = newRunId(now, random);
    if (!existsSync(join(folder, id))) return id;
  }
}

function twoCharacters(number: number): string {
  const base = ALPHABET.length;
  return `${ALPHABET[Math.floor(number / base)]}${ALPHABET[number % base]}`;
}
