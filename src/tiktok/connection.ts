import type { Clock } from '../core/ports/clock.ts';
import type { Environment } from '../core/profiles/schema.ts';
import { createSend, DEFAULT_TIMEOUTS, type Timeouts } from './http.ts';
import { createRateLimiter, type RateLimits, SANDBOX_LIMITS, TIER_LIMITS } from './rate-limiter.ts';

export interface ConnectionOptions {
  /** Without a trailing slash, as `apiBaseUrl()` gives it. */
  readonly baseUrl: string;
  readonly environment: Environment;
  readonly clock: Clock;
  /** Multiplies every wait; 1 when left out. */
  readonly waitScale?: number | undefined;
  /** The app's rate limits; the simulator has none when left out, production TikTok's basic tier. */
  readonly limits?: RateLimits | undefined;
  /** 0 ≤ random() < 1, for the jitter of waits. */
  readonly random?: (() => number) | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
}

/** What every caller needs, with the defaults filled in. */
export function connectionOf(options: ConnectionOptions) {
  const { baseUrl, environment, clock, waitScale = 1, limits, random = Math.random } = options;
  return {
    baseUrl,
    clock,
    waitScale,
    random,
    send: createSend({ ...DEFAULT_TIMEOUTS, ...options.timeouts }),
    limiter: createRateLimiter(limits ?? LIMITS[environment], waitScale),
  };
}

const LIMITS: Readonly<Record<Environment, RateLimits | undefined>> = {
  production: TIER_LIMITS.basic,
  sandbox: SANDBOX_LIMITS,
  simulator: undefined,
};
