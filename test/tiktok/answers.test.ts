import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { KnownError } from '../../src/core/errors.ts';
import type { TikTok } from '../../src/core/ports/tiktok.ts';
import { createTikTok } from '../../src/tiktok/client.ts';
import { readEnvelope } from '../../src/tiktok/envelope.ts';
import { LONGEST_ANSWER } from '../../src/tiktok/http.ts';
import { ADVERTISER, connect, knownErrorOf } from './support/connect.ts';
import { createFakeClock } from './support/fake-clock.ts';
import { ok, type Script, type ScriptedServer, startScriptedServer } from './support/scripted-server.ts';

describe('success', () => {
  const mapping = { advertiserIds: [ADVERTISER], action: 'add', idSchema: [], batchData: '[]' } as const;

  it.each([
    ['the number zero', '{"code":0,"message":"OK","request_id":"R"}', 200],
    ['zero with another message', '{"code":0,"message":"Fine","request_id":"R"}', 200],
    ['zero with an odd HTTP status', '{"code":0,"message":"OK","request_id":"R"}', 500],
    ['zero with data that is null', '{"code":0,"request_id":"R","data":null}', 200],
    ['zero behind a byte order mark', '\ufeff{"code":0,"request_id":"R"}', 200],
  ])('is %s', async (_, body, status) => {
    const { tiktok } = await connect([{ status, body }]);
    expect((await tiktok.applyMapping(mapping)).requestId).toBe('R');
  });

  it.each([
    ['zero as text', '{"code":"0","message":"OK"}'],
    ['no code', '{"message":"OK","request_id":"R"}'],
    ['null', '{"code":null,"message":"OK"}'],
    ['false', '{"code":false,"message":"OK"}'],
    ['an empty text', '{"code":"","message":"OK"}'],
    ['a list', '[{"code":0}]'],
    ['a word', '"OK"'],
    ['a page', '<html><title>OK</title></html>'],
    ['nothing', ''],
    ['a broken object', '{"code":0'],
    ['the message OK with a code', '{"code":40002,"message":"OK"}'],
    ['a part', '{"code":20001,"message":"OK"}'],
  ])('is not %s', async (_, body) => {
    const { tiktok } = await connect([{ body }]);
    expect(await knownErrorOf(tiktok.applyMapping(mapping))).toBeInstanceOf(KnownError);
  });

  it.each([
    ['a list of failed events', '{"failed_events":[{"order_in_batch":3}]}'],
    ['a table of errors', '{"errors":{"4":"bad"}}'],
    ['a count of invalid ids', '{"invalid_id_count":2}'],
  ])('of a change is only a part when it comes with %s', async (_, data) => {
    const { tiktok } = await connect([{ body: `{"code":0,"message":"OK","request_id":"R","data":${data}}` }]);
    const error = await knownErrorOf(tiktok.applyMapping(mapping));
    expect(error).toMatchObject({ kind: 'partial', requestId: 'R' });
  });

  it.each([
    ['empty lists of failures', '{"failed_events":[],"errors":{},"invalid_count":0,"error":null}'],
    ['a text beside it', '{"error_msg":"OK"}'],
    ['other lists', '{"audience_ids":["7"],"count":12}'],
  ])('of a change is whole with %s', async (_, data) => {
    const { tiktok } = await connect([{ body: `{"code":0,"message":"OK","request_id":"R","data":${data}}` }]);
    expect((await tiktok.applyMapping(mapping)).requestId).toBe('R');
  });

  it('may be compressed', async () => {
    const body = gzipSync('{"code":0,"message":"OK","request_id":"ZIPPED"}');
    const { tiktok } = await connect([{ headers: { 'content-encoding': 'gzip' }, body }]);
    expect((await tiktok.applyMapping(mapping)).requestId).toBe('ZIPPED');
  });

  it('is not longer than any answer of TikTok, even when it is compressed', async () => {
    const body = gzipSync(`{"code":0,"message":"${'x'.repeat(LONGEST_ANSWER)}"}`);
    const { tiktok } = await connect([{ headers: { 'content-encoding': 'gzip' }, body }]);
    const error = await knownErrorOf(tiktok.applyMapping(mapping));
    expect(error.kind).toBe('network');
    expect(error.message).toContain('larger than any answer');
  });

  it('keeps a code that comes as text for what it says', async () => {
    const { tiktok } = await connect([{ body: '{"code":"40105","message":"revoked"}' }]);
    expect(await knownErrorOf(tiktok.applyMapping(mapping))).toMatchObject({
      kind: 'invalid-credentials',
      fault: { code: 40105 },
    });
  });
});

describe('whatever a server answers', () => {
  let server: ScriptedServer;
  let tiktok: TikTok;
  let script: Script = ok();

  beforeAll(async () => {
    server = await startScriptedServer(() => script);
    tiktok = createTikTok({
      baseUrl: server.baseUrl,
      accessToken: 'token',
      environment: 'simulator',
      clock: createFakeClock(),
      random: () => 0,
      timeouts: { response: 2000 },
    });
  });
  afterAll(() => server.close());

  const calls: readonly (() => Promise<unknown>)[] = [
    () => tiktok.userInfo(),
    () => tiktok.listAudiences(ADVERTISER),
    () => tiktok.getAudience(ADVERTISER, '1'),
    () => tiktok.createAudience(ADVERTISER, 'n'),
    () => tiktok.applyMapping({ advertiserIds: ['1'], action: 'add', idSchema: [], batchData: '[]' }),
    () => tiktok.listEventSets(ADVERTISER),
    () => tiktok.listPixels(ADVERTISER),
    () => tiktok.advertisers([ADVERTISER]),
    () => tiktok.trackEvents({ eventSource: 'offline', eventSourceId: '1', data: '[]' }),
  ];

  const fields = fc.record(
    {
      code: fc.oneof(
        fc.constantFrom<unknown>(0, '0', null, 20001, 40001, 40100, 50000, 99999),
        fc.jsonValue(),
      ),
      message: fc.oneof(fc.string(), fc.jsonValue()),
      request_id: fc.oneof(fc.string(), fc.jsonValue()),
      data: fc.oneof(
        fc.jsonValue(),
        fc.record({
          list: fc.oneof(
            fc.jsonValue(),
            fc.array(fc.record({ audience_id: fc.jsonValue(), name: fc.jsonValue() })),
          ),
          page_info: fc.jsonValue(),
          audience_id: fc.jsonValue(),
          event_set_list: fc.jsonValue(),
          pixels: fc.jsonValue(),
        }),
      ),
    },
    { requiredKeys: [] },
  );
  const bodies = fc.oneof(
    fields.map((value) => JSON.stringify(value)),
    fc.json(),
    fc.string(),
    fields.map((value) => JSON.stringify(value).slice(0, -2)),
    fc.constantFrom('<html><title>502</title></html>', '[]', '0', 'null'),
  );
  const headers = fc.record(
    {
      'retry-after': fc.oneof(
        fc.constantFrom('0', '-1', '1e9', 'soon', '99999999999'),
        fc.integer().map(String),
      ),
      date: fc.constantFrom('yesterday', 'Thu, 15 Jan 2026 11:50:00 GMT'),
      'content-type': fc.constantFrom('text/html', 'application/json; charset=utf-16', 'x'),
      location: fc.constantFrom('http://127.0.0.1:1/', 'nowhere', ''),
      'content-encoding': fc.constantFrom('gzip', 'br', 'nonsense'),
    },
    { requiredKeys: [] },
  );
  const statuses = fc.oneof(
    fc.constantFrom(200, 200, 200, 400, 401, 429, 502),
    fc.integer({ min: 200, max: 599 }),
  );

  it('its body is a success only with the number zero', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const { type } = readEnvelope(body, z.unknown());
        expect(type === 'success').toBe(codeIn(body) === 0);
      }),
      { numRuns: 1000 },
    );
  });

  it('a call ends in a known error or in a real success', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(calls.length - 1),
        bodies,
        headers,
        statuses,
        async (index, body, head, status) => {
          script = { status, headers: head, body };
          const isZero = codeIn(body) === 0;
          try {
            await calls[index]?.();
            expect(isZero || index === 7).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(KnownError);
            expect(error).toMatchObject({ fault: { kind: expect.any(String), actions: expect.any(Array) } });
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  function codeIn(body: string): unknown {
    try {
      const value: unknown = JSON.parse(body);
      return typeof value === 'object' && value !== null && 'code' in value ? value.code : undefined;
    } catch {
      return undefined;
    }
  }
});
