import { describe, expect, it } from 'vitest';
import { ADVERTISER, connect, knownErrorOf } from './support/connect.ts';
import { no, ok, type Received, type Script } from './support/scripted-server.ts';

const OTHER = '7654321098765432110';

/** Answers by path; what isn't named is missing. */
function byPath(scripts: Readonly<Record<string, Script | ((request: Received) => Script)>>) {
  return (request: Received): Script => {
    const script = scripts[request.path] ?? no(40400, 'Route not found');
    return typeof script === 'function' ? script(request) : script;
  };
}

const INFO = ok({
  list: [
    {
      advertiser_id: ADVERTISER,
      name: 'Acme',
      status: 'STATUS_ENABLE',
      role: 'ROLE_ADVERTISER',
      currency: 'USD',
      timezone: 'Etc/GMT+8',
      display_timezone: 'America/Los_Angeles',
    },
    { advertiser_id: 7654321098765, name: null },
  ],
});

function centers(...ids: readonly string[]): Script {
  return ok({ list: ids.map((id) => ({ bc_info: { bc_id: id }, user_role: 'STANDARD' })) });
}

function assets(...roles: readonly (readonly [string, unknown])[]): Script {
  return ok({ list: roles.map(([id, role]) => ({ asset_id: id, advertiser_role: role })) });
}

describe('advertisers', () => {
  it('come with details and the role of the user, in the order asked for', async () => {
    const { tiktok, received } = await connect(
      byPath({
        '/advertiser/info/': INFO,
        '/bc/get/': centers('1'),
        '/bc/asset/get/': assets([ADVERTISER, 'OPERATOR']),
      }),
    );
    expect(await tiktok.advertisers(['7654321098765', ADVERTISER])).toEqual([
      {
        id: '7654321098765',
        name: '7654321098765',
        status: undefined,
        currency: undefined,
        timeZone: undefined,
        role: 'unknown',
      },
      {
        id: ADVERTISER,
        name: 'Acme',
        status: 'STATUS_ENABLE',
        currency: 'USD',
        timeZone: 'America/Los_Angeles',
        role: 'OPERATOR',
      },
    ]);
    expect(received[0]?.query.get('advertiser_ids')).toBe(`["7654321098765","${ADVERTISER}"]`);
  });

  it('are asked for fifty at a time', async () => {
    const { tiktok, received } = await connect(byPath({ '/advertiser/info/': ok({ list: [] }) }));
    const ids = Array.from({ length: 120 }, (_, index) => String(index + 1));
    expect(await tiktok.advertisers(ids)).toHaveLength(120);
    expect(received.filter(({ path }) => path === '/advertiser/info/')).toHaveLength(3);
  });

  it.each<[string, Script]>([
    ['the sandbox lacks the endpoint', no(40009, 'Unsupported in sandbox.')],
    ['there is no such route', no(40400)],
    ['there is no such page', { status: 404, body: '' }],
    ['the scope is missing', no(40130, 'Scope not authorized.')],
  ])('are named by their ids when %s', async (_, script) => {
    const { tiktok } = await connect(byPath({ '/advertiser/info/': script }));
    expect(await tiktok.advertisers([ADVERTISER])).toEqual([
      {
        id: ADVERTISER,
        name: ADVERTISER,
        status: undefined,
        currency: undefined,
        timeZone: undefined,
        role: 'unknown',
      },
    ]);
  });

  it.each([
    [40002, "The advertiser 123 doesn't exist or has been deleted.", 'advertiser-not-found'],
    [40001, `No permission to operate advertiser: ${ADVERTISER}`, 'missing-permission'],
    [40105, 'Access token is incorrect or has been revoked.', 'invalid-credentials'],
  ])('reject with what TikTok says about them: %i', async (code, message, kind) => {
    const { tiktok } = await connect(byPath({ '/advertiser/info/': no(code, message) }));
    expect((await knownErrorOf(tiktok.advertisers([ADVERTISER]))).kind).toBe(kind);
  });
});

describe('the role of the user', () => {
  async function roleWith(scripts: Readonly<Record<string, Script | ((request: Received) => Script)>>) {
    const connected = await connect(byPath({ '/advertiser/info/': INFO, ...scripts }));
    const [advertiser] = await connected.tiktok.advertisers([ADVERTISER]);
    return { role: advertiser?.role, ...connected };
  }

  it.each(['ADMIN', 'OPERATOR', 'ANALYST'])('%s is read from the Business Center', async (role) => {
    expect(
      (
        await roleWith({
          '/bc/get/': centers('1'),
          '/bc/asset/get/': assets([OTHER, 'ADMIN'], [ADVERTISER, role]),
        })
      ).role,
    ).toBe(role);
  });

  it('is the strongest of several Business Centers', async () => {
    const roles: Readonly<Record<string, string>> = { '1': 'ANALYST', '2': 'ADMIN', '3': 'OPERATOR' };
    const { role } = await roleWith({
      '/bc/get/': centers('1', '2', '3'),
      '/bc/asset/get/': ({ query }) => assets([ADVERTISER, roles[query.get('bc_id') ?? '']]),
    });
    expect(role).toBe('ADMIN');
  });

  it('is found on a later page', async () => {
    const { role } = await roleWith({
      '/bc/get/': centers('1'),
      '/bc/asset/get/': ({ query }) =>
        ok({
          list: [
            {
              asset_id: query.get('page') === '3' ? ADVERTISER : query.get('page'),
              advertiser_role: 'OPERATOR',
            },
          ],
          page_info: { total_page: 3 },
        }),
    });
    expect(role).toBe('OPERATOR');
  });

  it.each<[string, Readonly<Record<string, Script>>]>([
    ['the account is in no Business Center', { '/bc/get/': ok({ list: [] }) }],
    ['the account is in none, and TikTok sends no list', { '/bc/get/': ok({}) }],
    ['the scope is missing', { '/bc/get/': no(40001, 'the access token lacks the required scope') }],
    ['the app is not on the list', { '/bc/get/': no(40118, 'Not in whitelist.') }],
    ['TikTok is broken', { '/bc/get/': no(50000) }],
    ['the answer is a page', { '/bc/get/': { status: 502, body: '<html></html>' } }],
    ['TikTok asks to slow down', { '/bc/get/': no(40100, 'QPM') }],
    ['the assets are closed', { '/bc/get/': centers('1'), '/bc/asset/get/': no(40001) }],
    ['the role is a new one', { '/bc/get/': centers('1'), '/bc/asset/get/': assets([ADVERTISER, 'OWNER']) }],
    ['the role is no text', { '/bc/get/': centers('1'), '/bc/asset/get/': assets([ADVERTISER, 1]) }],
    ['the answer has another form', { '/bc/get/': ok({ list: [{ bc_id: '1' }] }) }],
  ])('stays unknown when %s', async (_, scripts) => {
    const { role, clock } = await roleWith(scripts);
    expect(role).toBe('unknown');
    expect(clock.sleeps.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(10_000);
  });

  it('is not looked for after a cancellation', async () => {
    const controller = new AbortController();
    const { tiktok } = await connect(
      byPath({
        '/advertiser/info/': INFO,
        '/bc/get/': () => {
          controller.abort();
          return 'hang';
        },
      }),
    );
    const error = await knownErrorOf(tiktok.advertisers([ADVERTISER], { signal: controller.signal }));
    expect(error.kind).toBe('cancelled');
  });
});

describe('the user', () => {
  it('is who authorized', async () => {
    const { tiktok, received } = await connect([ok({ display_name: 'Jo', email: 'j***@example.com' })]);
    expect((await tiktok.userInfo()).data).toEqual({ displayName: 'Jo', email: 'j***@example.com' });
    expect(received[0]).toMatchObject({ method: 'GET', path: '/user/info/' });
  });

  it('is not known to a bad token, though the status is 200', async () => {
    const { tiktok } = await connect([no(40105, 'Access token is incorrect or has been revoked.')]);
    expect((await knownErrorOf(tiktok.userInfo())).kind).toBe('invalid-credentials');
  });
});

describe('the advertisers of a token', () => {
  const app = { appId: '7000000000000000001', secret: 'app-secret' };

  it('are listed for the app and its secret', async () => {
    const list = [{ advertiser_id: 123, advertiser_name: 'Acme' }, { advertiser_id: ADVERTISER }];
    const { tiktok, received } = await connect([ok({ list })], app);
    expect((await tiktok.authorizedAdvertisers()).data).toEqual([
      { id: '123', name: 'Acme' },
      { id: ADVERTISER, name: '' },
    ]);
    expect(Object.fromEntries(received[0]?.query ?? [])).toEqual({ app_id: app.appId, secret: app.secret });
  });

  it('are not asked for without them', async () => {
    const { tiktok, received } = await connect([ok({ list: [] })], { appId: app.appId });
    expect((await knownErrorOf(tiktok.authorizedAdvertisers())).kind).toBe('configuration');
    expect(received).toHaveLength(0);
  });
});

describe('a token', () => {
  it.each(['', 'two words', 'new\nline', 'ümlaut', 'x'.repeat(5000)])(
    '%j is not sent',
    async (accessToken) => {
      const { tiktok, received } = await connect([ok({})], { accessToken });
      const error = await knownErrorOf(tiktok.userInfo());
      expect(error.kind).toBe('invalid-credentials');
      expect(received).toHaveLength(0);
    },
  );
});

describe('the clock', () => {
  it.each([
    ['Thu, 15 Jan 2026 11:50:00 GMT', 599_500],
    ['Thu, 15 Jan 2026 12:00:00 GMT', -500],
    ['Thu, 15 Jan 2026 12:10:00 GMT', -600_500],
  ])('of this machine is compared with %s', async (date, skew) => {
    const { tiktok } = await connect([{ headers: { date }, body: '{"code":0,"message":"OK","data":{}}' }]);
    expect(tiktok.clockSkew()).toBeUndefined();
    await tiktok.userInfo();
    expect(tiktok.clockSkew()).toBe(skew);
  });

  it('is left alone by a date that is none', async () => {
    const { tiktok } = await connect([{ headers: { date: 'yesterday' }, body: '{"code":0,"message":"OK"}' }]);
    await tiktok.userInfo();
    expect(tiktok.clockSkew()).toBeUndefined();
  });
});
