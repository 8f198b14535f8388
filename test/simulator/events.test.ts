import { describe, expect, it } from 'vitest';
import { sha256 } from '../support/sha256.ts';
import { type Client, connect, field, inside, md5, purchase, type Reply, track } from './client.ts';

const PIXEL = 'C4ACMESHOP00000000P1';
const EMAIL = sha256('ada@example.com');
const DAY = 86_400;

function now(): number {
  return Math.floor(Date.now() / 1000);
}

function trackWeb(client: Client, change: Readonly<Record<string, unknown>> = {}): Promise<Reply> {
  const event = purchase({ page: { url: 'https://shop.example.com/thanks' }, ...change });
  return track(client, [event], { event_source: 'web', event_source_id: PIXEL });
}

describe('an offline event', () => {
  it('is counted, with what was sent', async () => {
    const client = await connect();
    const event = purchase();
    expect(await track(client, [event])).toMatchObject({ status: 200, code: 0, message: 'OK', data: {} });
    const { state } = client.simulator;
    expect(state.eventCounts()).toEqual({ counted: 1, merged: 0, duplicate: 0, test: 0, tooOld: 0 });
    expect(state.events()).toMatchObject([
      {
        source: 'offline',
        sourceId: '7654321098765432109',
        advertiserId: '7654321098765432109',
        event: 'CompletePayment',
        eventId: 'order-1',
        outcome: 'counted',
      },
    ]);
    expect(state.events()[0]?.body).toEqual(event);
    expect(state.ignoredFields()).toEqual({});
  });

  it.each(['Purchase', 'CompletePayment', 'Lead', 'SubmitForm'])(
    'may be called %s, by the current or the older name',
    async (event) => {
      const client = await connect();
      expect((await track(client, [purchase({ event })])).code).toBe(0);
    },
  );

  it('may carry several addresses and numbers', async () => {
    const client = await connect();
    const user = { email: [EMAIL, sha256('x')], phone: [sha256('+12015550100')] };
    expect((await track(client, [purchase({ user })])).code).toBe(0);
  });

  it.each<[string, Readonly<Record<string, unknown>>, number, string]>([
    ['a numeric id', { event_id: 17 }, 40002, 'Invalid value for event_id: not a valid string.'],
    ['an empty id', { event_id: '' }, 40002, 'Invalid value for event_id: length'],
    ['no name', { event: undefined }, 40002, 'Invalid value for event: missing data for required field.'],
    ['a name of its own', { event: 'Bought' }, 40002, 'not a standard event'],
    ['a name in the wrong case', { event: 'purchase' }, 40002, 'not a standard event'],
    ['no time', { event_time: undefined }, 40002, 'Invalid value for event_time: missing'],
    ['a time in milliseconds', { event_time: Date.now() }, 40002, 'not a valid Unix timestamp in seconds'],
    ['a time as text', { event_time: '2026-01-01' }, 40002, 'Invalid value for event_time: not a valid'],
    [
      'a time with a fraction',
      { event_time: 1.5 },
      40002,
      'Invalid value for event_time: not a valid integer',
    ],
    ['a time in the future', { event_time: now() + 3600 }, 40002, 'must not be in the future'],
    ['no person', { user: undefined }, 40002, 'at least one identifier'],
    [
      'a person without address and number',
      { user: { external_id: EMAIL } },
      40002,
      'at least one identifier',
    ],
    ['an address in the clear', { user: { email: 'ada@example.com' } }, 40062, 'PII is not hashed.'],
    [
      'one of two addresses in the clear',
      { user: { email: [EMAIL, 'a@b.co'] } },
      40062,
      'PII is not hashed.',
    ],
    ['a number in the clear', { user: { phone: '+12015550100' } }, 40062, 'PII is not hashed.'],
    ['MD5', { user: { email: md5('x') } }, 40002, 'Invalid value for user.email: hash of another type.'],
    ['upper case', { user: { email: EMAIL.toUpperCase() } }, 40002, 'lower case'],
    ['the hash of nothing', { user: { phone: sha256('') } }, 40002, 'hash of an empty value'],
    ['no address in the list', { user: { email: [] } }, 40002, 'Invalid value for user.email: length'],
    ['null for an address', { user: { email: null, phone: EMAIL } }, 40002, 'user.email: not a valid string'],
    ['a value as text', { properties: { value: '12.50' } }, 40002, 'properties.value: not a valid number'],
    ['a negative value', { properties: { value: -1 } }, 40002, 'greater than or equal to 0'],
    [
      'an unknown currency',
      { properties: { currency: 'usd' } },
      40002,
      'properties.currency: must be one of',
    ],
    [
      'a numeric content id',
      { properties: { contents: [{ content_id: 1 }] } },
      40002,
      'properties.contents.content_id: not a valid string',
    ],
    [
      'half an item',
      { properties: { contents: [{ quantity: 0.5 }] } },
      40002,
      'quantity: not a valid integer',
    ],
    [
      'an unknown content type',
      { properties: { content_type: 'thing' } },
      40002,
      'content_type: must be one of',
    ],
    ['a numeric order', { properties: { order_id: 17 } }, 40002, 'order_id: not a valid string'],
  ])('with %s refuses the whole batch', async (_, change, code, message) => {
    const client = await connect();
    const reply = await track(client, [purchase(), purchase({ event_id: 'order-2', ...change })]);
    expect(reply).toMatchObject({ status: 200, code });
    expect(reply.message).toContain(message);
    expect(client.simulator.state.eventCounts().counted).toBe(0);
  });

  it.each<[string, Readonly<Record<string, unknown>>, number, string]>([
    ['no events', { data: [] }, 40002, 'Invalid value for data: length must be between 1 and 1000.'],
    [
      '1,001 events',
      { data: Array.from({ length: 1001 }, () => purchase()) },
      40002,
      'Invalid value for data: length must be between 1 and 1000.',
    ],
    [
      'a numeric source',
      { event_source_id: 7 },
      40002,
      'Invalid value for event_source_id: not a valid string.',
    ],
    [
      'a pixel code as its event set',
      { event_source_id: PIXEL },
      40002,
      'Invalid value for event_source_id: not a valid string.',
    ],
    [
      'an unknown event set',
      { event_source_id: '123' },
      40001,
      'No permission to operate event source: 123.',
    ],
    ['another kind of source', { event_source: 'shop' }, 40002, 'event_source: must be one of'],
    ['app events', { event_source: 'app' }, 40118, 'Not in whitelist.'],
    ['a partner name', { partner_name: 'tada' }, 40063, 'partner'],
    [
      'the event set of an account the user only analyses',
      { event_source_id: '7200000000000000003' },
      40001,
      'You must be an admin or operator',
    ],
  ])('request with %s is refused', async (_, change, code, message) => {
    const client = await connect();
    const reply = await track(client, [purchase()], change);
    expect(reply).toMatchObject({ status: 200, code });
    expect(reply.message).toContain(message);
  });

  it('from before 28 days is accepted, and never matched', async () => {
    const client = await connect();
    expect((await track(client, [purchase({ event_time: now() - 29 * DAY })])).code).toBe(0);
    expect(client.simulator.state.eventCounts()).toMatchObject({ counted: 1, tooOld: 1 });
  });

  it('loses unknown and misplaced fields without a word', async () => {
    const client = await connect();
    const reply = await track(client, [
      purchase({
        test_event_code: 'TEST1',
        user: { email: EMAIL, e_mail: 'x', external_id: EMAIL },
        properties: { contents_ids: ['1'], contents: [{ contentid: '1' }] },
      }),
    ]);
    expect(reply.code).toBe(0);
    expect(client.simulator.state.ignoredFields()).toEqual({
      'offline test_event_code': 1,
      'offline user.e_mail': 1,
      'offline user.external_id': 1,
      'offline properties.contents_ids': 1,
      'offline properties.contents.contentid': 1,
    });
    expect(client.simulator.state.eventCounts()).toMatchObject({ counted: 1, test: 0 });
  });
});

describe('a web event', () => {
  it('may be called anything, and may know the visitor by other means', async () => {
    const client = await connect();
    const user = { external_id: EMAIL, ip: '203.0.114.7', user_agent: 'Mozilla/5.0', ttclid: 'E.C.P' };
    expect((await trackWeb(client, { event: 'Bought', user })).code).toBe(0);
    expect(client.simulator.state.ignoredFields()).toEqual({});
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['no page', { page: undefined }, 'Invalid value for page: missing'],
    ['a page without its URL', { page: {} }, 'Invalid value for page.url: missing'],
    ['a page that is no URL', { page: { url: 'shop' } }, 'page.url: not a valid URL'],
    [
      'a private address',
      { user: { email: EMAIL, ip: '192.168.1.7' } },
      'user.ip: not a valid public IP address',
    ],
    ['no address at all', { user: { email: EMAIL, ip: 'here' } }, 'user.ip: not a valid public IP address'],
    ['only an agent', { user: { user_agent: 'Mozilla/5.0' } }, 'at least one identifier'],
    ['a click id too long', { user: { ttclid: 'x'.repeat(1001) } }, 'user.ttclid: length'],
    ['limited data use as text', { limited_data_use: 'yes' }, 'limited_data_use: not a valid boolean'],
  ])('with %s is refused', async (_, change, message) => {
    const client = await connect();
    const reply = await trackWeb(client, change);
    expect(reply.code).toBe(40002);
    expect(reply.message).toContain(message);
  });

  it('goes to the pixel’s code, not to its id', async () => {
    const client = await connect();
    const event = purchase({ page: { url: 'https://shop.example.com/' } });
    const reply = await track(client, [event], {
      event_source: 'web',
      event_source_id: '7300000000000000001',
    });
    expect(reply.message).toBe('No permission to operate pixel code: 7300000000000000001.');
  });

  it('of an Analyst is refused in TikTok’s words', async () => {
    const client = await connect();
    client.simulator.control.setRole('ANALYST');
    expect((await trackWeb(client)).message).toBe(
      `No permission to operate pixel code: ${PIXEL}. You must be an admin or operator of this advertiser account.`,
    );
  });
});

it('takes CRM events with their lead', async () => {
  const client = await connect();
  const change = { event_source: 'crm', event_source_id: '7400000000000000001' };
  expect((await track(client, [purchase({ event: 'qualified' })], change)).message).toContain(
    'lead: missing',
  );
  const event = purchase({ event: 'qualified', lead: { lead_id: '17' } });
  expect((await track(client, [event], change)).code).toBe(0);
});

describe('the same event again', () => {
  async function outcomesAfter(
    hours: number,
    change: Readonly<Record<string, unknown>> = {},
  ): Promise<unknown> {
    const client = await connect();
    await track(client, [purchase()]);
    client.simulator.control.advanceClock(hours * 3_600_000);
    await track(client, [purchase(change)]);
    return client.simulator.state.events().map(({ outcome }) => outcome);
  }

  it.each([
    ['at once is merged', 0, 'merged'],
    ['within 48 hours is dropped', 47, 'duplicate'],
    ['after 48 hours counts twice', 49, 'counted'],
  ])('%s', async (_, hours, outcome) => {
    expect(await outcomesAfter(hours)).toEqual(['counted', outcome]);
  });

  it.each([
    ['another name', { event: 'Lead' }],
    ['another id', { event_id: 'order-2' }],
    ['no id', { event_id: undefined }],
  ])('with %s is another event', async (_, change) => {
    expect(await outcomesAfter(1, change)).toEqual(['counted', 'counted']);
  });

  it('under a test event code is neither counted nor remembered', async () => {
    const client = await connect();
    await track(client, [purchase()], { test_event_code: 'TEST1' });
    await track(client, [purchase()]);
    expect(client.simulator.state.eventCounts()).toMatchObject({ test: 1, counted: 1, merged: 0 });
  });

  it('is counted exactly, however few events are kept', async () => {
    const client = await connect({ keepEvents: 1 });
    await track(client, [purchase(), purchase({ event_id: 'order-2' }), purchase()]);
    expect(client.simulator.state.events()).toHaveLength(1);
    expect(client.simulator.state.eventCounts()).toMatchObject({ counted: 2, merged: 1 });
  });
});

describe('event sources', () => {
  it('are listed for the account they belong to', async () => {
    const client = await connect();
    const query = { advertiser_id: client.advertiser };
    const sets = await client.get('/offline/get/', query);
    expect(sets.data).toMatchObject({
      event_set_list: [{ event_set_id: '7654321098765432109', name: 'Acme stores', auto_tracking: false }],
    });
    const pixels = await client.get('/pixel/list/', query);
    expect(pixels.data).toMatchObject({
      pixels: [{ pixel_id: '7300000000000000001', pixel_code: PIXEL, pixel_name: 'Acme web shop' }],
      page_info: { total_number: 1 },
    });
    const crm = await client.get('/crm/list/', query);
    expect(inside(crm.data, 'crm_event_sets', 0, 'name')).toBe('Acme leads');
  });

  it('can be looked for', async () => {
    const client = await connect();
    const query = { advertiser_id: client.advertiser };
    const none = await client.get('/offline/get/', { ...query, event_set_ids: ['1'] });
    expect(none.data).toEqual({ event_set_list: [] });
    const named = await client.get('/offline/get/', { ...query, name: 'Acme stores' });
    expect(inside(named.data, 'event_set_list')).toHaveLength(1);
    const pixel = await client.get('/pixel/list/', { ...query, code: 'C4ACMEOUTLET000000P2' });
    expect(inside(pixel.data, 'pixels')).toEqual([]);
    expect((await client.get('/pixel/list/', { ...query, page_size: 21 })).code).toBe(40002);
  });

  it('can be created, used, changed and deleted', async () => {
    const client = await connect();
    const body = { advertiser_id: client.advertiser, name: 'Kiosk', description: 'The new shop' };
    const created = await client.post('/offline/create/', body);
    const id = field(created.data, 'event_set_id');
    expect((await track(client, [purchase()], { event_source_id: id })).code).toBe(0);
    const own = { advertiser_id: client.advertiser, event_set_id: id };
    const updated = await client.post('/offline/update/', { ...own, name: 'Stand', auto_tracking: true });
    expect(updated.data).toMatchObject({ event_set_id: id, name: 'Stand', auto_tracking: true });
    expect((await client.post('/offline/delete/', own)).code).toBe(0);
    expect((await track(client, [purchase()], { event_source_id: id })).code).toBe(40001);
    expect((await client.post('/offline/delete/', own)).code).toBe(40001);
  });

  it('need a description', async () => {
    const client = await connect();
    const body = { advertiser_id: client.advertiser, name: 'Kiosk' };
    expect((await client.post('/offline/create/', body)).message).toContain('description: missing');
  });
});
