import { describe, expect, it } from 'vitest';
import { connect, inside } from './client.ts';

const BOLT = '7654321098765432215';
const SOLO = '7654321098765432316';
const GONE = '7654321098765432417';

describe('an account', () => {
  it('tells what was asked for', async () => {
    const client = await connect();
    const reply = await client.get('/advertiser/info/', {
      advertiser_ids: [client.advertiser],
      fields: ['advertiser_id', 'name', 'status', 'currency', 'timezone', 'owner_bc_id'],
    });
    expect(reply.data).toEqual({
      list: [
        {
          advertiser_id: '7654321098765432109',
          name: 'Acme Essentials',
          status: 'STATUS_ENABLE',
          currency: 'USD',
          timezone: 'America/Los_Angeles',
          owner_bc_id: '7100000000000000001',
        },
      ],
    });
  });

  it('has the kind of account, not the user’s role, under "role"', async () => {
    const client = await connect();
    const reply = await client.get('/advertiser/info/', { advertiser_ids: [client.advertiser] });
    expect(inside(reply.data, 'list', 0, 'role')).toBe('ROLE_ADVERTISER');
  });

  it('shows its Business Center only to that Center’s Admin', async () => {
    const client = await connect();
    const fields = ['owner_bc_id'];
    const bolt = await client.get('/advertiser/info/', { advertiser_ids: [BOLT], fields });
    expect(inside(bolt.data, 'list', 0, 'owner_bc_id')).toBeUndefined();
  });

  it('answers company_name_editable alone', async () => {
    const client = await connect();
    const reply = await client.get('/advertiser/info/', {
      advertiser_ids: [client.advertiser],
      fields: ['name', 'company_name_editable'],
    });
    expect(reply.data).toEqual({
      list: [{ advertiser_id: client.advertiser, company_name_editable: false }],
    });
  });

  it.each(['STATUS_ENABLE', 'STATUS_PENDING_CONFIRM', 'STATUS_LIMIT', 'STATUS_DISABLE'])(
    'in state %s is there to try',
    async (status) => {
      const client = await connect();
      const reply = await client.get('/advertiser/info/', {
        advertiser_ids: client.simulator.advertiserIds,
        fields: ['status'],
      });
      expect(inside(reply.data, 'list')).toContainEqual({ status });
    },
  );

  it.each([
    ['deleted', GONE],
    ['unknown', '123'],
  ])('that is %s doesn’t exist', async (_, id) => {
    const client = await connect();
    const reply = await client.get('/advertiser/info/', { advertiser_ids: [id] });
    expect(reply).toMatchObject({
      status: 200,
      code: 40002,
      message: `The advertiser ${id} doesn't exist or has been deleted.`,
    });
  });

  it.each([
    ['ids repeated as parameters', 'advertiser_ids=1&advertiser_ids=2'],
    ['a bare id', 'advertiser_ids=7654321098765432109'],
    ['a field nobody knows', 'advertiser_ids=["7654321098765432109"]&fields=["nane"]'],
    ['no ids', ''],
  ])('refuses %s', async (_, query) => {
    const { simulator } = await connect();
    const response = await fetch(`${simulator.url}/advertiser/info/?${query}`, {
      headers: { 'access-token': simulator.accessToken },
    });
    expect(await response.json()).toMatchObject({ code: 40002 });
  });

  it('can change its state while running', async () => {
    const client = await connect();
    const create = () =>
      client.post('/segment/audience/', { advertiser_id: client.advertiser, custom_audience_name: 'VIP' });
    client.simulator.control.setAdvertiserStatus(client.advertiser, 'STATUS_LIMIT');
    expect((await create()).code).toBe(0);
    client.simulator.control.disableAdvertiser(client.advertiser);
    expect((await create()).message).toBe(`The advertiser ${client.advertiser} is disabled.`);
    client.simulator.control.deleteAdvertiser(client.advertiser);
    expect((await create()).message).toContain("doesn't exist or has been deleted");
  });
});

describe('the role', () => {
  it('is found through the Business Centers and their assets', async () => {
    const client = await connect();
    const centers = await client.get('/bc/get/', { page_size: 50 });
    expect(inside(centers.data, 'list', 0)).toMatchObject({
      bc_info: { bc_id: '7100000000000000001' },
      user_role: 'ADMIN',
    });
    const assets = await client.get('/bc/asset/get/', {
      bc_id: '7100000000000000001',
      asset_type: 'ADVERTISER',
      page_size: 50,
    });
    const list = inside(assets.data, 'list');
    expect(list).toContainEqual(
      expect.objectContaining({ asset_id: client.advertiser, advertiser_role: 'ADMIN' }),
    );
    expect(list).toContainEqual(
      expect.objectContaining({ asset_id: '7654321098765432114', advertiser_role: 'ANALYST' }),
    );
  });

  it('of an account in no Business Center can’t be read', async () => {
    const client = await connect();
    const token = client.simulator.control.issueToken({ user: 'solo' });
    expect((await client.get('/bc/get/', {}, token)).data).toMatchObject({ list: [] });
    const body = { advertiser_id: SOLO, custom_audience_name: 'VIP' };
    expect((await client.post('/segment/audience/', body, token)).code).toBe(0);
  });

  it('can change while running', async () => {
    const client = await connect();
    client.simulator.control.setRole('ANALYST', { advertiserId: client.advertiser });
    const body = { advertiser_id: client.advertiser, custom_audience_name: 'VIP' };
    expect((await client.post('/segment/audience/', body)).code).toBe(40001);
  });

  it('needs a Business Center of the user’s own', async () => {
    const client = await connect();
    const token = client.simulator.control.issueToken({ user: 'operator' });
    const query = { bc_id: '7100000000000000002', asset_type: 'ADVERTISER' };
    expect((await client.get('/bc/asset/get/', query, token)).code).toBe(40001);
  });

  it('comes in pages of at most 50', async () => {
    const client = await connect();
    const query = { bc_id: '7100000000000000001', asset_type: 'ADVERTISER' };
    const second = await client.get('/bc/asset/get/', { ...query, page: 2, page_size: 4 });
    expect(inside(second.data, 'list')).toHaveLength(2);
    expect(inside(second.data, 'page_info')).toEqual({
      page: 2,
      page_size: 4,
      total_number: 6,
      total_page: 2,
    });
    expect((await client.get('/bc/asset/get/', { ...query, page_size: 51 })).code).toBe(40002);
  });
});

it('masks the user’s address, as TikTok does', async () => {
  const client = await connect();
  expect(inside((await client.get('/user/info/')).data, 'email')).toBe('a***a@acme.example');
});
