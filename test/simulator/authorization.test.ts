import { describe, expect, it } from 'vitest';
import { type Client, connect, field, inside } from './client.ts';

const REDIRECT = 'http://127.0.0.1:3456/callback';

function decide(client: Client, decision: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(client.simulator.authUrl, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      app_id: client.simulator.appId,
      redirect_uri: REDIRECT,
      state: 'st ate',
      ...decision,
    }),
  });
}

function wayBack(response: Response): URL {
  expect(response.status).toBe(302);
  return new URL(response.headers.get('location') ?? '');
}

async function authCode(client: Client, decision: Readonly<Record<string, string>> = {}): Promise<string> {
  const response = await decide(client, { decision: 'allow', ...decision });
  return wayBack(response).searchParams.get('auth_code') ?? '';
}

function exchange(client: Client, code: string, change: Readonly<Record<string, unknown>> = {}) {
  const { appId, secret } = client.simulator;
  const body = { app_id: appId, secret, auth_code: code, ...change };
  return client.post('/oauth2/access_token/', body, '');
}

async function tokenOf(client: Client, decision: Readonly<Record<string, string>>): Promise<string> {
  const reply = await exchange(client, await authCode(client, decision));
  return field(reply.data, 'access_token');
}

describe('the authorization page', () => {
  it('shows the people, their roles and accounts, and needs nothing from elsewhere', async () => {
    const { simulator } = await connect();
    const query = new URLSearchParams({
      app_id: simulator.appId,
      redirect_uri: REDIRECT,
      state: '"><script>alert(1)</script>',
    });
    const response = await fetch(`${simulator.authUrl}?${query}`);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const text of [
      'Otto Operator',
      'Anna Analyst',
      'Sol Solo',
      '7654321098765432109',
      'Allow',
      'Deny',
    ]) {
      expect(html).toContain(text);
    }
    expect(html).not.toMatch(/<script|src=|https?:\/\/(?!127)/);
  });

  it('shows another person’s accounts after a click on the name', async () => {
    const { simulator } = await connect();
    const query = new URLSearchParams({ app_id: simulator.appId, redirect_uri: REDIRECT, user: 'solo' });
    const html = await (await fetch(`${simulator.authUrl}?${query}`)).text();
    expect(html).toContain('7654321098765432316');
    expect(html).not.toContain('7654321098765432109');
  });

  it('sends the person back with auth_code, code and the same state', async () => {
    const client = await connect();
    const back = wayBack(await decide(client, { decision: 'allow' }));
    expect(back.origin + back.pathname).toBe(REDIRECT);
    expect(back.searchParams.get('state')).toBe('st ate');
    expect(back.searchParams.get('auth_code')).toMatch(/^[0-9a-f]{40}$/);
    expect(back.searchParams.get('code')).toBe(back.searchParams.get('auth_code'));
  });

  it('works by clicking: its own form, sent as it stands, gives a code for the accounts it shows', async () => {
    const client = await connect();
    const { appId, authUrl } = client.simulator;
    const query = new URLSearchParams({
      app_id: appId,
      redirect_uri: REDIRECT,
      state: 'a"b&c',
      user: 'operator',
    });
    const html = await (await fetch(`${authUrl}?${query}`)).text();
    const form = new URLSearchParams({ role: 'own', decision: 'allow' });
    for (const [, name = '', value = ''] of html.matchAll(/<input [^>]*name="([^"]+)" value="([^"]*)"/g)) {
      form.append(
        name,
        value.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
      );
    }
    const back = wayBack(await fetch(authUrl, { method: 'POST', redirect: 'manual', body: form }));
    expect(back.searchParams.get('state')).toBe('a"b&c');
    const reply = await exchange(client, back.searchParams.get('auth_code') ?? '');
    expect(inside(reply.data, 'advertiser_ids')).toEqual([
      '7654321098765432109',
      '7654321098765432110',
      '7654321098765432111',
      '7654321098765432112',
      '7654321098765432113',
    ]);
  });

  it('sends the person back without a code after a denial', async () => {
    const client = await connect();
    const back = wayBack(await decide(client, { decision: 'deny' }));
    expect(Object.fromEntries(back.searchParams)).toEqual({ state: 'st ate' });
  });

  it.each([
    ['an unknown app', { app_id: '1' }],
    ['no redirect URL', { redirect_uri: '' }],
    ['a redirect URL that is a script', { redirect_uri: 'javascript:alert(1)' }],
    ['a person who isn’t there', { user: 'nobody' }],
    ['an account the person can’t reach', { user: 'solo', advertiser_ids: '7654321098765432109' }],
    ['a form with every account unticked', { listed: 'yes' }],
  ])('refuses %s', async (_, change) => {
    const client = await connect();
    const response = await decide(client, { decision: 'allow', ...change });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('role="alert"');
  });

  it('compares a registered redirect URL character for character', async () => {
    const client = await connect({ redirectUris: [`${REDIRECT}/`] });
    expect((await decide(client, { decision: 'allow' })).status).toBe(400);
    expect((await decide(client, { decision: 'allow', redirect_uri: `${REDIRECT}/` })).status).toBe(302);
  });
});

describe('the exchange of an auth code', () => {
  it('gives a token and the accounts as strings', async () => {
    const client = await connect();
    const reply = await exchange(client, await authCode(client, { advertiser_ids: client.advertiser }));
    expect(reply).toMatchObject({ status: 200, code: 0, data: { advertiser_ids: ['7654321098765432109'] } });
    const token = field(reply.data, 'access_token');
    expect((await client.get('/user/info/', {}, token)).data).toMatchObject({ display_name: 'Ada Admin' });
  });

  it('leaves the accounts out when asked to', async () => {
    const client = await connect();
    const reply = await exchange(client, await authCode(client), { return_advertiser_ids: false });
    expect(reply.data).not.toHaveProperty('advertiser_ids');
  });

  it('works once', async () => {
    const client = await connect();
    const code = await authCode(client);
    await exchange(client, code);
    expect(await exchange(client, code)).toMatchObject({ code: 40110, message: 'Auth_code is used' });
  });

  it('works for an hour', async () => {
    const client = await connect();
    const codes = [await authCode(client), await authCode(client)];
    client.simulator.control.advanceClock(3_599_000);
    expect((await exchange(client, codes[0] ?? '')).code).toBe(0);
    client.simulator.control.advanceClock(2_000);
    expect(await exchange(client, codes[1] ?? '')).toMatchObject({
      code: 40110,
      message: 'Authorization code is expired',
    });
  });

  it.each([
    ['an unknown code', { auth_code: 'x' }, 40110],
    ['a wrong secret', { secret: 'x' }, 40002],
    ['a numeric app id', { app_id: 7 }, 40002],
  ])('refuses %s', async (_, change, code) => {
    const client = await connect();
    expect((await exchange(client, await authCode(client), change)).code).toBe(code);
  });
});

describe('a token', () => {
  it('reaches only the accounts that were ticked', async () => {
    const client = await connect();
    const token = await tokenOf(client, { advertiser_ids: '7654321098765432110' });
    const { appId, secret } = client.simulator;
    const listed = await client.get('/oauth2/advertiser/get/', { app_id: appId, secret }, token);
    expect(listed.data).toEqual({
      list: [{ advertiser_id: '7654321098765432110', advertiser_name: 'Acme Outlet' }],
    });
    const other = await client.get('/pixel/list/', { advertiser_id: client.advertiser }, token);
    expect(other).toMatchObject({
      code: 40001,
      message: 'No permission to operate advertiser: 7654321098765432109',
    });
  });

  it.each([
    ['user', { user: 'analyst' }],
    ['role', { role: 'ANALYST' }],
  ])('of an Analyst (chosen as %s) reads and doesn’t write', async (_, decision) => {
    const client = await connect();
    const token = await tokenOf(client, decision);
    const read = await client.get('/dmp/custom_audience/list/', { advertiser_id: client.advertiser }, token);
    expect(read.code).toBe(0);
    const body = { advertiser_id: client.advertiser, custom_audience_name: 'VIP' };
    expect(await client.post('/segment/audience/', body, token)).toMatchObject({
      code: 40001,
      message:
        'No permission to operate advertiser: 7654321098765432109. ' +
        'You must be an admin or operator of this advertiser account.',
    });
  });

  it('is dead once revoked', async () => {
    const client = await connect();
    const { appId, secret, accessToken } = client.simulator;
    const body = { app_id: appId, secret, access_token: accessToken };
    const reply = await client.post('/oauth2/revoke_token/', body);
    expect(reply.data).toMatchObject({ app_id: appId });
    expect((await client.get('/user/info/')).code).toBe(40105);
    expect((await client.post('/oauth2/revoke_token/', body)).code).toBe(40105);
  });

  it('can be revoked and expired from outside', async () => {
    const client = await connect();
    const { control } = client.simulator;
    const other = control.issueToken({ user: 'operator' });
    control.revokeToken();
    control.expireToken(other);
    expect((await client.get('/user/info/')).code).toBe(40105);
    expect((await client.get('/user/info/', {}, other)).code).toBe(40102);
  });

  it('doesn’t count in the query, only in the header', async () => {
    const client = await connect();
    const query = { 'Access-Token': client.simulator.accessToken };
    expect(inside(await client.get('/user/info/', query, ''), 'code')).toBe(40104);
  });
});
