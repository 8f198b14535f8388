import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hiddenNames } from '../../src/commands/services/hidden-names.ts';
import { redact } from '../../src/core/history/redact.ts';
import { EMPTY_PROFILE, type Profile } from '../../src/core/profiles/schema.ts';
import { duckdbServer, sourceOf } from '../sources/trino/support/duckdb-server.ts';
import { type FakeServer, fakeServer, page } from '../sources/trino/support/fake-server.ts';
import {
  customersCsv,
  expectedMembers,
  openWorkplace,
  range,
  vipProfile,
  type Workplace,
} from './support/workplace.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../sources/fixtures/${name}`, import.meta.url), 'utf8');

/** The profile of `vip`, its query on a server. */
function serverProfile(place: Workplace, server: FakeServer, sql: string, secrets = {}): Profile {
  const profile = JSON.parse(vipProfile(place.simulator)) as Profile;
  return { ...profile, queries: [{ name: 'vip', sql, source: sourceOf(server, secrets) }] };
}

describe('the published queries over a server', () => {
  test('audience: everybody arrives, each hash in its place', async () => {
    const place = await openWorkplace();
    const customers = place.write('customers.csv', customersCsv(range(0, 130)));
    const server = await duckdbServer({ Customer360: [customers] }, join(place.folder, 'server'));
    place.env.CRM_PASSWORD = 'sesame-canary';
    const profile = serverProfile(place, server, fixture('audience.sql'), {
      password: { env: 'CRM_PASSWORD' },
    });
    place.write('vip.json', JSON.stringify(profile));
    expect((await place.tada('apply', 'vip.json')).code).toBe(0);

    const run = await place.tada('run', 'vip', '--yes', '--json');
    expect(run.stderr).toBe('');
    expect(run.summary).toMatchObject({
      outcome: 'completed',
      rows: { read: 130, sent: 130 },
      delivery: { added: 260 },
    });
    const id = run.summary.audience?.id ?? '';
    const expected = expectedMembers(range(0, 130));
    for (const type of ['EMAIL_SHA256', 'PHONE_SHA256'] as const) {
      expect([...place.simulator.state.members(id, type)].toSorted()).toEqual(expected[type]);
    }
    const posts = server.seen.filter(({ method }) => method === 'POST');
    expect(posts.at(-1)?.body).toBe(fixture('audience.sql').trimEnd());
    expect(new Set(server.seen.map(({ headers }) => headers.authorization))).toEqual(
      new Set([`Basic ${Buffer.from('tester:sesame-canary').toString('base64')}`]),
    );
    const bundle = await place.tada('export', 'vip', '-o', 'exported.json');
    expect(bundle.code).toBe(0);
    expect(JSON.parse(readFileSync(join(place.folder, 'exported.json'), 'utf8')).queries[0].source).toEqual(
      profile.queries[0]?.source,
    );
    for (const path of filesIn(place.home)) {
      expect([path, readFileSync(path, 'latin1').includes('sesame-canary')]).toEqual([path, false]);
    }
    expect(run.stdout).not.toMatch(/sesame-canary|person\.\d+@/);
  });

  test('events: orders of the last week, joined and told as they are', async () => {
    const place = await openWorkplace();
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const transactions = place.write(
      'transactions.csv',
      `order_id,product_category,product_id,product_name,item_price,item_quantity,item_revenue,store_id,order_datetime,amperity_id
0001,Shoes,SKU-1,"Runner, blue",29.99,2,59.98,0042,${day(-1)} 10:00:00,p1
0002,Shoes,SKU-2,Walker,10.00,3,10.00,0042,${day(-2)} 23:59:59,p2
0003,Hats,SKU-3,Cap,5.00,1,5.00,0007,${day(-30)} 00:00:00,p1
`,
    );
    const people = place.write('people.csv', 'amperity_id,email,phone\np1,a@b.c,(415) 555-0123\n');
    const server = await duckdbServer(
      { Unified_Itemized_Transactions: [transactions], Merged_Customers: [people] },
      join(place.folder, 'server'),
    );
    const eventSourceId = '7654321098765432109';
    const vip = serverProfile(place, server, fixture('events.sql'));
    const {
      mode: _,
      audienceName: __,
      ...destination
    } = { ...vip.destinations[0] } as Record<string, unknown>;
    const profile = {
      ...vip,
      destinations: [{ ...destination, kind: 'events', eventSource: 'offline', eventSourceId }],
    };
    place.write('vip.json', JSON.stringify(profile));
    const applied = await place.tada('apply', 'vip.json');
    expect(applied.stderr).toBe('');
    const run = await place.tada('run', 'vip', '--yes', '--json');
    expect(run.summary).toMatchObject({ outcome: 'completed', rows: { read: 2 } });
  });
});

describe('a server that fails', () => {
  test('ends the run before anything is sent, and the run goes on when it is well again', async () => {
    const place = await openWorkplace();
    const error = { message: 'x', errorName: 'CLUSTER_OUT_OF_MEMORY', errorType: 'INSUFFICIENT_RESOURCES' };
    const columns = { EMAIL: 'varchar' };
    const server = await fakeServer(
      page({ columns }),
      page({ next: '/q/1', columns, data: '[["a@example.com"]]' }),
      page({ state: 'FAILED', error }),
      page({ columns }),
      page({ columns, data: '[["a@example.com"],["b@example.com"]]' }),
    );
    place.write(
      'vip.json',
      JSON.stringify(serverProfile(place, server, 'SELECT email AS EMAIL FROM people')),
    );
    await place.tada('apply', 'vip.json');
    const failed = await place.run('vip');
    expect(failed.summary).toMatchObject({ outcome: 'error', rows: { sent: 0 } });
    expect(failed.fault).toMatchObject({ kind: 'source-unreadable' });
    expect(failed.fault?.message).toContain('CLUSTER_OUT_OF_MEMORY');
    expect(place.simulator.state.audiences().length).toBe(0);

    const resumed = await place.resume(failed.summary.run);
    expect(resumed.summary).toMatchObject({ outcome: 'completed', rows: { read: 2, sent: 2 } });
  });

  test('because a secret is missing is never asked', async () => {
    const place = await openWorkplace();
    const server = await fakeServer(page({ columns: { EMAIL: 'varchar' } }));
    const profile = serverProfile(place, server, 'SELECT 1 AS EMAIL', { token: { env: 'NOT_SET_ANYWHERE' } });
    place.write('vip.json', JSON.stringify(profile));
    await place.tada('apply', 'vip.json');
    const run = await place.run('vip');
    expect(run.fault?.message).toContain('NOT_SET_ANYWHERE');
    expect(server.seen).toEqual([]);
  });
});

test('a support bundle names neither the server nor who asks there', () => {
  const source = {
    engine: 'trino',
    url: 'https://warehouse.acme-internal.example:8443',
    catalog: 'lake',
    schema: 'crm',
    user: 'jane.analyst',
    password: { env: 'CRM_PASSWORD' },
  } as const;
  const record = {
    id: 'r1',
    orchestration: 'vip',
    kind: 'audience',
    startedAt: '2026-11-22T00:00:00.000Z',
    version: '0',
    user: 'tester',
    settings: { tables: source },
  } as const;
  const query = { name: 'vip', sql: 'SELECT 1', source };
  const profile = { ...EMPTY_PROFILE, queries: [query] };
  const hidden = hiddenNames({ env: {}, folder: '/work', record, profile });
  const told = JSON.stringify(redact({ record, profile }, { hidden }));
  expect(told).not.toMatch(/acme-internal|jane|analyst/);
  expect(told).toContain('"engine":"trino"');
});

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
