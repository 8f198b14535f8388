import { describe, expect, it } from 'vitest';
import { sha256 } from '../support/sha256.ts';
import { type Client, connect, field, hashes, inside, md5, type UploadParts } from './client.ts';

const EMAIL = 'EMAIL_SHA256';

async function uploaded(client: Client, people: readonly string[], type = EMAIL): Promise<string> {
  const reply = await client.upload({ content: `${people.join('\n')}\n`, type });
  return field(reply.data, 'file_path');
}

function create(client: Client, paths: readonly string[], change: Readonly<Record<string, unknown>> = {}) {
  return client.post('/dmp/custom_audience/create/', {
    advertiser_id: client.advertiser,
    custom_audience_name: 'VIP',
    file_paths: paths,
    calculate_type: EMAIL,
    ...change,
  });
}

/** An audience of `people`, built. */
async function audienceOf(client: Client, people: readonly string[]): Promise<string> {
  const reply = await create(client, [await uploaded(client, people)]);
  client.simulator.control.finishBuilding();
  return field(reply.data, 'custom_audience_id');
}

function update(client: Client, id: string, change: Readonly<Record<string, unknown>>) {
  return client.post('/dmp/custom_audience/update/', {
    advertiser_id: client.advertiser,
    custom_audience_id: id,
    ...change,
  });
}

describe('an upload', () => {
  const hash = sha256('ada@example.com');
  it.each<[string, UploadParts]>([
    ['one hash a line', { content: `${hash}\n`, type: EMAIL }],
    ['no line end at the end', { content: hash, type: EMAIL }],
    ['Windows line ends', { content: `${hash}\r\n${sha256('x')}\r\n`, type: EMAIL }],
    ['hashes in upper case', { content: hash.toUpperCase(), type: EMAIL }],
    ['a .txt file', { content: hash, type: EMAIL, name: 'people.txt' }],
    ['Android ids', { content: md5('x'), type: 'GAID_MD5' }],
    ['mixed device ids', { content: hash, type: 'MAID_SHA256' }],
    ['several types', { content: `Email_sha256,PHONE_SHA256\n${hash},\n,${hash}\n`, type: 'MULTIPLE_TYPES' }],
    ['plain device ids', { content: 'MAID\nEA7583CD-A667-48BC-B806-42ECB2B48606\n', type: 'MULTIPLE_TYPES' }],
  ])('takes %s', async (_, file) => {
    const client = await connect();
    const reply = await client.upload(file);
    expect(reply).toMatchObject({ code: 0, data: { file_path: expect.stringMatching(/^[0-9a-f]{16}$/) } });
  });

  it.each<[string, UploadParts, number]>([
    ['a SHA-256 signature', { content: hash, type: EMAIL, signature: sha256(hash) }, 40900],
    ['an empty file', { content: '', type: EMAIL }, 40906],
    ['a header and nothing else', { content: 'email_SHA256\n', type: 'MULTIPLE_TYPES' }, 40906],
    ['a file above the limit', { content: hash.repeat(40), type: EMAIL }, 40907],
    ['another extension', { content: hash, type: EMAIL, name: 'people.CSV' }, 40908],
    ['no extension', { content: hash, type: EMAIL, name: 'people' }, 40908],
    ['a header over a single type', { content: `email\n${hash}`, type: EMAIL }, 40909],
    ['MD5 where SHA-256 belongs', { content: md5('x'), type: EMAIL }, 40909],
    ['an address in the clear', { content: 'ada@example.com', type: EMAIL }, 40909],
    ['a blank line', { content: `${hash}\n\n${hash}\n`, type: EMAIL }, 40909],
    ['a quoted hash', { content: `"${hash}"`, type: EMAIL }, 40909],
    ['the hash of nothing', { content: sha256(''), type: EMAIL }, 40909],
    ['several types without a header', { content: hash, type: 'MULTIPLE_TYPES' }, 40909],
    ['an unknown column', { content: `email_SHA256,name\n${hash},x`, type: 'MULTIPLE_TYPES' }, 40909],
    ['a column twice', { content: `email_SHA256,EMAIL_SHA256\n${hash},`, type: 'MULTIPLE_TYPES' }, 40909],
    ['a line with too few cells', { content: `email_SHA256,MAID\n${hash}`, type: 'MULTIPLE_TYPES' }, 40909],
    ['a line of empty cells', { content: 'email_SHA256,MAID\n,\n', type: 'MULTIPLE_TYPES' }, 40909],
    [
      'a header behind a byte order mark',
      { content: `\uFEFFemail_SHA256\n${hash}`, type: 'MULTIPLE_TYPES' },
      40909,
    ],
    ['the streaming name of Android ids', { content: hash, type: 'AAID_SHA256' }, 40002],
    ['an account without access', { content: hash, type: EMAIL, advertiser: '7654321098765432114' }, 40001],
  ])('refuses %s', async (_, file, code) => {
    const client = await connect({ maximumFileBytes: 1000 });
    expect(await client.upload(file)).toMatchObject({ status: 200, code });
  });

  it('takes no JSON', async () => {
    const client = await connect();
    const reply = await client.post('/dmp/custom_audience/file/upload/', {
      advertiser_id: client.advertiser,
    });
    expect(reply).toMatchObject({ code: 40002, message: 'Content-Type must be multipart/form-data.' });
  });
});

describe('an audience from files', () => {
  it('holds every hash of every file once, and is built in its own time', async () => {
    const client = await connect({ readyAfterPolls: 1 });
    const people = hashes(1500);
    const paths = [await uploaded(client, people.slice(0, 1000)), await uploaded(client, people.slice(500))];
    const id = field((await create(client, paths)).data, 'custom_audience_id');
    expect(client.simulator.state.members(id, EMAIL)).toEqual(new Set(people));
    const details = async () => {
      const query = { advertiser_id: client.advertiser, custom_audience_ids: [id] };
      return inside(
        (await client.get('/dmp/custom_audience/get/', query)).data,
        'list',
        0,
        'audience_details',
      );
    };
    expect(await details()).toMatchObject({ type: 'Customer File Audience', is_valid: false, cover_num: 0 });
    expect(await details()).toMatchObject({ is_valid: true, cover_num: 1500 });
  });

  it('is created below 1,000 people, and stays unusable', async () => {
    const client = await connect();
    await audienceOf(client, hashes(999));
    expect(client.simulator.state.audiences()).toMatchObject([
      { people: 999, published: { isValid: false, coverNumber: 0 } },
    ]);
  });

  it('counts the identifiers of one line as one person', async () => {
    const client = await connect();
    const lines = hashes(3).map((email, index) => `${email},${sha256(`phone ${index}`)}`);
    const path = await uploaded(client, ['email_SHA256,phone_SHA256', ...lines], 'MULTIPLE_TYPES');
    await create(client, [path], { calculate_type: 'MULTIPLE_TYPES' });
    expect(client.simulator.state.audiences()).toMatchObject([
      { people: 3, identifiers: { EMAIL_SHA256: 3, PHONE_SHA256: 3 } },
    ]);
  });

  it('expires on a fixed day when it was told to', async () => {
    const client = await connect({ now: () => Date.UTC(2026, 0, 1) });
    await create(client, [await uploaded(client, hashes(1))], { retention_in_days: 30 });
    const { data } = await client.get('/dmp/custom_audience/list/', { advertiser_id: client.advertiser });
    expect(inside(data, 'list', 0)).toMatchObject({ expired_time: '2026-01-31 00:00:00', is_expiring: true });
  });

  it.each([
    ['a file nobody uploaded', { file_paths: ['x'] }, 40905],
    ['no files', { file_paths: [] }, 40002],
    ['another type than the file’s', { calculate_type: 'PHONE_SHA256' }, 40909],
    ['a type only uploads have', { calculate_type: 'MAID_SHA256' }, 40002],
    ['a name above 128 characters', { custom_audience_name: 'n'.repeat(129) }, 40002],
    ['a year and a day', { retention_in_days: 366 }, 40002],
  ])('is refused with %s', async (_, change, code) => {
    const client = await connect();
    expect((await create(client, [await uploaded(client, hashes(1))], change)).code).toBe(code);
  });

  it('takes no file that was uploaded for another account', async () => {
    const client = await connect();
    const other = '7654321098765432110';
    const file = await client.upload({ content: sha256('x'), type: EMAIL, advertiser: other });
    expect((await create(client, [field(file.data, 'file_path')])).code).toBe(40905);
  });
});

describe('an update', () => {
  const people = hashes(1500);
  it.each([
    ['REPLACE', hashes(1000, 'new'), 1000],
    ['APPEND', hashes(10, 'new'), 1510],
    ['REMOVE', people.slice(0, 500), 1000],
  ])('by %s changes who is in it', async (action, file, size) => {
    const client = await connect();
    const id = await audienceOf(client, people);
    const reply = await update(client, id, { action, file_paths: [await uploaded(client, file)] });
    expect(reply.code).toBe(0);
    expect(client.simulator.state.members(id, EMAIL).size).toBe(size);
    expect(client.simulator.state.members(id, EMAIL).has(file[0] ?? '')).toBe(action !== 'REMOVE');
  });

  it.each([
    ['REPLACE', hashes(999, 'new')],
    ['REMOVE', people.slice(0, 501)],
  ])('by %s that would leave fewer than 1,000 is refused, and changes nothing', async (action, file) => {
    const client = await connect();
    const id = await audienceOf(client, people);
    const reply = await update(client, id, { action, file_paths: [await uploaded(client, file)] });
    expect(reply).toMatchObject({ code: 40002, message: expect.stringContaining('1000') });
    expect(client.simulator.state.members(id, EMAIL).size).toBe(1500);
  });

  it('without an action is refused: TikTok’s default wipes the list', async () => {
    const client = await connect();
    const id = await audienceOf(client, people);
    expect(await update(client, id, { file_paths: [await uploaded(client, people)] })).toMatchObject({
      code: 40002,
      message: 'Invalid value for action: missing data for required field.',
    });
  });

  it('conflicts with a replacement that is still being built, until it is done', async () => {
    const client = await connect({ readyAfterPolls: 1 });
    const id = await audienceOf(client, people);
    const file_paths = [await uploaded(client, people)];
    await update(client, id, { action: 'REPLACE', file_paths });
    const conflict = await update(client, id, { action: 'APPEND', file_paths });
    expect(conflict).toMatchObject({ code: 40202, message: expect.stringContaining('conflict') });
    expect((await update(client, id, { action: 'APPEND', file_paths })).code).toBe(0);
  });

  it('changes the name alone, too', async () => {
    const client = await connect();
    const id = await audienceOf(client, people);
    await update(client, id, { custom_audience_name: 'VIPs' });
    expect(client.simulator.state.audiences()).toMatchObject([{ id, name: 'VIPs', people: 1500 }]);
  });

  it('of nothing is refused', async () => {
    const client = await connect();
    expect((await update(client, await audienceOf(client, people), {})).code).toBe(40002);
  });

  it('doesn’t reach a streamed audience', async () => {
    const client = await connect();
    const id = await client.createAudience();
    const change = { action: 'APPEND', file_paths: [await uploaded(client, people)] };
    expect((await update(client, id, change)).code).toBe(40002);
  });

  it('isn’t possible by streaming', async () => {
    const client = await connect();
    const id = await audienceOf(client, people);
    const reply = await client.post('/segment/mapping/', {
      advertiser_ids: [client.advertiser],
      id_schema: [EMAIL],
      batch_data: [[{ id: sha256('x'), audience_ids: [id] }]],
    });
    expect(reply.message).toBe('Parameter error: invalid audience ID');
  });
});

describe('the list of audiences', () => {
  it('comes in pages, newest first', async () => {
    const client = await connect();
    for (let made = 1; made <= 12; made++)
      client.simulator.control.addAudience(client.advertiser, `A${made}`);
    const second = await client.get('/dmp/custom_audience/list/', {
      advertiser_id: client.advertiser,
      page: 2,
    });
    expect(second.data).toMatchObject({
      list: [{ name: 'A2' }, { name: 'A1' }],
      page_info: { page: 2, page_size: 10, total_number: 12, total_page: 2 },
    });
  });

  it.each([
    ['a page of 101', { page_size: 101 }],
    ['page 0', { page: 0 }],
    ['ids that aren’t a list', { custom_audience_ids: '1' }],
  ])('refuses %s', async (_, query) => {
    const client = await connect();
    const reply = await client.get('/dmp/custom_audience/list/', {
      advertiser_id: client.advertiser,
      ...query,
    });
    expect(reply.code).toBe(40002);
  });

  it('loses what is deleted, and only files’ audiences are deleted here', async () => {
    const client = await connect();
    const file = await audienceOf(client, hashes(1));
    const streamed = await client.createAudience();
    const remove = (id: string) =>
      client.post('/dmp/custom_audience/delete/', {
        advertiser_id: client.advertiser,
        custom_audience_ids: [id],
      });
    expect((await remove(streamed)).code).toBe(40002);
    expect((await remove(file)).code).toBe(0);
    expect(client.simulator.state.audiences()).toMatchObject([{ id: streamed }]);
  });
});
