import { describe, expect, it } from 'vitest';
import { sha256 } from '../support/sha256.ts';
import { type Client, connect, emailMapping, field, hashes, inside, md5 } from './client.ts';

const EMAIL = sha256('ada@example.com');
const PHONE = sha256('+12015550100');
const OUTLET = '7654321098765432110';

/** One user of a batch with one id. */
function user(id: unknown, audience: unknown): unknown[] {
  return [{ id, audience_ids: [audience] }];
}

async function listed(client: Client): Promise<unknown> {
  const query = { advertiser_id: client.advertiser };
  return inside((await client.get('/dmp/custom_audience/list/', query)).data, 'list');
}

describe('a streamed audience', () => {
  it('is created, listed as Partner, and empty', async () => {
    const client = await connect();
    const id = await client.createAudience('VIP');
    expect(id).toMatch(/^\d{19}$/);
    expect(await listed(client)).toEqual([
      expect.objectContaining({
        audience_id: id,
        name: 'VIP',
        audience_type: 'Partner',
        calculate_type: 'MULTIPLE_TYPES',
        cover_num: 0,
        is_valid: false,
        error_msg: null,
        create_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      }),
    ]);
  });

  it('may have the name of another one', async () => {
    const client = await connect();
    expect(await client.createAudience('VIP')).not.toBe(await client.createAudience('VIP'));
    expect(await listed(client)).toHaveLength(2);
  });

  it.each([
    ['70 characters stay', 'n'.repeat(70), 'n'.repeat(70)],
    ['71 are cut to 67 and three dots', 'n'.repeat(71), `${'n'.repeat(67)}...`],
  ])('has a name of at most 70 characters: %s', async (_, given, kept) => {
    const client = await connect();
    await client.createAudience(given);
    expect(await listed(client)).toEqual([expect.objectContaining({ name: kept })]);
  });

  it('is one of 400 at most', async () => {
    const client = await connect();
    for (let made = 0; made < 400; made++) client.simulator.control.addAudience(client.advertiser, 'Old');
    const body = { advertiser_id: client.advertiser, custom_audience_name: 'VIP' };
    expect(await client.post('/segment/audience/', body)).toMatchObject({
      code: 40002,
      message: 'The number of custom audiences has reached the limit of 400.',
    });
  });

  it('is deleted by delete_audience_id, not by another name for it', async () => {
    const client = await connect();
    const id = await client.createAudience();
    const body = { advertiser_id: client.advertiser, action: 'delete' };
    expect((await client.post('/segment/audience/', { ...body, custom_audience_id: id })).code).toBe(40002);
    expect((await client.post('/segment/audience/', { ...body, delete_audience_id: id })).code).toBe(0);
    expect(await listed(client)).toEqual([]);
  });

  it.each([
    ['no name', { custom_audience_name: undefined }],
    ['a blank name', { custom_audience_name: ' ' }],
    ['a numeric account', { advertiser_id: 7 }],
    ['an unknown action', { action: 'remove' }],
  ])('is refused with %s', async (_, change) => {
    const client = await connect();
    const body = { advertiser_id: client.advertiser, custom_audience_name: 'VIP', ...change };
    expect((await client.post('/segment/audience/', body)).code).toBe(40002);
  });
});

describe('a mapping', () => {
  it('puts each hash in the place of its type', async () => {
    const client = await connect({ recordMappings: true });
    const id = await client.createAudience();
    const body = {
      advertiser_ids: [client.advertiser],
      action: 'add',
      id_schema: ['PHONE_SHA256', 'EMAIL_SHA256', 'IDFA_MD5'],
      batch_data: [
        [{ id: PHONE, audience_ids: [id] }, { id: EMAIL, audience_ids: [id] }, {}],
        [{}, {}, { id: md5('IDFA'), audience_ids: [id] }],
      ],
    };
    expect(await client.post('/segment/mapping/', body)).toEqual({
      status: 200,
      code: 0,
      message: 'OK',
      request_id: expect.any(String),
    });
    const { state } = client.simulator;
    expect(state.members(id, 'PHONE_SHA256')).toEqual(new Set([PHONE]));
    expect(state.members(id, 'EMAIL_SHA256')).toEqual(new Set([EMAIL]));
    expect(state.members(id, 'IDFA_MD5')).toEqual(new Set([md5('IDFA')]));
    expect(state.audiences()).toMatchObject([{ id, people: 2 }]);
    expect(state.mappings()).toEqual([body]);
  });

  it('is a set: adding twice adds once, deleting what isn’t there is fine', async () => {
    const client = await connect();
    const id = await client.createAudience();
    const send = (emails: string[], action?: string) =>
      client.post('/segment/mapping/', emailMapping(client, id, emails, action));
    await send([EMAIL, sha256('otto@example.com')]);
    await send([EMAIL]);
    expect((await send([EMAIL, PHONE], 'delete')).code).toBe(0);
    expect(client.simulator.state.members(id, 'EMAIL_SHA256')).toEqual(new Set([sha256('otto@example.com')]));
  });

  it('takes the id types in lower case', async () => {
    const client = await connect();
    const id = await client.createAudience();
    const body = { ...emailMapping(client, id, [EMAIL]), id_schema: ['email_sha256'] };
    expect((await client.post('/segment/mapping/', body)).code).toBe(0);
    expect(client.simulator.state.members(id, 'EMAIL_SHA256').size).toBe(1);
  });

  it('feeds several audiences of several accounts of one business', async () => {
    const client = await connect();
    const ids = [
      await client.createAudience(),
      field(
        (await client.post('/segment/audience/', { advertiser_id: OUTLET, custom_audience_name: 'VIP' }))
          .data,
        'audience_id',
      ),
    ];
    const reply = await client.post('/segment/mapping/', {
      advertiser_ids: [client.advertiser, OUTLET],
      id_schema: ['EMAIL_SHA256'],
      batch_data: [[{ id: EMAIL, audience_ids: ids }]],
    });
    expect(reply.code).toBe(0);
    for (const id of ids) expect(client.simulator.state.members(id, 'EMAIL_SHA256').size).toBe(1);
  });

  it.each<[string, (audience: string, client: Client) => unknown, number, string]>([
    ['fewer entries than id types', () => [], 40002, 'as many entries as id_schema'],
    ['more entries than id types', (id) => [...user(EMAIL, id), {}], 40002, 'as many entries'],
    ['null for a missing id', () => [null], 40002, 'not a valid mapping type'],
    ['no id at all', () => [{}], 40002, 'at least one id'],
    ['an id that is a number', (id) => user(12, id), 40002, 'not a valid string'],
    ['an address in the clear', (id) => user('ada@example.com', id), 40062, 'PII is not hashed.'],
    ['a phone number in the clear', (id) => user('12015550100', id), 40062, 'PII is not hashed.'],
    ['an empty id', (id) => user('', id), 40062, 'PII is not hashed.'],
    ['a hash in upper case', (id) => user(EMAIL.toUpperCase(), id), 40002, 'lower case'],
    ['MD5 where SHA-256 belongs', (id) => user(md5('x'), id), 40002, 'another type'],
    ['the hash of nothing', (id) => user(sha256(''), id), 40002, 'empty value'],
    ['no audience', () => [{ id: EMAIL }], 40002, 'audience_ids'],
    ['an unknown audience', () => user(EMAIL, '1'), 40002, 'Parameter error: invalid audience ID'],
    ['an audience id that is a number', () => user(EMAIL, 1), 40002, 'invalid audience ID'],
    [
      'an audience of another account',
      (_, client) => user(EMAIL, client.simulator.control.addAudience(OUTLET, 'Other')),
      40002,
      'invalid audience ID',
    ],
  ])('that has a user with %s is refused, and nothing of it applied', async (_, bad, code, message) => {
    const client = await connect();
    const id = await client.createAudience();
    const good = emailMapping(client, id, [sha256('good@example.com')]);
    const body = { ...good, batch_data: [...good.batch_data, bad(id, client)] };
    const reply = await client.post('/segment/mapping/', body);
    expect(reply).toMatchObject({ status: 200, code });
    expect(reply.message).toContain(message);
    expect(client.simulator.state.members(id, 'EMAIL_SHA256').size).toBe(0);
  });

  it.each<[string, (audience: string, client: Client) => object, number, string]>([
    ['an unknown id type', () => ({ id_schema: ['GAID_SHA256'] }), 40002, 'id_schema: must be one of'],
    ['an id type twice', () => ({ id_schema: ['EMAIL_SHA256', 'email_sha256'] }), 40002, 'duplicate'],
    ['no id types', () => ({ id_schema: [] }), 40002, 'length'],
    ['SHA-256 where MD5 belongs', () => ({ id_schema: ['AAID_MD5'] }), 40002, 'another type'],
    ['no users', () => ({ batch_data: [] }), 40061, 'Invalid batch size.'],
    [
      '1,001 users',
      (id) => ({ batch_data: hashes(1001).map((hash) => user(hash, id)) }),
      40061,
      'Invalid batch size.',
    ],
    ['an unknown action', () => ({ action: 'remove' }), 40002, 'action: must be one of'],
    ['account ids that are numbers', () => ({ advertiser_ids: [7] }), 40002, 'not a valid string'],
    ['no account', () => ({ advertiser_ids: [] }), 40002, 'length must be'],
    [
      'accounts of two businesses',
      (_, { advertiser }) => ({ advertiser_ids: [advertiser, '7654321098765432215'] }),
      40002,
      'same business',
    ],
    [
      'an account in no business beside one in a business',
      (_, { advertiser }) => ({ advertiser_ids: [advertiser, '7654321098765432316'] }),
      40002,
      'same business',
    ],
    [
      'an account the user only analyses',
      () => ({ advertiser_ids: ['7654321098765432114'] }),
      40001,
      'You must be an admin or operator',
    ],
  ])('with %s is refused', async (_, change, code, message) => {
    const client = await connect();
    const id = await client.createAudience();
    const body = { ...emailMapping(client, id, [EMAIL]), ...change(id, client) };
    const reply = await client.post('/segment/mapping/', body);
    expect(reply).toMatchObject({ status: 200, code });
    expect(reply.message).toContain(message);
    expect(client.simulator.state.members(id, 'EMAIL_SHA256').size).toBe(0);
  });

  it('never repeats a value it refuses', async () => {
    const client = await connect();
    const id = await client.createAudience();
    const reply = await client.post('/segment/mapping/', emailMapping(client, id, ['ada@example.com']));
    expect(JSON.stringify(reply)).not.toContain('ada@example.com');
  });

  it('counts people, not hashes: what came together is one person', async () => {
    const client = await connect();
    const id = await client.createAudience();
    const at = [id];
    await client.post('/segment/mapping/', {
      advertiser_ids: [client.advertiser],
      id_schema: ['EMAIL_SHA256', 'PHONE_SHA256'],
      batch_data: hashes(600).map((hash, index) => [
        { id: hash, audience_ids: at },
        { id: sha256(`phone ${index}`), audience_ids: at },
      ]),
    });
    expect(client.simulator.state.audiences()[0]).toMatchObject({
      people: 600,
      identifiers: { EMAIL_SHA256: 600, PHONE_SHA256: 600 },
    });
  });
});

describe('building an audience', () => {
  async function filled(client: Client, people: number): Promise<string> {
    const id = await client.createAudience();
    const all = hashes(people);
    for (let start = 0; start < people; start += 1000) {
      const batch = all.slice(start, start + 1000);
      await client.post('/segment/mapping/', emailMapping(client, id, batch));
    }
    return id;
  }
  async function look(client: Client, id: string): Promise<unknown> {
    const query = { advertiser_id: client.advertiser, custom_audience_ids: [id] };
    const { data } = await client.get('/dmp/custom_audience/get/', query);
    return [
      inside(data, 'list', 0, 'audience_details', 'is_valid'),
      inside(data, 'list', 0, 'audience_details', 'cover_num'),
    ];
  }

  it('takes a few looks, then shows its size', async () => {
    const client = await connect({ readyAfterPolls: 2 });
    const id = await filled(client, 1200);
    expect(await look(client, id)).toEqual([false, 0]);
    expect(await look(client, id)).toEqual([false, 0]);
    expect(await look(client, id)).toEqual([true, 1200]);
  });

  it('never makes it usable with fewer than 1,000 people', async () => {
    const client = await connect({ readyAfterPolls: 0 });
    const id = await filled(client, 999);
    expect(await look(client, id)).toEqual([false, 0]);
    const more = emailMapping(client, id, [sha256('one more')]);
    await client.post('/segment/mapping/', more);
    expect(await look(client, id)).toEqual([true, 1000]);
  });

  it('can take time instead of looks', async () => {
    const client = await connect({ readyAfterPolls: 100, readyAfterMilliseconds: 3_600_000 });
    const id = await filled(client, 1000);
    expect(await look(client, id)).toEqual([false, 0]);
    client.simulator.control.advanceClock(3_600_000);
    expect(await look(client, id)).toEqual([true, 1000]);
  });

  it('keeps showing the old size until a change is built', async () => {
    const client = await connect({ readyAfterPolls: 0 });
    const id = await filled(client, 1001);
    await look(client, id);
    await client.post('/segment/mapping/', emailMapping(client, id, hashes(1), 'delete'));
    expect(client.simulator.state.audiences()[0]?.published).toEqual({ isValid: true, coverNumber: 1001 });
    expect(await look(client, id)).toEqual([true, 1000]);
  });

  it('can be hurried and can fail', async () => {
    const client = await connect({ readyAfterPolls: 100 });
    const id = await filled(client, 1000);
    client.simulator.control.finishBuilding(id);
    expect(await look(client, id)).toEqual([true, 1000]);
    client.simulator.control.failAudience(id, 'Calculation failed');
    const query = { advertiser_id: client.advertiser, custom_audience_ids: [id] };
    const { data } = await client.get('/dmp/custom_audience/get/', query);
    expect(inside(data, 'list', 0, 'audience_details')).toMatchObject({
      is_valid: false,
      error_msg: 'Calculation failed',
      type: 'Partner',
    });
  });
});
