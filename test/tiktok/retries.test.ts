import { describe, expect, it } from 'vitest';
import { OutcomeUnknownError } from '../../src/core/remedies/outcome-unknown.ts';
import { ADVERTISER, type Connected, connect, knownErrorOf } from './support/connect.ts';
import { GATEWAY_PAGE, no, ok, type Script } from './support/scripted-server.ts';

const MAPPING = {
  advertiserIds: [ADVERTISER],
  action: 'add',
  idSchema: ['EMAIL_SHA256'],
  batchData: '[]',
} as const;

function map({ tiktok, onWait }: Connected, signal?: AbortSignal) {
  return tiktok.applyMapping(MAPPING, { onWait, signal });
}

function create({ tiktok, onWait }: Connected, signal?: AbortSignal) {
  return tiktok.createAudience(ADVERTISER, 'VIP', { onWait, signal });
}

describe('a request that can be repeated', () => {
  it.each<[string, readonly Script[], readonly number[]]>([
    ['a reset', ['reset', 'reset', ok()], [1, 2]],
    ['half an answer', ['cut', ok()], [1]],
    ['no answer in time', ['hang', ok()], [1]],
    ['a gateway page', [GATEWAY_PAGE, ok()], [1]],
    ['an empty answer', [{ body: '' }, ok()], [1]],
    ['truncated JSON', [{ body: '{"code":0,"mess' }, ok()], [1]],
    ['a system error', [no(50000), no(50002), ok()], [1, 2]],
    ['a write conflict', [no(40202), ok()], [1]],
    ['a failing service', [no(51063), no(51063), ok()], [2, 4]],
    ['a limit of requests a second', [no(40100, 'App reaches the QPS limit.', 401), ok()], [1]],
    ['a limit that lasts', [no(40100), no(40016), no(40133), no(61000), ok()], [1, 2, 4, 300]],
    ['a limit of requests a minute', [no(40100, 'App reaches the QPM limit.'), ok()], [300]],
    ['a ban', [no(40100, 'requests from App are temporarily restricted'), ok()], [300]],
    ['an old throttling text', [no(40001, 'Requests made too frequently'), ok()], [1]],
    ['maintenance', [no(60001), no(60001), ok()], [30, 60]],
    ['HTTP 429 without an envelope', [{ status: 429, body: 'slow down' }, ok()], [1]],
  ])('waits out %s', async (_, scripts, seconds) => {
    const connected = await connect(scripts);
    await expect(map(connected)).resolves.toMatchObject({ requestId: 'REQUEST-OK' });
    expect(connected.received).toHaveLength(scripts.length);
    expect(connected.clock.sleeps.map((milliseconds) => milliseconds / 1000)).toEqual(seconds);
  });

  it('sends the same bytes again', async () => {
    const connected = await connect(['reset', ok()]);
    await map(connected);
    const [first, second] = connected.received;
    expect(second?.body).toBe(first?.body);
  });

  it('tells every wait before it begins, with its reason', async () => {
    const connected = await connect([no(40100, 'QPS'), GATEWAY_PAGE, no(60001), ok()]);
    const told: number[] = [];
    connected.clock.onSleep = () => told.push(connected.waits.length);
    await map(connected);
    expect(told).toEqual([1, 2, 3]);
    expect(connected.waits.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/asks to slow down \(code 40100\)$/),
      expect.stringMatching(/error of its own \(HTTP 502\)$/),
      expect.stringMatching(/maintenance \(code 60001\)$/),
    ]);
    expect(connected.waits.some(({ isPacing }) => isPacing === true)).toBe(false);
  });

  it('waits as long as Retry-After asks, within ten minutes', async () => {
    const connected = await connect([
      no(40100, 'QPS', 200, { 'retry-after': '7' }),
      no(50000, 'no', 200, { 'retry-after': 'Thu, 15 Jan 2026 12:00:27 GMT' }),
      ok(),
    ]);
    await map(connected);
    expect(connected.clock.sleeps).toEqual([7000, 20_000]);
    const patient = await connect([no(50000, 'no', 200, { 'retry-after': '86400' }), ok()]);
    await map(patient);
    expect(patient.clock.sleeps).toEqual([600_000]);
  });

  it('multiplies its waits by the scale', async () => {
    const connected = await connect([no(60001), ok()], { waitScale: 0.05 });
    await map(connected);
    expect(connected.clock.sleeps).toEqual([1500]);
    expect(connected.waits[0]?.seconds).toBe(1.5);
  });

  it('carries jitter, so that several callers come back one after the other', async () => {
    const connected = await connect([no(50000), ok()], { random: () => 0.5 });
    await map(connected);
    expect(connected.clock.sleeps).toEqual([1125]);
  });

  it.each<[string, Script, number, string]>([
    ['resets', 'reset', 8, 'network'],
    ['system errors', no(50000), 8, 'tiktok-unavailable'],
    ['failing services', no(51003), 4, 'tiktok-unavailable'],
    ['rate limits', no(40100), 6, 'rate-limited'],
    ['maintenance', no(60001), 6, 'maintenance'],
  ])('gives up after a bounded number of %s', async (_, script, attempts, kind) => {
    const connected = await connect([script]);
    const error = await knownErrorOf(map(connected));
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(`tada tried ${attempts} times`);
    expect(connected.received).toHaveLength(attempts);
    const minutes = connected.clock.sleeps.reduce((sum, milliseconds) => sum + milliseconds, 0) / 60_000;
    expect(minutes).toBeLessThanOrEqual(15);
  });

  it.each([
    [40002, 'Invalid value for event_id: not a valid string.', 'invalid-parameters'],
    [40105, 'Access token is incorrect or has been revoked.', 'invalid-credentials'],
    [40001, `No permission to operate advertiser: ${ADVERTISER}`, 'missing-permission'],
    [40118, 'Not in whitelist.', 'streaming-not-allowed'],
    [40062, 'PII is not hashed.', 'unhashed-data'],
    [20001, 'Partial success.', 'partial'],
    [99999, 'Something new', 'unknown'],
    [40100, 'App reaches the QPD limit.', 'rate-limited'],
  ])('is not repeated after %i "%s"', async (code, message, kind) => {
    const connected = await connect([no(code, message), ok()]);
    const error = await knownErrorOf(map(connected));
    expect(error).toMatchObject({ kind, requestId: `REQUEST-${code}`, fault: { code, message } });
    expect(connected.received).toHaveLength(1);
    expect(error).not.toBeInstanceOf(OutcomeUnknownError);
  });

  it('is not sent on to where a redirect points', async () => {
    const elsewhere = await connect([ok()]);
    const location = `${elsewhere.baseUrl}/segment/mapping/`;
    const connected = await connect([{ status: 307, headers: { location }, body: '' }]);
    expect((await knownErrorOf(map(connected))).kind).toBe('network');
    expect(connected.received).toHaveLength(1);
    expect(elsewhere.received).toHaveLength(0);
  });

  it('says that nobody knows when it gives up after a lost answer', async () => {
    const connected = await connect(['reset', no(40105, 'Access token is incorrect or has been revoked.')]);
    const error = await knownErrorOf(map(connected));
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(error.kind).toBe('invalid-credentials');
  });

  it('was refused when its contents are refused after a lost answer', async () => {
    const connected = await connect(['reset', no(40002, 'Invalid value for batch_data')]);
    const error = await knownErrorOf(map(connected));
    expect(error).not.toBeInstanceOf(OutcomeUnknownError);
    expect(error.kind).toBe('invalid-parameters');
  });

  it('only reads, and then there is no outcome to be unknown', async () => {
    const { tiktok } = await connect(['reset']);
    const error = await knownErrorOf(tiktok.userInfo());
    expect(error.kind).toBe('network');
    expect(error).not.toBeInstanceOf(OutcomeUnknownError);
  });
});

describe('a request that makes something', () => {
  it.each<[string, Script]>([
    ['a reset', 'reset'],
    ['half an answer', 'cut'],
    ['no answer in time', 'hang'],
    ['a gateway page', GATEWAY_PAGE],
    ['an empty answer', { body: '' }],
    ['a system error', no(50000)],
    ['a time-out inside TikTok', no(50002)],
    ['a failing service', no(51063)],
    ['a write conflict', no(40202)],
    ['a duplicated request', no(40050)],
    ['a partial success', no(20001)],
    ['a success without the id', ok({})],
    ['a success with an empty id', ok({ audience_id: '' })],
  ])('is never repeated after %s', async (_, script) => {
    const connected = await connect([script, ok({ audience_id: '2' })]);
    const error = await knownErrorOf(create(connected));
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(error.message).toContain('is not known');
    expect(connected.received).toHaveLength(1);
  });

  it.each<[string, Script]>([
    ['a rate limit', no(40100)],
    ['a throttled advertiser', no(40133)],
    ['maintenance', no(60001)],
    ['HTTP 429', { status: 429, body: '' }],
  ])('is repeated after %s, which turned it away at the door', async (_, script) => {
    const connected = await connect([script, ok({ audience_id: 888888888 })]);
    await expect(create(connected)).resolves.toMatchObject({ data: { id: '888888888' } });
    expect(connected.received).toHaveLength(2);
  });

  it('is repeated when it never left this machine', async () => {
    const gone = await connect([ok()]);
    const { tiktok, clock, onWait } = await connect([ok()], { baseUrl: 'http://127.0.0.1:1/open_api/v1.3' });
    const error = await knownErrorOf(tiktok.createAudience(ADVERTISER, 'VIP', { onWait }));
    expect(error.kind).toBe('network');
    expect(error).not.toBeInstanceOf(OutcomeUnknownError);
    expect(clock.sleeps).toHaveLength(7);
    expect(gone.received).toHaveLength(0);
  });

  it('was refused when TikTok says so', async () => {
    const connected = await connect([no(40001, `No permission to operate advertiser: ${ADVERTISER}`)]);
    const error = await knownErrorOf(create(connected));
    expect(error).not.toBeInstanceOf(OutcomeUnknownError);
    expect(error.kind).toBe('missing-permission');
  });

  it('can be an event set too', async () => {
    const { tiktok, received } = await connect(['reset']);
    const eventSet = { name: 'stores', description: 'd', autoTracking: false };
    expect(await knownErrorOf(tiktok.createEventSet(ADVERTISER, eventSet))).toBeInstanceOf(
      OutcomeUnknownError,
    );
    expect(received).toHaveLength(1);
  });
});

describe('a cancelled request', () => {
  it('ends at once in the middle of a wait', async () => {
    const connected = await connect([no(60001), ok()]);
    const controller = new AbortController();
    connected.clock.onSleep = () => controller.abort();
    const error = await knownErrorOf(map(connected, controller.signal));
    expect(error).toMatchObject({ kind: 'cancelled', fault: { kind: 'cancelled' } });
    expect(error).not.toBeInstanceOf(OutcomeUnknownError);
    expect(connected.received).toHaveLength(1);
  });

  it('has an unknown outcome when it was under way', async () => {
    const controller = new AbortController();
    const connected = await connect(() => {
      controller.abort();
      return 'hang';
    });
    const error = await knownErrorOf(create(connected, controller.signal));
    expect(error.kind).toBe('cancelled');
    expect(error).toBeInstanceOf(OutcomeUnknownError);
  });

  it('is not sent at all when it was cancelled before', async () => {
    const connected = await connect([ok()]);
    const error = await knownErrorOf(map(connected, AbortSignal.abort()));
    expect(error.kind).toBe('cancelled');
    expect(error).not.toBeInstanceOf(OutcomeUnknownError);
    expect(connected.received).toHaveLength(0);
  });
});
