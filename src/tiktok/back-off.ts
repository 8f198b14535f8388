import type { RetryPolicy } from '../core/remedies/tiktok-codes.ts';

/** How long a call keeps trying. Seconds, before `TADA_WAIT_SCALE`. */
export interface Patience {
  /** Requests in all, the first included. */
  readonly attempts: number;
  /** All waits of the call together. */
  readonly totalWait: number;
}

/** Long enough for a rate limit and a short maintenance, short enough for a nightly job. */
export const DEFAULT_PATIENCE: Patience = { attempts: 8, totalWait: 15 * 60 };

/** For what is only nice to know, such as roles. */
export const SHORT_PATIENCE: Patience = { attempts: 3, totalWait: 10 };

/** TikTok asks for five minutes after a limit of requests a minute was broken. */
const RATE_LIMIT_PAUSE = 300;
/** So many short pauses are tried first; a limit of requests a second is over by then. */
const SHORT_RATE_LIMIT_PAUSES = 3;
/** A service behind the API that fails this often is really down. */
const FEW_ATTEMPTS = 4;
/** No single wait is longer, whatever Retry-After says. */
const LONGEST_WAIT = 600;

export interface Attempt {
  /** Requests made so far, at least 1. */
  readonly attempts: number;
  /** Seconds waited so far. */
  readonly waited: number;
  /** Rate-limited answers so far in a row, this one included. */
  readonly rateLimits: number;
  /** Seconds that the answer itself asked for. */
  readonly retryAfter: number | undefined;
  /** 0 ≤ random < 1. */
  readonly random: number;
}

/**
 * Seconds to wait before the next attempt, or undefined when it is time to give up. Waits grow and carry up
 * to a quarter of jitter on top, so that several callers don't come back at the same moment; they are never
 * shorter than what TikTok asks for.
 */
export function nextWait(policy: RetryPolicy, attempt: Attempt, patience: Patience): number | undefined {
  const own = ownWait(policy, attempt);
  if (own === undefined || attempt.attempts >= patience.attempts) {
    return undefined;
  }
  const asked = Math.min(attempt.retryAfter ?? 0, LONGEST_WAIT);
  const wait = Math.max(asked, own * (1 + attempt.random / 4));
  return attempt.waited + wait > patience.totalWait ? undefined : wait;
}

function ownWait(policy: RetryPolicy, { attempts, rateLimits }: Attempt): number | undefined {
  switch (policy) {
    case 'no':
      return undefined;
    case 'few':
      return attempts >= FEW_ATTEMPTS ? undefined : 2 ** attempts;
    case 'short':
      return Math.min(60, 2 ** (attempts - 1));
    case 'rate':
      return rateLimits > SHORT_RATE_LIMIT_PAUSES ? RATE_LIMIT_PAUSE : 2 ** (rateLimits - 1);
    case 'minute':
      return RATE_LIMIT_PAUSE;
    case 'long':
      return Math.min(RATE_LIMIT_PAUSE, 30 * 2 ** (attempts - 1));
  }
}

/** Seconds a Retry-After header asks for: a number, or a date. Undefined when it says nothing usable. */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) {
    return Number(text);
  }
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}
