/** Requests for one page, the first included. */
const ATTEMPTS = 8;
/** Seconds. */
const FIRST_WAIT = 0.1;
const LONGEST_WAIT = 15;
/** No server is believed that asks for more. */
const LONGEST_ASKED = 60;

/** Answers that say "not now": Trino asks its clients to come back after 502, 503 and 504; 429 counts requests. */
const PASSING = new Set([429, 502, 503, 504]);

export function isPassing(status: number): boolean {
  return PASSING.has(status);
}

/**
 * Seconds until the next attempt, or undefined when it is time to give up: about 40 seconds in all. Up to half
 * of every wait is chance, so that many clients of a server that restarts don't come back at the same moment.
 * `random`: 0 ≤ random < 1; `most`: attempts in all, where a person waits for the answer.
 */
export function nextWait(
  attempts: number,
  retryAfter: string | undefined,
  random: number,
  most: number = ATTEMPTS,
): number | undefined {
  if (attempts >= most) return undefined;
  const own = Math.min(LONGEST_WAIT, FIRST_WAIT * 3 ** (attempts - 1)) * (0.5 + random / 2);
  const asked = /^\d{1,9}$/.test(retryAfter ?? '') ? Math.min(Number(retryAfter), LONGEST_ASKED) : 0;
  return Math.max(own, asked);
}
