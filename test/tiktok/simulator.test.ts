import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallOptions, TikTok, WaitNotice } from '../../src/core/ports/tiktok.ts';
import { OutcomeUnknownError } from '../../src/core/remedies/outcome-unknown.ts';
import { type Simulator, startSimulator } from '../../src/simulator/index.ts';
import { createTikTok, createTikTokApp } from '../../src/tiktok/client.ts';
import { authorizationUrl, createState, startCallbackServer } from '../../src/tiktok/oauth/index.ts';
import { knownErrorOf } from './support/connect.ts';
import { createFakeClock } from './support/fake-clock.ts';

const HASH = '584c4423c421df49955759498a71495aba49b8780eb9387dff333b6f0982c777';

type Call = (tiktok: TikTok, options?: CallOptions) => Promise<unknown>;

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ readyAfterPolls: 1 });
});
afterAll(() => simulator.close());

function connectAs(accessToken: string = simulator.accessToken): TikTok {
  const { url: baseUrl, appId, secret } = simulator;
  return createTikTok({
    baseUrl,
    accessToken,
    appId,
    secret,
    environment: 'simulator',
    clock: createFakeClock(),
    timeouts: { response: 1000 },
  });
}

function advertiser(): string {
  return simulator.advertiserIds[0] ?? '';
}

describe('against the simulator', () => {
  it('the token knows its user and its advertisers', async () => {
    const tiktok = connectAs();
    expect((await tiktok.userInfo()).data.displayName).not.toBe('');
    const { data } = await tiktok.authorizedAdvertisers();
    expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining([...simulator.advertiserIds]));
    expect(await tiktok.advertisers([advertiser()])).toEqual([
      expect.objectContaining({ id: advertiser(), status: 'STATUS_ENABLE', role: 'ADMIN' }),
    ]);
  });

  it('an Analyst is known as one', async () => {
    const tiktok = connectAs(simulator.control.issueToken({ user: 'analyst' }));
    expect((await tiktok.advertisers([advertiser()]))[0]?.role).toBe('ANALYST');
    const error = await knownErrorOf(tiktok.createAudience(advertiser(), 'by an analyst'));
    expect(error.kind).toBe('missing-permission');
  });

  it('an audience is made, filled, read and deleted', async () => {
    const tiktok = connectAs();
    const { data, requestId } = await tiktok.createAudience(advertiser(), 'life of an audience');
    expect(requestId).toMatch(/^\d{14}/);
    const batchData = `[[{"id":"${HASH}","audience_ids":["${data.id}"]}]]`;
    const mapping = { advertiserIds: [advertiser()], idSchema: ['EMAIL_SHA256'], batchData } as const;
    await tiktok.applyMapping({ ...mapping, action: 'add' });
    expect((await tiktok.listAudiences(advertiser())).data).toContainEqual(
      expect.objectContaining({ id: data.id, name: 'life of an audience', type: 'Partner' }),
    );
    expect((await tiktok.getAudience(advertiser(), data.id)).data.type).toBe('Partner');
    await tiktok.applyMapping({ ...mapping, action: 'delete' });
    await tiktok.deleteAudience(advertiser(), data.id);
    expect((await tiktok.listAudiences(advertiser())).data.map(({ id }) => id)).not.toContain(data.id);
  });

  it('many audiences are listed to the last page', async () => {
    const last = simulator.advertiserIds.at(-1) ?? '';
    const before = (await connectAs().listAudiences(last)).data.length;
    for (let index = 0; index < 230; index += 1) {
      simulator.control.addAudience(last, `audience ${index}`);
    }
    expect((await connectAs().listAudiences(last)).data).toHaveLength(before + 230);
  });

  it('event sets are made and listed, and events are taken', async () => {
    const tiktok = connectAs();
    const eventSet = { name: 'stores', description: 'all of them', autoTracking: false };
    const { data } = await tiktok.createEventSet(advertiser(), eventSet);
    expect((await tiktok.listEventSets(advertiser())).data).toContainEqual(
      expect.objectContaining({ id: data.id, name: 'stores' }),
    );
    const event = {
      event: 'Purchase',
      event_id: 'e1',
      event_time: Math.floor(Date.now() / 1000) - 60,
      user: { email: HASH },
      properties: { currency: 'USD', value: 12.5 },
    };
    await tiktok.trackEvents({
      eventSource: 'offline',
      eventSourceId: data.id,
      data: JSON.stringify([event]),
    });
  });

  it('a person authorizes in the browser', async () => {
    const { authUrl, url: baseUrl, appId, secret } = simulator;
    const state = createState();
    const callback = await startCallbackServer({ port: 0, path: '/callback', state });
    try {
      const link = authorizationUrl({ authUrl, appId, state, redirectUri: callback.redirectUri });
      const code = await confirm(link, callback.code);
      const app = createTikTokApp({
        baseUrl,
        appId,
        secret,
        environment: 'simulator',
        clock: createFakeClock(),
      });
      const { data } = await app.exchangeAuthCode(code);
      expect((await connectAs(data.accessToken).userInfo()).data.displayName).not.toBe('');
      expect((await knownErrorOf(app.exchangeAuthCode(code))).kind).toBe('invalid-credentials');
      await app.revokeToken(data.accessToken);
      expect((await knownErrorOf(connectAs(data.accessToken).userInfo())).kind).toBe('invalid-credentials');
    } finally {
      await callback.close();
    }
  });
});

/** Opens the simulator's consent page and confirms it as a person would, by sending its form. */
async function confirm(link: string, code: Promise<string>): Promise<string> {
  const page = await (await fetch(link)).text();
  const action = /<form[^>]*action="([^"]*)"/.exec(page)?.[1] ?? '';
  const method = /<form[^>]*method="([^"]*)"/i.exec(page)?.[1] ?? 'get';
  const fields = new URLSearchParams();
  for (const [input] of page.matchAll(/<(?:input|button)\b[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1];
    const isUnticked = /type="(?:checkbox|radio)"/.test(input) && !/\bchecked\b/.test(input);
    if (name !== undefined && !isUnticked && !fields.has(name)) {
      fields.append(name, /value="([^"]*)"/.exec(input)?.[1] ?? '');
    }
  }
  const target = new URL(action.replaceAll('&amp;', '&'), link);
  if (method.toLowerCase() === 'post') {
    await fetch(target, { method: 'POST', body: fields });
  } else {
    target.search = fields.toString();
    await fetch(target);
  }
  return code;
}

describe('every fault of the simulator', () => {
  const user: Call = (tiktok) => tiktok.userInfo();
  const map: Call = (tiktok, options) =>
    tiktok.applyMapping(
      {
        advertiserIds: [advertiser()],
        action: 'add',
        idSchema: ['EMAIL_SHA256'],
        batchData: `[[{"id":"${HASH}","audience_ids":["${audienceId}"]}]]`,
      },
      options,
    );
  const create: Call = (tiktok) => tiktok.createAudience(advertiser(), 'made under a fault');
  const track: Call = (tiktok) =>
    tiktok.trackEvents({
      eventSource: 'offline',
      eventSourceId: advertiser(),
      data: JSON.stringify([
        {
          event: 'Purchase',
          event_id: 'f1',
          event_time: Math.floor(Date.now() / 1000) - 60,
          user: { email: HASH },
        },
      ]),
    });
  const exchange: Call = () => {
    const { url: baseUrl, appId, secret } = simulator;
    const app = createTikTokApp({
      baseUrl,
      appId,
      secret,
      environment: 'simulator',
      clock: createFakeClock(),
    });
    return app.exchangeAuthCode('a-code');
  };
  let audienceId = '';

  beforeAll(async () => {
    audienceId = (await connectAs().createAudience(advertiser(), 'under faults')).data.id;
  });

  const refused: readonly (readonly [fault: string, call: Call, kind: string])[] = [
    ['token-revoked', user, 'invalid-credentials'],
    ['token-empty', user, 'invalid-credentials'],
    ['token-empty-events', track, 'invalid-credentials'],
    ['token-expired', user, 'invalid-credentials'],
    ['auth-code-used', exchange, 'invalid-credentials'],
    ['auth-code-used-40002', exchange, 'invalid-credentials'],
    ['auth-code-expired', exchange, 'invalid-credentials'],
    ['app-forbidden', track, 'missing-permission'],
    ['no-permission', map, 'missing-permission'],
    ['role-too-low', track, 'missing-permission'],
    ['scope-missing', map, 'missing-scope'],
    ['scope-not-authorized', map, 'missing-scope'],
    ['advertiser-missing', map, 'advertiser-not-found'],
    ['advertiser-missing-40001', map, 'advertiser-not-found'],
    ['advertiser-missing-51008', map, 'advertiser-not-found'],
    ['advertiser-missing-40300', map, 'advertiser-not-found'],
    ['advertiser-role', map, 'missing-permission'],
    ['streaming-not-allowed', create, 'streaming-not-allowed'],
    ['event-id-not-string', track, 'invalid-parameters'],
    ['event-source-not-string', track, 'event-source-invalid'],
    ['content-id-not-string', track, 'invalid-parameters'],
    ['too-many-events', track, 'invalid-parameters'],
    ['event-source-unknown', track, 'event-source-invalid'],
    ['event-source-not-exist', track, 'event-source-invalid'],
    ['audience-unknown', map, 'audience-not-found'],
    ['pii-not-hashed', map, 'unhashed-data'],
    ['batch-size', map, 'invalid-parameters'],
    ['partial', map, 'partial'],
    ['invalid-parameters', map, 'invalid-parameters'],
    ['unknown-code', map, 'unknown'],
    ['too-large', map, 'invalid-parameters'],
  ];

  it.each(refused)('%s is told', async (fault, call, kind) => {
    simulator.control.addFault(`${fault}*1`);
    try {
      const error = await knownErrorOf(call(connectAs()));
      expect(error.kind).toBe(kind);
    } finally {
      simulator.control.clearFaults();
    }
  });

  const waitedOut = [
    'rate-limit',
    'rate-limit-second',
    'rate-limit-ban',
    'rate-limit-frequency',
    'rate-limit-advertiser',
    'rate-limit-legacy',
    'rate-limit-40132',
    'rate-limit-61000',
    'write-conflict',
    'system-error',
    'system-network-error',
    'system-timeout',
    'service-timeout',
    'maintenance',
    'bad-gateway',
    'reset',
    'truncated-json',
    'empty-body',
    'reset-after-apply',
    'bad-gateway-after-apply',
  ];

  it.each(waitedOut)('%s is waited out', async (fault) => {
    simulator.control.addFault(`${fault}@/segment/mapping/*2`);
    const told: WaitNotice[] = [];
    try {
      await map(connectAs(), { onWait: (notice) => told.push(notice) });
      expect(told).toHaveLength(2);
    } finally {
      simulator.control.clearFaults();
    }
  });

  it.each(['reset-after-apply', 'bad-gateway-after-apply'])(
    '%s leaves one audience and an outcome that is not known',
    async (fault) => {
      const tiktok = connectAs();
      simulator.control.addFault(`${fault}@/segment/audience/*1`);
      try {
        const error = await knownErrorOf(tiktok.createAudience(advertiser(), fault));
        expect(error).toBeInstanceOf(OutcomeUnknownError);
      } finally {
        simulator.control.clearFaults();
      }
      const { data } = await tiktok.listAudiences(advertiser());
      expect(data.filter(({ name }) => name === fault)).toHaveLength(1);
    },
  );

  it('sandbox-unsupported leaves advertisers with their ids', async () => {
    simulator.control.addFault('sandbox-unsupported');
    try {
      expect(await connectAs().advertisers([advertiser()])).toEqual([
        expect.objectContaining({ id: advertiser(), name: advertiser(), status: undefined }),
      ]);
    } finally {
      simulator.control.clearFaults();
    }
  });
});
