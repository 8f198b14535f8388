import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/remedies/classify.ts';
import { SDK_CODES } from './sdk-codes.ts';

const ROWS = SDK_CODES.flatMap(({ kind, retry, codes }) => codes.map((code) => ({ code, kind, retry })));

describe('codes of TikTok', () => {
  it('are all in the table, each once', () => {
    // 163 codes in the SDK; without 0, and with 40133 and 51021, which only its users have seen.
    expect(ROWS).toHaveLength(164);
    expect(new Set(ROWS.map(({ code }) => code)).size).toBe(ROWS.length);
  });

  it.each(ROWS)('$code alone means $kind, retry $retry', ({ code, kind, retry }) => {
    expect(classify({ code, message: '' })).toMatchObject({ kind, retry });
  });

  it.each([1, 40017, 40134, 49999, 51068, 99999])('%i is not documented and stays unknown', (code) => {
    expect(classify({ code, message: 'Too many requests, advertiser not found' })).toMatchObject({
      kind: 'unknown',
      retry: 'no',
    });
  });

  it('of a server error that nobody knows is tried a few times', () => {
    expect(classify({ code: 99999, message: '', httpStatus: 500 })).toMatchObject({
      kind: 'unknown',
      retry: 'few',
    });
  });
});

describe('the same code on different paths', () => {
  it.each([
    [40118, '/segment/audience/', 'streaming-not-allowed'],
    [40117, '/segment/mapping/', 'streaming-not-allowed'],
    [40113, '/segment/audience/', 'streaming-not-allowed'],
    [40113, '/event/track/', 'missing-permission'],
    [40118, '/bc/get/', 'missing-scope'],
    [40117, '/event/track/', 'missing-scope'],
    [40130, '/segment/audience/', 'missing-scope'],
    [40007, '/event/track/', 'event-source-invalid'],
    [40007, '/offline/update/', 'event-source-invalid'],
    [40007, '/segment/mapping/', 'audience-not-found'],
    [40007, '/dmp/custom_audience/get/', 'audience-not-found'],
    [40502, '/segment/audience/', 'audience-limit'],
    [40502, '/pixel/list/', 'invalid-parameters'],
  ])('%i on %s is %s', (code, path, kind) => {
    expect(classify({ code, message: '', path }).kind).toBe(kind);
  });
});

describe('rate limits', () => {
  it.each([
    ['App reaches the QPS limit.', 'rate'],
    ['App reaches the QPS limit 20', 'rate'],
    ['App reaches the QPM limit.', 'minute'],
    ['Due to too many requests, requests from App are temporarily restricted.', 'minute'],
    ['App reaches the QPD limit.', 'no'],
  ])('%s waits: %s', (message, retry) => {
    expect(classify({ code: 40100, message, httpStatus: 401 })).toMatchObject({
      kind: 'rate-limited',
      retry,
    });
  });

  it('of a day say when they end', () => {
    expect(classify({ code: 40100, message: 'QPD' }).explanation).toContain('00:00 UTC');
  });

  it('under 40002 are told from too many items', () => {
    expect(classify({ code: 40002, message: 'Too many requests' }).kind).toBe('rate-limited');
    expect(classify({ code: 40002, message: 'Too many items in data' }).kind).toBe('invalid-parameters');
  });
});

describe('answers without a code', () => {
  it.each([
    [200, 'tiktok-unavailable', 'short'],
    [302, 'network', 'no'],
    [400, 'unknown', 'no'],
    [401, 'invalid-credentials', 'no'],
    [403, 'network', 'no'],
    [404, 'invalid-parameters', 'no'],
    [407, 'network', 'no'],
    [408, 'tiktok-unavailable', 'short'],
    [413, 'invalid-parameters', 'no'],
    [429, 'rate-limited', 'rate'],
    [500, 'tiktok-unavailable', 'short'],
    [502, 'tiktok-unavailable', 'short'],
    [503, 'tiktok-unavailable', 'short'],
    [504, 'tiktok-unavailable', 'short'],
    [511, 'network', 'no'],
  ])('HTTP %i is %s, retry %s', (httpStatus, kind, retry) => {
    expect(classify({ httpStatus, message: '' })).toMatchObject({ kind, retry });
  });

  it('may announce maintenance', () => {
    expect(classify({ httpStatus: 503, message: 'Scheduled maintenance' }).kind).toBe('maintenance');
  });
});
