import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CallOptions, TikTok } from '../../src/core/ports/tiktok.ts';
import { createTikTokApp } from '../../src/tiktok/client.ts';
import { ADVERTISER, connect, TOKEN } from './support/connect.ts';
import { createFakeClock } from './support/fake-clock.ts';
import {
  GATEWAY_PAGE,
  no,
  ok,
  type Received,
  type Script,
  startScriptedServer,
} from './support/scripted-server.ts';

/** Short and without shape, so that only knowing them hides them; the last has signs that URLs rewrite. */
const SECRET = 'sEcr3t&/+x';
const CODE = 'c0deC4nary';

const EVERY_CALL: readonly (readonly [string, (tiktok: TikTok, options: CallOptions) => Promise<unknown>])[] =
  [
    ['userInfo', (tiktok, options) => tiktok.userInfo(options)],
    ['authorizedAdvertisers', (tiktok, options) => tiktok.authorizedAdvertisers(options)],
    ['advertisers', (tiktok, options) => tiktok.advertisers([ADVERTISER], options)],
    ['listAudiences', (tiktok, options) => tiktok.listAudiences(ADVERTISER, options)],
    ['getAudience', (tiktok, options) => tiktok.getAudience(ADVERTISER, '1', options)],
    ['createAudience', (tiktok, options) => tiktok.createAudience(ADVERTISER, 'n', options)],
    ['deleteAudience', (tiktok, options) => tiktok.deleteAudience(ADVERTISER, '1', options)],
    ['deleteFileAudience', (tiktok, options) => tiktok.deleteFileAudience(ADVERTISER, '1', options)],
    [
      'applyMapping',
      (tiktok, options) =>
        tiktok.applyMapping(
          { advertiserIds: [ADVERTISER], action: 'add', idSchema: [], batchData: '[]' },
          options,
        ),
    ],
    ['listEventSets', (tiktok, options) => tiktok.listEventSets(ADVERTISER, options)],
    [
      'createEventSet',
      (tiktok, options) =>
        tiktok.createEventSet(ADVERTISER, { name: 'n', description: 'd', autoTracking: false }, options),
    ],
    ['listPixels', (tiktok, options) => tiktok.listPixels(ADVERTISER, options)],
    [
      'trackEvents',
      (tiktok, options) =>
        tiktok.trackEvents({ eventSource: 'web', eventSourceId: 'C', data: '[]' }, options),
    ],
  ];

/** A server that repeats everything it was sent, in every place an answer has. */
function echo({ headers, query, body }: Received): Script {
  const everything = `${headers['access-token']} ${query} ${query.get('secret')} ${body}`;
  return {
    body: JSON.stringify({ code: 40002, message: everything, request_id: headers['access-token'] ?? 'R' }),
  };
}

const ANSWERS: readonly (readonly [string, Script | ((request: Received) => Script)])[] = [
  ['everything it was sent', echo],
  [
    'a page with everything it was sent',
    (request) => ({
      status: 500,
      body: `<title>${request.headers['access-token']} ${request.query}</title>`,
    }),
  ],
  ['a bad token', no(40105, `Access token ${TOKEN} is incorrect.`)],
  ['a redirect', { status: 302, headers: { location: `http://127.0.0.1:1/?t=${TOKEN}` }, body: TOKEN }],
  ['a reset', 'reset'],
  ['half an answer', 'cut'],
  ['nothing', 'hang'],
  ['a gateway page', GATEWAY_PAGE],
  ['nonsense', { body: TOKEN }],
  ['a success that makes no sense', ok({ list: TOKEN, audience_id: { secret: SECRET } })],
];

/** Everything that can be printed of an error, its causes and what it carries. */
function everythingOf(error: unknown): string {
  const parts = [
    inspect(error, { depth: 20, showHidden: true, getters: true }),
    JSON.stringify(error),
    String(error),
  ];
  if (error instanceof Error) {
    parts.push(error.stack ?? '', error.message, JSON.stringify(error, Object.getOwnPropertyNames(error)));
  }
  return parts.join('\n');
}

function expectNoSecretIn(text: string): void {
  for (const secret of [TOKEN, SECRET, CODE]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(encodeURIComponent(secret));
    expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
  }
  expect(text).not.toContain('access-token');
}

/** Answers that are met by the same code whatever was called, and that cost several attempts. */
const REPEATED = [
  'a reset',
  'half an answer',
  'nothing',
  'a gateway page',
  'nonsense',
  'a page with everything it was sent',
];
const SOME_CALLS = EVERY_CALL.filter(([name]) => ['authorizedAdvertisers', 'createAudience'].includes(name));

describe.each(ANSWERS)('when the answer is %s', (answer, script) => {
  it.each(REPEATED.includes(answer) ? SOME_CALLS : EVERY_CALL)(
    '%s keeps the token and the secret to itself',
    async (_name, call) => {
      const connected = await connect(typeof script === 'function' ? script : [script], {
        appId: '7000000000000000001',
        secret: SECRET,
        timeouts: { response: 20 },
      });
      const told: string[] = [];
      const error = await call(connected.tiktok, { onWait: ({ reason }) => told.push(reason) }).catch(
        (reason: unknown) => reason,
      );
      expectNoSecretIn(everythingOf(error));
      expectNoSecretIn(told.join('\n'));
    },
  );

  it('exchanging and revoking keep the code, the token and the secret to themselves', async () => {
    const server = await startScriptedServer(typeof script === 'function' ? script : [script]);
    onTestFinished(() => server.close());
    const app = createTikTokApp({
      baseUrl: server.baseUrl,
      appId: '7000000000000000001',
      secret: SECRET,
      environment: 'simulator',
      clock: createFakeClock(),
      timeouts: { response: 20 },
    });
    expectNoSecretIn(everythingOf(await app.exchangeAuthCode(CODE).catch((reason: unknown) => reason)));
    expectNoSecretIn(everythingOf(await app.revokeToken(TOKEN).catch((reason: unknown) => reason)));
  });
});

describe('when no connection can be made', () => {
  it.each([
    'http://127.0.0.1:1/open_api/v1.3',
    'https://127.0.0.1:1/open_api/v1.3',
    'http://no-such-host.invalid/v1.3',
  ])('to %s, nothing secret is told', async (baseUrl) => {
    const { tiktok } = await connect([], { baseUrl, appId: '7', secret: SECRET });
    const error = await tiktok.authorizedAdvertisers().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'network' });
    expectNoSecretIn(everythingOf(error));
  });
});
