import { describe, expect, it } from 'vitest';
import { startSimulator } from '../../src/simulator/index.ts';
import { connect } from './client.ts';

describe('the simulator', () => {
  it('listens on this machine only, and prints what a client needs', async () => {
    const { simulator } = await connect();
    expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/open_api\/v1\.3$/);
    expect(simulator.authUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/portal\/auth$/);
    expect(Object.keys(simulator.printable)).toEqual([
      'url',
      'authUrl',
      'appId',
      'secret',
      'accessToken',
      'advertiserIds',
    ]);
    expect(simulator.advertiserIds[0]).toBe('7654321098765432109');
  });

  it('takes given credentials, so that a profile can stay as it is', async () => {
    const client = await connect({ appId: '7000000000000000001', secret: 's', accessToken: 'token-1' });
    expect(client.simulator).toMatchObject({ appId: '7000000000000000001', secret: 's' });
    expect((await client.get('/user/info/', {}, 'token-1')).code).toBe(0);
  });

  it('says what to do when the port is taken', async () => {
    const { simulator } = await connect();
    const port = Number(new URL(simulator.url).port);
    await expect(startSimulator({ port })).rejects.toMatchObject({
      kind: 'usage',
      message: `Port ${port} is taken by another program`,
      hint: expect.stringContaining('--port'),
    });
  });

  it('refuses a port that can never be one', async () => {
    await expect(startSimulator({ port: 70_000 })).rejects.toMatchObject({ kind: 'usage' });
  });

  it('closes at once, also with a request that never gets an answer', async () => {
    const simulator = await startSimulator({ faults: ['timeout'] });
    const hanging = fetch(`${simulator.url}/user/info/`, {
      headers: { 'access-token': simulator.accessToken },
    });
    const failed = expect(hanging).rejects.toThrow();
    await expect.poll(() => simulator.state.requestCount('/user/info/')).toBe(1);
    await simulator.close();
    await failed;
  });

  it('counts the requests of each path, whatever became of them', async () => {
    const client = await connect();
    await client.get('/user/info/');
    await client.get('/user/info/', {}, 'wrong');
    await client.get('/bc/get/');
    expect(client.simulator.state.requestCounts()).toEqual({ '/user/info/': 2, '/bc/get/': 1 });
    expect(client.simulator.state.requestCount()).toBe(3);
  });
});

describe('every answer', () => {
  it('has TikTok’s envelope, a request id with its time, and TikTok’s date', async () => {
    const { simulator } = await connect({ now: () => Date.UTC(2026, 0, 31, 23, 59, 58) });
    const response = await fetch(`${simulator.url}/user/info/`, {
      headers: { 'access-token': simulator.accessToken },
    });
    expect(response.headers.get('date')).toBe('Sat, 31 Jan 2026 23:59:58 GMT');
    expect(await response.json()).toMatchObject({
      code: 0,
      message: 'OK',
      request_id: expect.stringMatching(/^20260131235958[0-9A-F]{20}$/),
    });
  });

  it.each([
    ['a path without its trailing slash', 'GET', '/user/info', 404],
    ['a path that nobody knows', 'GET', '/user/', 404],
    ['GET where POST is needed', 'GET', '/event/track/', 405],
    ['POST where GET is needed', 'POST', '/user/info/', 405],
  ])('is 40400 for %s', async (_, method, path, status) => {
    const { simulator } = await connect();
    const response = await fetch(simulator.url + path, {
      method,
      headers: { 'access-token': simulator.accessToken },
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: 40400 });
  });

  it.each([
    ['that isn’t JSON', 'application/json', '{"app_id":', 'The request body is not valid JSON.'],
    ['of another type', 'text/plain', '{}', 'Content-Type must be application/json.'],
    ['that is a list', 'application/json', '[]', 'Invalid value for body: not a valid mapping type.'],
  ])('is 40002 for a body %s', async (_, type, body, message) => {
    const { simulator } = await connect();
    const response = await fetch(`${simulator.url}/segment/audience/`, {
      method: 'POST',
      headers: { 'access-token': simulator.accessToken, 'content-type': type },
      body,
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ code: 40002, message });
  });

  it('is a gateway’s page for a body no gateway would take', async () => {
    const { simulator } = await connect();
    const response = await fetch(`${simulator.url}/segment/mapping/`, {
      method: 'POST',
      headers: { 'access-token': simulator.accessToken, 'content-type': 'application/json' },
      body: `"${'x'.repeat(10_000_000)}"`,
    });
    expect(response.status).toBe(413);
    expect(await response.text()).toContain('413 Request Entity Too Large');
  });

  it.each([
    ['missing', '', { code: 40104, message: 'Access token is empty' }],
    ['unknown', 'nonsense', { code: 40105, message: 'Access token is incorrect or has been revoked.' }],
  ])('to a token that is %s is HTTP 200, as TikTok’s', async (_, token, refusal) => {
    const client = await connect();
    expect(await client.get('/user/info/', {}, token)).toMatchObject({ status: 200, ...refusal });
  });

  it('to events without a token is HTTP 401', async () => {
    const client = await connect();
    const reply = await client.post('/event/track/', {}, '');
    expect(reply).toMatchObject({ status: 401, code: 40104, message: 'Access token is empty' });
  });

  it('names a field that nobody reads, so that tests can find misspelt ones', async () => {
    const client = await connect();
    const reply = await client.post('/segment/audience/', {
      advertiser_id: client.advertiser,
      custom_audience_name: 'VIP',
      custom_audience_nane: 'VIP',
    });
    expect(reply.code).toBe(0);
    expect(client.simulator.state.ignoredFields()).toEqual({ '/segment/audience/ custom_audience_nane': 1 });
  });
});
