import { describe, expect, it } from 'vitest';
import {
  createRateLimiter,
  type RateLimits,
  SANDBOX_LIMITS,
  TIER_LIMITS,
} from '../../src/tiktok/rate-limiter.ts';
import { ADVERTISER, connect } from './support/connect.ts';
import { no, ok } from './support/scripted-server.ts';

/** The times at which so many requests to a path go out when all are ready at once. */
function timesOf(limits: RateLimits | undefined, path: string, count: number): readonly number[] {
  const limiter = createRateLimiter(limits, 1);
  return Array.from({ length: count }, () => limiter.reserve(path, 0));
}

/** The most requests within any window of so many milliseconds. */
function mostWithin(times: readonly number[], milliseconds: number): number {
  return Math.max(
    ...times.map((start) => times.filter((time) => time >= start && time < start + milliseconds).length),
  );
}

describe('requests', () => {
  it.each([
    ['basic', TIER_LIMITS.basic, 10, 600],
    ['advanced', TIER_LIMITS.advanced, 20, 1200],
    ['premium', TIER_LIMITS.premium, 30, 1800],
    ['ultimate', TIER_LIMITS.ultimate, 50, 3000],
    ['sandbox', SANDBOX_LIMITS, 1, 30],
  ])('of the %s tier never go out faster than it allows', (_, limits, perSecond, perMinute) => {
    const times = timesOf(limits, '/user/info/', perMinute + perSecond + 1);
    expect(mostWithin(times, 1000)).toBe(perSecond);
    expect(mostWithin(times, 60_000)).toBeLessThanOrEqual(perMinute);
  });

  it('to the mapping and to events have lanes of their own', () => {
    expect(timesOf(TIER_LIMITS.basic, '/segment/mapping/', 10_000).at(-1)).toBe(0);
    expect(timesOf(TIER_LIMITS.basic, '/event/track/', 1001).slice(-2)).toEqual([0, 1050]);
    const limiter = createRateLimiter(TIER_LIMITS.basic, 1);
    for (let index = 0; index < 10; index += 1) {
      limiter.reserve('/user/info/', 0);
    }
    expect(limiter.reserve('/segment/mapping/', 0)).toBe(0);
    expect(limiter.reserve('/dmp/custom_audience/list/', 0)).toBeGreaterThan(0);
  });

  it('of the sandbox have one lane for each endpoint', () => {
    const limiter = createRateLimiter(SANDBOX_LIMITS, 1);
    expect(limiter.reserve('/user/info/', 0)).toBe(0);
    expect(limiter.reserve('/segment/mapping/', 0)).toBe(0);
    expect(limiter.reserve('/segment/mapping/', 0)).toBe(1050);
  });

  it('without limits wait only for pauses', () => {
    const limiter = createRateLimiter(undefined, 1);
    limiter.pause('/user/info/', 5000);
    expect(limiter.reserve('/advertiser/info/', 2000)).toBe(3000);
    expect(limiter.reserve('/segment/mapping/', 2000)).toBe(0);
    expect(limiter.reserve('/advertiser/info/', 6000)).toBe(0);
  });

  it('shrink their windows with the scale of waits', () => {
    const limiter = createRateLimiter(SANDBOX_LIMITS, 0.05);
    limiter.reserve('/user/info/', 0);
    expect(limiter.reserve('/user/info/', 0)).toBeCloseTo(52.5);
  });
});

describe('the client', () => {
  it('keeps within the limits of the sandbox and says why it waits', async () => {
    const { tiktok, clock, waits, onWait } = await connect([ok({})], { environment: 'sandbox' });
    await tiktok.userInfo({ onWait });
    await tiktok.userInfo({ onWait });
    expect(clock.sleeps).toEqual([1050]);
    expect(waits).toEqual([{ reason: expect.stringContaining('limit'), seconds: 1.05, isPacing: true }]);
  });

  it('says nothing of waits below a second', async () => {
    const limits = { ...TIER_LIMITS.basic, app: { perSecond: 2, perMinute: 120 } };
    const { tiktok, clock, waits, onWait } = await connect([ok({})], { limits, waitScale: 0.5 });
    await Promise.all([
      tiktok.userInfo({ onWait }),
      tiktok.userInfo({ onWait }),
      tiktok.userInfo({ onWait }),
    ]);
    expect(clock.sleeps).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  it('holds everything back that shares a limit TikTok said was broken', async () => {
    const { tiktok, clock } = await connect((_, index) =>
      index === 0 ? no(40100, 'App reaches the QPM limit.') : ok({}),
    );
    let other: Promise<unknown> | undefined;
    clock.onSleep = () => {
      clock.onSleep = () => {};
      other = tiktok.listEventSets(ADVERTISER);
    };
    await tiktok.userInfo();
    await other;
    expect(clock.sleeps).toEqual([300_000, 300_000]);
  });

  it('can be cancelled while it waits its turn', async () => {
    const { tiktok, clock, received } = await connect([ok({})], { environment: 'sandbox' });
    const controller = new AbortController();
    await tiktok.userInfo();
    clock.onSleep = () => controller.abort();
    await expect(tiktok.userInfo({ signal: controller.signal })).rejects.toMatchObject({ kind: 'cancelled' });
    expect(received).toHaveLength(1);
  });
});
