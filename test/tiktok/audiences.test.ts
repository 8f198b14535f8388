import { describe, expect, it } from 'vitest';
import { OutcomeUnknownError } from '../../src/core/remedies/outcome-unknown.ts';
import { ADVERTISER, connect, knownErrorOf, TOKEN } from './support/connect.ts';
import { no, ok, type Received } from './support/scripted-server.ts';

/** The page of audiences that a request asks for, out of so many. */
function pageOf(total: number) {
  return ({ query }: Received) => {
    const page = Number(query.get('page'));
    const size = Number(query.get('page_size'));
    const from = (page - 1) * size;
    const list = Array.from({ length: Math.max(0, Math.min(size, total - from)) }, (_, index) => ({
      audience_id: String(1000 + from + index),
      name: `audience ${from + index}`,
      audience_type: 'Partner',
      is_valid: true,
    }));
    const pageInfo = { page, page_size: size, total_number: total, total_page: Math.ceil(total / size) };
    return ok({ list, page_info: pageInfo });
  };
}

describe('listing audiences', () => {
  it.each([
    [0, 1],
    [1, 1],
    [100, 1],
    [101, 2],
    [400, 4],
  ])('reads all of %i in %i pages', async (total, pages) => {
    const { tiktok, received } = await connect(pageOf(total));
    const { data } = await tiktok.listAudiences(ADVERTISER);
    expect(data).toHaveLength(total);
    expect(new Set(data.map(({ id }) => id)).size).toBe(total);
    expect(received).toHaveLength(pages);
  });

  it('asks with GET, the token in its header and the advertiser as text', async () => {
    const { tiktok, received } = await connect(pageOf(1));
    await tiktok.listAudiences(ADVERTISER);
    expect(received[0]).toMatchObject({ method: 'GET', path: '/dmp/custom_audience/list/', body: '' });
    expect(received[0]?.headers['access-token']).toBe(TOKEN);
    expect(Object.fromEntries(received[0]?.query ?? [])).toEqual({
      advertiser_id: ADVERTISER,
      page: '1',
      page_size: '100',
    });
  });

  it('keeps every digit of ids that come as numbers', async () => {
    const body = `{"code":0,"message":"OK","request_id":"R","data":{"list":[{"audience_id":7654321098765432109,"name":"n"}]}}`;
    const { tiktok } = await connect([{ body }]);
    expect((await tiktok.listAudiences(ADVERTISER)).data[0]?.id).toBe('7654321098765432109');
  });

  it('reads what each audience has, and does without the rest', async () => {
    const full = {
      audience_id: '1',
      name: 'VIP',
      audience_type: 'Partner',
      is_valid: true,
      cover_num: '1200',
      error_msg: '',
      create_time: '2023-08-03 16:27:49',
      expired_time: '2024-08-02 16:27:49',
      is_expiring: true,
      rule: '{}',
    };
    const bare = { audience_id: '2', name: null, cover_num: null, error_msg: null, is_valid: null };
    const { tiktok } = await connect([ok({ list: [full, bare] })]);
    expect((await tiktok.listAudiences(ADVERTISER)).data).toEqual([
      {
        id: '1',
        name: 'VIP',
        type: 'Partner',
        isValid: true,
        coverNumber: 1200,
        error: undefined,
        createTime: '2023-08-03 16:27:49',
        expiredTime: '2024-08-02 16:27:49',
        isExpiring: true,
      },
      {
        id: '2',
        name: '',
        type: undefined,
        isValid: false,
        coverNumber: 0,
        error: undefined,
        createTime: undefined,
        expiredTime: undefined,
        isExpiring: false,
      },
    ]);
  });

  it('takes an empty account for empty', async () => {
    const { tiktok } = await connect([ok({ list: null, page_info: { total_number: 0, total_page: 0 } })]);
    expect((await tiktok.listAudiences(ADVERTISER)).data).toEqual([]);
  });

  it.each([
    ['without data', undefined],
    ['without a list', {}],
    ['with a list that is none', { list: 'many' }],
    ['with an audience that has no id', { list: [{ name: 'x' }] }],
    ['with an empty list of three', { list: [], page_info: { total_number: 3, total_page: 1 } }],
  ])('does not take an answer %s for an empty account', async (_, data) => {
    const { tiktok } = await connect([ok(data)]);
    const error = await knownErrorOf(tiktok.listAudiences(ADVERTISER));
    expect(error).toMatchObject({ kind: 'tiktok-unavailable', requestId: 'REQUEST-OK' });
  });

  it('fails when a later page fails, rather than passing for whole', async () => {
    const first = pageOf(150);
    const { tiktok } = await connect((request, index) => (index === 0 ? first(request) : no(40105)));
    expect((await knownErrorOf(tiktok.listAudiences(ADVERTISER))).kind).toBe('invalid-credentials');
  });

  it('in the sandbox, which has no list, says so', async () => {
    const { tiktok } = await connect([no(40009, 'Unsupported in sandbox.')]);
    const error = await knownErrorOf(tiktok.listAudiences(ADVERTISER));
    expect(error).toMatchObject({ kind: 'invalid-parameters', fault: { code: 40009 } });
    expect(error.message).toContain('sandbox');
  });

  it('on a server without the endpoint keeps its HTTP status', async () => {
    const { tiktok } = await connect([{ status: 404, body: 'not found' }]);
    expect((await knownErrorOf(tiktok.listAudiences(ADVERTISER))).fault?.code).toBe(404);
  });
});

describe('one audience', () => {
  const details = { audience_id: '888888888', name: 'VIP', type: 'Partner', is_valid: false, cover_num: 0 };

  it('is read with its type, which has another name here', async () => {
    const { tiktok, received } = await connect([
      ok({ list: [{ audience_history: [], audience_details: details }] }),
    ]);
    const { data } = await tiktok.getAudience(ADVERTISER, '888888888');
    expect(data).toMatchObject({ id: '888888888', name: 'VIP', type: 'Partner', isValid: false });
    expect(received[0]?.query.get('custom_audience_ids')).toBe('["888888888"]');
  });

  it('shows the error of its building without personal data', async () => {
    const failed = { ...details, error_msg: 'bad row: jane@example.com' };
    const { tiktok } = await connect([ok({ list: [{ audience_details: failed }] })]);
    expect((await tiktok.getAudience(ADVERTISER, '888888888')).data.error).toBe('bad row: [e-mail]');
  });

  it.each([
    ['empty', []],
    ['about another audience', [{ audience_details: { ...details, audience_id: '1' } }]],
  ])('is not found when the answer is %s', async (_, list) => {
    const { tiktok } = await connect([ok({ list })]);
    expect(await knownErrorOf(tiktok.getAudience(ADVERTISER, '888888888'))).toMatchObject({
      kind: 'audience-not-found',
      requestId: 'REQUEST-OK',
    });
  });
});

describe('making an audience', () => {
  it('sends its name and gives back its id as text', async () => {
    const { tiktok, received } = await connect([ok({ audience_id: '888888888' })]);
    const reply = await tiktok.createAudience(ADVERTISER, 'VIP "ünï"');
    expect(reply).toEqual({ data: { id: '888888888' }, requestId: 'REQUEST-OK' });
    expect(received[0]).toMatchObject({ method: 'POST', path: '/segment/audience/' });
    expect(received[0]?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      advertiser_id: ADVERTISER,
      action: 'create',
      custom_audience_name: 'VIP "ünï"',
    });
  });
});

describe('deleting an audience', () => {
  it('names it as this endpoint wants it', async () => {
    const { tiktok, received } = await connect([ok({})]);
    await tiktok.deleteAudience(ADVERTISER, '888888888');
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      advertiser_id: ADVERTISER,
      action: 'delete',
      delete_audience_id: '888888888',
    });
  });

  it('uses the endpoint of customer files for those made from files', async () => {
    const { tiktok, received } = await connect([ok({})]);
    await tiktok.deleteFileAudience(ADVERTISER, '888888888');
    expect(received[0]?.path).toContain('/dmp/custom_audience/delete/');
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      advertiser_id: ADVERTISER,
      custom_audience_ids: ['888888888'],
    });
  });

  it('has worked when it is gone after a lost answer', async () => {
    const { tiktok } = await connect(['reset', no(40002, 'Parameter error: invalid audience ID')]);
    expect((await tiktok.deleteAudience(ADVERTISER, '888888888')).requestId).toBe('REQUEST-40002');
  });

  it('has not worked when it was never there', async () => {
    const { tiktok } = await connect([no(40002, 'Parameter error: invalid audience ID')]);
    const error = await knownErrorOf(tiktok.deleteAudience(ADVERTISER, '888888888'));
    expect(error.kind).toBe('audience-not-found');
    expect(error).not.toBeInstanceOf(OutcomeUnknownError);
  });
});

describe('changing members', () => {
  const hash = 'f660ab912ec121d1b1e928a0bb4bc61b15f5ad44d5efdc4e1c92a25e99b8e44a';
  const batchData = `[[{"id":"${hash}","audience_ids":["888888888"]},{}]]`;

  it('sends the batch as it is', async () => {
    const { tiktok, received } = await connect([ok()]);
    const idSchema = ['EMAIL_SHA256', 'PHONE_SHA256'];
    const reply = await tiktok.applyMapping({
      advertiserIds: [ADVERTISER],
      action: 'delete',
      idSchema,
      batchData,
    });
    expect(reply.requestId).toBe('REQUEST-OK');
    expect(received[0]).toMatchObject({ method: 'POST', path: '/segment/mapping/' });
    expect(received[0]?.body).toBe(
      `{"advertiser_ids":["${ADVERTISER}"],"action":"delete","id_schema":["EMAIL_SHA256","PHONE_SHA256"],"batch_data":${batchData}}`,
    );
  });
});
