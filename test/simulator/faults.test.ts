import { describe, expect, it } from 'vitest';
import { SIMULATOR_FAULTS } from '../../src/simulator/index.ts';
import { Pace } from '../../src/simulator/pace.ts';
import { BASIC_QUOTAS, QuotaMeter } from '../../src/simulator/quotas.ts';
import { type Client, connect, emailMapping, hashes, inside, purchase, type Reply, track } from './client.ts';

const ADVERTISER = '7654321098765432109';

const info = (client: Client) => client.get('/advertiser/info/', { advertiser_ids: [ADVERTISER] });
const exchange = (client: Client) =>
  client.post('/oauth2/access_token/', { app_id: client.simulator.appId, secret: 's', auth_code: 'c' });
const mapping = (client: Client) =>
  client.post(
    '/segment/mapping/',
    emailMapping(client, client.simulator.control.addAudience(ADVERTISER, 'VIP'), hashes(2)),
  );
const events = (client: Client) => track(client, [purchase()]);
const upload = (client: Client) => client.upload({ content: hashes(1)[0] ?? '', type: 'EMAIL_SHA256' });
const create = (client: Client) => client.post('/dmp/custom_audience/create/', {});

/** Row number, fault, the request it hits, HTTP status, code, message: the answers a client must understand. */
const ANSWERS: readonly [number, string, (client: Client) => Promise<Reply>, number, number, string][] = [
  [1, 'token-revoked', info, 200, 40105, 'Access token is incorrect or has been revoked.'],
  [2, 'token-empty', info, 200, 40104, 'Access token is empty'],
  [3, 'token-empty-events', events, 401, 40104, 'Access token is empty'],
  [4, 'token-expired', info, 200, 40102, 'Access token is expired.'],
  [5, 'auth-code-used', exchange, 200, 40110, 'Auth_code is used'],
  [6, 'auth-code-used-40002', exchange, 200, 40002, 'Auth code is expired or has been used.'],
  [7, 'auth-code-expired', exchange, 200, 40110, 'Authorization code is expired'],
  [8, 'no-permission', info, 200, 40001, 'No permission to operate advertiser: 7654321098765432109'],
  [
    9,
    'role-too-low',
    events,
    200,
    40001,
    'No permission to operate pixel code: 7654321098765432109. You must be an admin or operator of this advertiser account.',
  ],
  [
    10,
    'scope-missing',
    info,
    200,
    40001,
    'Permission error: The access token lacks the required scope for endpoint.',
  ],
  [11, 'scope-not-authorized', info, 200, 40130, 'Scope not authorized.'],
  [
    12,
    'advertiser-missing',
    mapping,
    200,
    40002,
    "The advertiser 7654321098765432109 doesn't exist or has been deleted.",
  ],
  [
    13,
    'advertiser-missing-40001',
    info,
    200,
    40001,
    "advertiser 7654321098765432109 doesn't exist or has been deleted.",
  ],
  [14, 'advertiser-missing-51008', info, 200, 51008, 'Service error:'],
  [15, 'advertiser-missing-40300', info, 200, 40300, 'Advertiser not exist.'],
  [16, 'rate-limit', info, 200, 40100, 'Too many requests. Please retry in some time.'],
  [17, 'rate-limit-second', events, 401, 40100, 'App reaches the QPS limit.'],
  [
    18,
    'rate-limit-ban',
    info,
    200,
    40100,
    'Due to too many requests, requests from App are temporarily restricted.',
  ],
  [19, 'rate-limit-frequency', info, 200, 40016, 'Requests made too frequently.'],
  [19, 'rate-limit-advertiser', info, 200, 40133, 'Requests made too frequently.'],
  [20, 'rate-limit-legacy', info, 200, 40001, 'Requests made too frequently'],
  [21, 'event-id-not-string', events, 200, 40002, 'Invalid value for event_id: not a valid string.'],
  [
    22,
    'event-source-not-string',
    events,
    200,
    40002,
    'Invalid value for event_source_id: not a valid string.',
  ],
  [
    23,
    'content-id-not-string',
    events,
    200,
    40002,
    'Batch.0.properties.contents.0.content_id: Not a valid string',
  ],
  [24, 'too-many-events', events, 200, 40002, 'Invalid value for data: length must be between 1 and 1000.'],
  [
    25,
    'event-source-unknown',
    events,
    200,
    40001,
    'No permission to operate event source: 7654321098765432109.',
  ],
  [25, 'event-source-not-exist', events, 200, 40007, 'Event source not exist.'],
  [26, 'audience-unknown', mapping, 200, 40002, 'Parameter error: invalid audience ID'],
  [27, 'file-signature', upload, 200, 40900, 'File signature error.'],
  [28, 'file-empty', upload, 200, 40906, 'File is empty.'],
  [28, 'file-too-large', upload, 200, 40907, 'File is too large.'],
  [28, 'file-type', upload, 200, 40908, 'File type error.'],
  [28, 'file-mismatch', upload, 200, 40909, 'File content does not match calculate_type.'],
  [28, 'file-expired', create, 200, 40910, 'File is expired.'],
  [29, 'pii-not-hashed', mapping, 200, 40062, 'PII is not hashed.'],
  [30, 'batch-size', mapping, 200, 40061, 'Invalid batch size.'],
  [31, 'advertiser-role', info, 200, 40301, 'Advertiser role error.'],
  [32, 'streaming-not-allowed', mapping, 200, 40118, 'Not in whitelist.'],
  [
    33,
    'write-conflict',
    mapping,
    200,
    40202,
    'Write or update entity conflict. Retry may resolve this issue.',
  ],
  [34, 'system-error', info, 200, 50000, 'System error'],
  [34, 'system-network-error', info, 200, 50000, 'remote or network error'],
  [
    35,
    'system-timeout',
    info,
    200,
    50002,
    'Error processing request on TikTok side. Please see error message for details.',
  ],
  [35, 'service-timeout', info, 200, 51010, 'Internal service connection timeout. Please try again.'],
  [36, 'maintenance', info, 200, 60001, 'Service maintenance: please try again later.'],
  [38, 'partial', mapping, 200, 20001, 'Partial success.'],
  [39, 'sandbox-unsupported', info, 200, 40009, 'Unsupported in sandbox.'],
];

/** The faults that don't answer with JSON, tested below one by one. */
const UNREADABLE = [
  'bad-gateway',
  'reset',
  'timeout',
  'truncated-json',
  'empty-body',
  'reset-after-apply',
  'timeout-after-apply',
  'bad-gateway-after-apply',
];

describe('the list of faults', () => {
  it('has every row, and every fault of a row is tested here', () => {
    const rows = new Set(SIMULATOR_FAULTS.map(({ row }) => row).filter((row) => row !== undefined));
    expect([...rows].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    const tested = new Set([...ANSWERS.map(([, name]) => name), ...UNREADABLE]);
    for (const { name, row } of SIMULATOR_FAULTS) if (row !== undefined) expect(tested).toContain(name);
  });

  it('has names that are its own, and a description for each', () => {
    expect(new Set(SIMULATOR_FAULTS.map(({ name }) => name)).size).toBe(SIMULATOR_FAULTS.length);
    for (const { name, description } of SIMULATOR_FAULTS) {
      expect(name).toMatch(/^[a-z][a-z0-9-]+$/);
      expect(description.length).toBeGreaterThan(10);
    }
  });
});

it.each(ANSWERS)('row %i, %s, is what TikTok answers', async (row, fault, request, status, code, message) => {
  const client = await connect({ faults: [fault] });
  expect(await request(client)).toMatchObject({ status, code, message });
  expect(SIMULATOR_FAULTS).toContainEqual(expect.objectContaining({ name: fault, row }));
});

describe('a refusal on demand', () => {
  it('applies nothing', async () => {
    const client = await connect({ faults: ['system-error@/segment/mapping/*1'] });
    const id = await client.createAudience();
    const body = emailMapping(client, id, hashes(2));
    expect((await client.post('/segment/mapping/', body)).code).toBe(50000);
    expect(client.simulator.state.members(id, 'EMAIL_SHA256').size).toBe(0);
    expect((await client.post('/segment/mapping/', body)).code).toBe(0);
  });

  it('hits the path and the count it was told, after letting some through', async () => {
    const client = await connect({ faults: ['rate-limit@/user/info/+1*2'] });
    const codes = [];
    for (let request = 0; request < 4; request++) codes.push((await client.get('/user/info/')).code);
    expect(codes).toEqual([0, 40100, 40100, 0]);
    expect((await info(client)).code).toBe(0);
  });

  it('can be written with a colon, and with the beginning of a path', async () => {
    const client = await connect({ faults: ['maintenance@segment:1'] });
    expect((await client.get('/user/info/')).code).toBe(0);
    expect((await mapping(client)).code).toBe(60001);
    expect((await mapping(client)).code).toBe(0);
  });

  it('waits behind an earlier one', async () => {
    const client = await connect({ faults: ['system-error*1', 'maintenance*1'] });
    const codes = [];
    for (let request = 0; request < 3; request++) codes.push((await client.get('/user/info/')).code);
    expect(codes).toEqual([50000, 60001, 0]);
  });

  it('comes and goes while running', async () => {
    const client = await connect();
    const { control } = client.simulator;
    control.addFault('maintenance');
    expect((await client.get('/user/info/')).code).toBe(60001);
    expect(control.removeFault('maintenance')).toBe(true);
    expect(control.removeFault('maintenance')).toBe(false);
    expect((await client.get('/user/info/')).code).toBe(0);
    control.addFault('maintenance');
    control.clearFaults();
    expect((await client.get('/user/info/')).code).toBe(0);
  });

  it.each(['no-such-fault', 'reset*', 'reset@', 'reset 2', ''])('is refused as "%s"', async (fault) => {
    await expect(connect({ faults: [fault] })).rejects.toMatchObject({
      kind: 'usage',
      hint: expect.stringMatching(/\S/),
    });
  });
});

describe('a connection on demand', () => {
  async function deliver(fault: string, members: number): Promise<readonly [string, number]> {
    const client = await connect({ faults: [`${fault}@/segment/mapping/*1`] });
    const { simulator } = client;
    const id = await client.createAudience();
    const before = simulator.state.requestCount('/segment/mapping/');
    const impatience = new AbortController();
    const answer = fetch(`${simulator.url}/segment/mapping/`, {
      method: 'POST',
      headers: { 'access-token': simulator.accessToken, 'content-type': 'application/json' },
      body: JSON.stringify(emailMapping(client, id, hashes(2))),
      signal: impatience.signal,
    }).then(
      async (response) => `${response.status} ${(await response.text()).slice(0, 8)}`,
      () => 'broken',
    );
    if (fault.startsWith('timeout')) {
      // Applied or not, no answer comes: this request is seen, and a later one is answered before it.
      await expect.poll(() => simulator.state.requestCount('/segment/mapping/')).toBe(before + 1);
      await client.get('/user/info/');
      await expect.poll(() => simulator.state.members(id, 'EMAIL_SHA256').size).toBe(members);
      impatience.abort();
    }
    return [await answer, simulator.state.members(id, 'EMAIL_SHA256').size];
  }

  it.each([
    ['bad-gateway', '502 <html>\r\n', 0],
    ['too-large', '413 <html>\r\n', 0],
    ['reset', 'broken', 0],
    ['timeout', 'broken', 0],
    ['empty-body', '200 ', 2],
    ['truncated-json', '200 {"code":', 2],
    ['reset-after-apply', 'broken', 2],
    ['timeout-after-apply', 'broken', 2],
    ['bad-gateway-after-apply', '502 <html>\r\n', 2],
  ])('by %s', async (fault, outcome, members) => {
    expect(await deliver(fault, members)).toEqual([outcome, members]);
  });

  it('by bad-gateway shows the page that clients recorded', async () => {
    const { simulator } = await connect({ faults: ['bad-gateway'] });
    const response = await fetch(`${simulator.url}/user/info/`);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(await response.text()).toBe(
      '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body bgcolor="white">\r\n' +
        '<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
    );
  });

  it('cuts JSON in the middle', async () => {
    const { simulator } = await connect({ faults: ['truncated-json'] });
    const response = await fetch(`${simulator.url}/user/info/`, {
      headers: { 'access-token': simulator.accessToken },
    });
    const text = await response.text();
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it('applies half of a batch when it is partial', async () => {
    const client = await connect({ faults: ['partial'] });
    const id = await client.createAudience();
    const reply = await client.post('/segment/mapping/', emailMapping(client, id, hashes(10)));
    expect(reply).toMatchObject({ status: 200, code: 20001 });
    expect(client.simulator.state.members(id, 'EMAIL_SHA256')).toEqual(new Set(hashes(5)));
    const orders = hashes(4).map((event_id) => purchase({ event_id }));
    expect((await track(client, orders)).code).toBe(20001);
    expect(client.simulator.state.eventCounts().counted).toBe(2);
  });

  it('is slow, and right in the end', async () => {
    const client = await connect({ faults: ['slow'], slowMilliseconds: 1 });
    expect((await client.get('/user/info/')).code).toBe(0);
  });

  it('writes account ids as numbers, with all their digits', async () => {
    const { simulator } = await connect({ faults: ['numeric-ids'] });
    const query = new URLSearchParams({ app_id: simulator.appId, secret: simulator.secret });
    const response = await fetch(`${simulator.url}/oauth2/advertiser/get/?${query}`, {
      headers: { 'access-token': simulator.accessToken },
    });
    expect(await response.text()).toContain('"advertiser_id":7654321098765432109,');
  });

  it('has a clock that is wrong', async () => {
    const now = () => Date.UTC(2026, 0, 1);
    const { simulator } = await connect({ faults: ['clock-skew'], now });
    const response = await fetch(`${simulator.url}/user/info/`);
    expect(response.headers.get('date')).toBe('Thu, 01 Jan 2026 02:00:00 GMT');
  });

  it('refuses events with the documented status', async () => {
    const client = await connect({ faults: ['documented-event-statuses'] });
    expect(await track(client, [])).toMatchObject({ status: 400, code: 40002 });
    expect(await info(client)).toMatchObject({ status: 200, code: 0 });
  });
});

describe('quotas', () => {
  const noon = Date.UTC(2026, 0, 1, 12);

  it('are off unless asked for', async () => {
    const client = await connect({ now: () => noon });
    const replies = await Promise.all(Array.from({ length: 30 }, () => client.get('/user/info/')));
    expect(replies.every(({ code }) => code === 0)).toBe(true);
  });

  it.each([
    ['as an option', { quotas: true }],
    ['as a fault', { faults: ['quotas'] }],
  ])('refuse the eleventh request of a second (%s)', async (_, options) => {
    const client = await connect({ now: () => noon, ...options });
    const codes = [];
    for (let request = 0; request < 11; request++) codes.push((await client.get('/user/info/')).code);
    expect(codes).toEqual([...Array.from({ length: 10 }, () => 0), 40100]);
    client.simulator.control.advanceClock(1000);
    expect((await client.get('/user/info/')).code).toBe(0);
  });

  it('are HTTP 401 for events', async () => {
    const one = { perSecond: 0, perMinute: 0 };
    const client = await connect({ quotas: { app: one, events: one, mapping: one } });
    expect(await events(client)).toMatchObject({
      status: 401,
      code: 40100,
      message: 'App reaches the QPS limit.',
    });
  });

  it('shut the app out for five minutes once a minute’s are used up', () => {
    const meter = new QuotaMeter({ ...BASIC_QUOTAS, app: { perSecond: 10, perMinute: 15 } });
    const at = (seconds: number, requests: number) => {
      for (let sent = 0; sent < requests; sent++) meter.take('/bc/get/', noon + seconds * 1000);
    };
    at(0, 10);
    at(1, 5);
    expect(() => at(2, 1)).toThrow('Too many requests. Please retry in some time.');
    expect(() => at(61, 1)).toThrow('temporarily restricted');
    expect(() => at(302, 1)).not.toThrow();
    expect(() => meter.take('/segment/mapping/', noon + 2000)).not.toThrow();
  });
});

describe('a given pace', () => {
  it('makes each request wait for its own rows and for those before it', () => {
    let now = 0;
    const pace = new Pace(1000, () => now);
    expect(pace.reserve(500)).toBe(500);
    expect(pace.reserve(1000)).toBe(1500);
    now = 5000;
    expect(pace.reserve(100)).toBe(100);
    expect(pace.reserve(0)).toBe(0);
  });

  it('slows nothing unless asked for', () => {
    expect(new Pace(undefined, () => 0).reserve(1_000_000)).toBe(0);
  });

  it('ends with the simulator', async () => {
    const client = await connect({ rowsPerSecond: 0.001 });
    const waiting = expect(mapping(client)).rejects.toThrow();
    await expect.poll(() => inside(client.simulator.state.audiences()[0], 'people')).toBe(2);
    await client.simulator.close();
    await waiting;
  });
});
