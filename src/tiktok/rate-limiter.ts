/** Requests that TikTok takes from one app. */
export interface RateLimit {
  readonly perSecond: number;
  readonly perMinute: number;
}

export interface RateLimits {
  /** Everything without a limit of its own. */
  readonly app: RateLimit;
  readonly mapping: RateLimit;
  readonly events: RateLimit;
  /** True when each endpoint has the `app` limit for itself, as in the sandbox. */
  readonly isPerEndpoint: boolean;
}

const OWN_LIMITS = {
  mapping: { perSecond: 10_000, perMinute: 600_000 },
  events: { perSecond: 1000, perMinute: 600_000 },
  isPerEndpoint: false,
} as const;

/**
 * TikTok's tiers. A day's limit is not counted here: in production it follows from the second's, and a
 * sandbox's 1,000 requests a day are TikTok's to count.
 */
export const TIER_LIMITS = {
  basic: { ...OWN_LIMITS, app: { perSecond: 10, perMinute: 600 } },
  advanced: { ...OWN_LIMITS, app: { perSecond: 20, perMinute: 1200 } },
  premium: { ...OWN_LIMITS, app: { perSecond: 30, perMinute: 1800 } },
  ultimate: { ...OWN_LIMITS, app: { perSecond: 50, perMinute: 3000 } },
} as const satisfies Readonly<Record<string, RateLimits>>;

const SANDBOX_LIMIT: RateLimit = { perSecond: 1, perMinute: 30 };

export const SANDBOX_LIMITS: RateLimits = {
  app: SANDBOX_LIMIT,
  mapping: SANDBOX_LIMIT,
  events: SANDBOX_LIMIT,
  isPerEndpoint: true,
};

export interface RateLimiter {
  /** Takes the next free place for a request to this path; milliseconds until it, from now. */
  reserve(path: string, now: number): number;
  /** After TikTok refused a request for its rate: nothing that shares the limit goes out before then. */
  pause(path: string, until: number): void;
}

/**
 * Keeps requests within limits, by sliding windows rather than token buckets: a bucket that refills lets
 * nearly twice the limit through in one window. `scale` shortens the windows, as it does every wait. Without
 * limits only pauses hold requests back.
 */
export function createRateLimiter(limits: RateLimits | undefined, scale: number): RateLimiter {
  const lanes = new Map<string, Lane>();
  const laneOf = (path: string): Lane => {
    const [key, limit] = laneFor(path, limits);
    const known = lanes.get(key);
    if (known !== undefined) {
      return known;
    }
    const lane = createLane(limit, scale);
    lanes.set(key, lane);
    return lane;
  };
  return {
    reserve: (path, now) => laneOf(path).reserve(now),
    pause: (path, until) => laneOf(path).pause(until),
  };
}

function laneFor(path: string, limits: RateLimits | undefined): readonly [string, RateLimit | undefined] {
  if (limits?.isPerEndpoint === true) {
    return [path, limits.app];
  }
  if (path === '/segment/mapping/') {
    return ['mapping', limits?.mapping];
  }
  return path === '/event/track/' ? ['events', limits?.events] : ['app', limits?.app];
}

interface Lane {
  reserve(now: number): number;
  pause(until: number): void;
}

/** Requests travel unevenly, so the windows are kept a little longer than TikTok's. */
const WINDOW_MARGIN = 1.05;

function createLane(limit: RateLimit | undefined, scale: number): Lane {
  const windows: SlidingWindow[] = [];
  if (limit !== undefined) {
    windows.push(createSlidingWindow(limit.perSecond, 1000 * WINDOW_MARGIN * scale));
    // Where a minute's limit is sixty times a second's it can't be the one that is broken.
    if (limit.perMinute < limit.perSecond * 60) {
      windows.push(createSlidingWindow(limit.perMinute, 60_000 * WINDOW_MARGIN * scale));
    }
  }
  let pausedUntil = 0;
  return {
    reserve(now) {
      const at = Math.max(now, pausedUntil, ...windows.map((window) => window.earliest()));
      for (const window of windows) {
        window.record(at);
      }
      return at - now;
    },
    pause(until) {
      pausedUntil = Math.max(pausedUntil, until);
    },
  };
}

interface SlidingWindow {
  /** The time from which one more request fits. */
  earliest(): number;
  record(at: number): void;
}

/** Remembers when the last `count` requests went out: the next one waits until the oldest is a window ago. */
function createSlidingWindow(count: number, milliseconds: number): SlidingWindow {
  const times = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  let next = 0;
  return {
    earliest: () => (times[next] ?? 0) + milliseconds,
    record(at) {
      times[next] = at;
      next = (next + 1) % count;
    },
  };
}
