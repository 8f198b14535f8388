import { Refusal } from './answers.ts';

export interface Quota {
  readonly perSecond: number;
  readonly perMinute: number;
}

export interface Quotas {
  /** Everything that has no quota of its own. */
  readonly app: Quota;
  readonly events: Quota;
  readonly mapping: Quota;
}

/** TikTok's Basic tier, and the quotas that are the same for all tiers. */
export const BASIC_QUOTAS: Quotas = {
  app: { perSecond: 10, perMinute: 600 },
  events: { perSecond: 1000, perMinute: 600_000 },
  mapping: { perSecond: 10_000, perMinute: 600_000 },
};

/** TikTok asks for a wait of five minutes once the quota of a minute is used up. */
const RESTRICTION = 300_000;

/**
 * Counts requests in whole seconds and minutes. TikTok doesn't say whether it slides its windows, nor
 * whether events and mapping also count against the app's own quota: here they don't.
 */
export class QuotaMeter {
  readonly #quotas: Quotas;
  readonly #counts = new Map<string, { window: number; count: number }>();
  readonly #restrictedUntil = new Map<keyof Quotas, number>();

  constructor(quotas: Quotas) {
    this.#quotas = quotas;
  }

  /** Throws TikTok's 40100 when a request is one too many. */
  take(path: string, now: number): void {
    const bucket = bucketOf(path);
    const quota = this.#quotas[bucket];
    if (now < (this.#restrictedUntil.get(bucket) ?? 0)) {
      throw new Refusal(40100, 'Due to too many requests, requests from App are temporarily restricted.');
    }
    if (this.#count(`${bucket} second`, Math.floor(now / 1000)) > quota.perSecond) {
      throw new Refusal(40100, 'App reaches the QPS limit.');
    }
    if (this.#count(`${bucket} minute`, Math.floor(now / 60_000)) > quota.perMinute) {
      this.#restrictedUntil.set(bucket, now + RESTRICTION);
      throw new Refusal(40100, 'Too many requests. Please retry in some time.');
    }
  }

  #count(key: string, window: number): number {
    const known = this.#counts.get(key);
    const count = known?.window === window ? known.count + 1 : 1;
    this.#counts.set(key, { window, count });
    return count;
  }
}

function bucketOf(path: string): keyof Quotas {
  if (path === '/event/track/') return 'events';
  return path === '/segment/mapping/' ? 'mapping' : 'app';
}
