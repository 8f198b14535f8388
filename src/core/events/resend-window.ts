const HOUR = 3_600_000;

/**
 * TikTok keeps the first of two events of one name and id and drops a later one within 48 hours. An hour less leaves
 * room for clocks that differ and for a request that is under way. Milliseconds.
 */
export const RESEND_MILLISECONDS = 47 * HOUR;

/** A time so far ahead means that the clock was put back since: nobody can say how long ago it was. Milliseconds. */
export const CLOCK_TOLERANCE_MILLISECONDS = HOUR;

/**
 * Whether TikTok might count an event twice that was first sent at `since` without an answer, if it were sent again
 * now. Both in milliseconds since 1970.
 */
export function isTooLateToResend(since: number, now: number): boolean {
  return since <= now - RESEND_MILLISECONDS || since > now + CLOCK_TOLERANCE_MILLISECONDS;
}
