import { describe, expect, it, onTestFinished } from 'vitest';
import { OutcomeUnknownError } from '../../src/core/remedies/outcome-unknown.ts';
import { createTikTokApp } from '../../src/tiktok/client.ts';
import { knownErrorOf } from './support/connect.ts';
import { createFakeClock } from './support/fake-clock.ts';
import { no, ok, type Received, type Script, startScriptedServer } from './support/scripted-server.ts';

const APP = { appId: '7000000000000000001', secret: 'app-secret' };

async function connectApp(scripts: readonly Script[] | ((request: Received, index: number) => Script)) {
  const server = await startScriptedServer(scripts);
  onTestFinished(() => server.close());
  const clock = createFakeClock();
  const app = createTikTokApp({
    baseUrl: server.baseUrl,
    ...APP,
    environment: 'simulator',
    clock,
    random: () => 0,
    timeouts: { response: 100 },
  });
  return { app, clock, received: server.received };
}

describe('exchanging an authorization code', () => {
  it('sends app, secret and code without a token', async () => {
    const { app, received } = await connectApp([
      ok({ access_token: 'T', scope: [4, 5], advertiser_ids: ['1234'] }),
    ]);
    expect(await app.exchangeAuthCode('CODE')).toEqual({
      data: { accessToken: 'T', scopes: ['4', '5'], advertiserIds: ['1234'], expiresIn: undefined },
      requestId: 'REQUEST-OK',
    });
    expect(received[0]).toMatchObject({ method: 'POST', path: '/oauth2/access_token/' });
    expect(received[0]?.headers['access-token']).toBeUndefined();
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      app_id: APP.appId,
      secret: APP.secret,
      auth_code: 'CODE',
    });
  });

  it.each<[string, string, object]>([
    [
      'numbers for ids',
      '{"access_token":"T","advertiser_ids":[7654321098765432109,12]}',
      { advertiserIds: ['7654321098765432109', '12'] },
    ],
    ['scopes as one text', '{"access_token":"T","scope":"[4,5]"}', { scopes: ['4', '5'] }],
    [
      'scopes as names',
      '{"access_token":"T","scope":"user.info.basic,ads"}',
      { scopes: ['user.info.basic', 'ads'] },
    ],
    ['no scopes and no ids', '{"access_token":"T"}', { scopes: [], advertiserIds: [] }],
    ['an end', '{"access_token":"T","expires_in":86400}', { expiresIn: 86_400 }],
  ])('understands %s', async (_, data, expected) => {
    const { app } = await connectApp([{ body: `{"code":0,"message":"OK","data":${data}}` }]);
    expect((await app.exchangeAuthCode('CODE')).data).toMatchObject(expected);
  });

  it('after no answer asks once more without the list of advertisers', async () => {
    const { app, received } = await connectApp((_, index) =>
      index === 0 ? 'hang' : ok({ access_token: 'T' }),
    );
    expect((await app.exchangeAuthCode('CODE')).data.accessToken).toBe('T');
    expect(received).toHaveLength(2);
    expect(JSON.parse(received[1]?.body ?? '')).toMatchObject({ return_advertiser_ids: false });
  });

  it('does not try a third time', async () => {
    const { app, received } = await connectApp(['hang']);
    expect(await knownErrorOf(app.exchangeAuthCode('CODE'))).toBeInstanceOf(OutcomeUnknownError);
    expect(received).toHaveLength(2);
  });

  it('says that the code is used up when the first answer was lost', async () => {
    const { app } = await connectApp(['reset', no(40110, 'Auth_code is used')]);
    const error = await knownErrorOf(app.exchangeAuthCode('CODE'));
    expect(error.kind).toBe('invalid-credentials');
    expect(error.message).toContain('works once');
  });

  it.each([
    [40110, 'Auth_code is used'],
    [40002, 'Auth code is expired or has been used.'],
    [40110, 'Authorization code is expired'],
  ])('with a bad code (%i %s) asks for a new authorization', async (code, message) => {
    const { app, received } = await connectApp([no(code, message)]);
    const error = await knownErrorOf(app.exchangeAuthCode('CODE'));
    expect(error).toMatchObject({
      kind: 'invalid-credentials',
      fault: { actions: [{ id: 'reauthorize' }, {}, {}, {}, {}, {}] },
    });
    expect(received).toHaveLength(1);
  });

  it('takes no success without a token', async () => {
    const { app } = await connectApp([ok({ access_token: '' })]);
    expect((await knownErrorOf(app.exchangeAuthCode('CODE'))).kind).toBe('tiktok-unavailable');
  });

  it('waits out a rate limit', async () => {
    const { app, clock } = await connectApp([no(40100, 'QPS'), ok({ access_token: 'T' })]);
    await app.exchangeAuthCode('CODE');
    expect(clock.sleeps).toEqual([1000]);
  });
});

describe('revoking a token', () => {
  it('sends it in the body and in the header', async () => {
    const { app, received } = await connectApp([ok({ app_id: APP.appId })]);
    await app.revokeToken('TOKEN');
    expect(received[0]).toMatchObject({ method: 'POST', path: '/oauth2/revoke_token/' });
    expect(received[0]?.headers['access-token']).toBe('TOKEN');
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      app_id: APP.appId,
      secret: APP.secret,
      access_token: 'TOKEN',
    });
  });
});
