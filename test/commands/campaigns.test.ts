import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assignmentPoint, sharesOf } from '../../src/core/campaigns/assignment.ts';
import type { DeliveryEvent, RowCounts } from '../../src/core/delivery/events.ts';
import { getSegmentTree } from '../../src/core/segments/segment-tree.ts';
import type { RunOptions } from '../../src/wizard/delivery-service.ts';
import {
  emailOf,
  expectedMembers,
  membersOf,
  openWorkplace,
  phoneOf,
  range,
  vipProfile,
  type Workplace,
} from './support/workplace.ts';

/** Campaigns from the profile file to the audiences of the simulator, over HTTP. */

const SHARES = sharesOf([10, 45, 45]);

/** The group a person is in, found without the engine. */
function groupOf(campaign: string, person: number): 'control' | 'a' | 'b' {
  const point = assignmentPoint(campaign, `C${person}`);
  const index = SHARES.findIndex(({ from, to }) => point >= from && point < to);
  return (['control', 'a', 'b'] as const)[index] ?? 'control';
}

interface Customer {
  readonly person: number;
  readonly orders: number;
  readonly key?: string;
}

function customersFile(customers: readonly Customer[]): string {
  const lines = customers.map(
    ({ person, orders, key = `C${person}` }) => `${key},${emailOf(person)},${phoneOf(person)},${orders}`,
  );
  return ['customer_id,email,phone,orders', ...lines, ''].join('\n');
}

const loyal = (people: readonly number[]): readonly Customer[] =>
  people.map((person) => ({ person, orders: 3 + (person % 5) }));

function returnsFile(people: readonly number[]): string {
  return ['id,customer_id', ...people.map((person, index) => `${index}, C${person} `), ''].join('\n');
}

function campaignProfile(place: Workplace, change: object = {}, more: object = {}): string {
  const base = JSON.parse(vipProfile(place.simulator)) as object;
  const source = {
    engine: 'embedded',
    tables: { Customer360: 'customers.csv', Returns: 'returns.csv' },
  };
  const destination = 'acme audiences';
  return JSON.stringify({
    ...base,
    segments: [
      {
        name: 'loyal',
        source,
        table: 'Customer360',
        filter: { all: [{ field: 'orders', op: '>=', value: 3 }] },
      },
      { name: 'returned', source, sql: 'SELECT customer_id FROM Returns;' },
      {
        name: 'top',
        source,
        table: 'Customer360',
        filter: { field: 'orders', op: '>=', value: 6 },
      },
    ],
    campaigns: [
      {
        name: 'spring',
        key: 'customer_id',
        include: ['loyal'],
        exclude: ['returned'],
        attributes: { EMAIL: ['email'], PHONE: ['phone'] },
        groups: [
          { name: 'control', percent: 10, control: true },
          { name: 'a', percent: 45, destination, audienceName: 'Spring A' },
          { name: 'b', percent: 45, destination, audienceName: 'Spring B' },
        ],
        audiences: 'separate',
        ...change,
      },
    ],
    ...more,
  });
}

async function setUp(place: Workplace, change: object = {}, more: object = {}): Promise<void> {
  place.write('campaign.json', campaignProfile(place, change, more));
  const { code, stderr } = await place.tada('apply', 'campaign.json');
  if (code !== 0) throw new Error(stderr);
}

function bucketsOf(rows: RowCounts): number {
  const { sent, unchanged, duplicate, rejected, refused, merged, pending, control = 0 } = rows;
  return sent + unchanged + duplicate + rejected + refused + merged + pending + control;
}

test('a campaign puts everybody where they belong, exactly once, also when the data changed', async () => {
  const place = await openWorkplace();
  const first = range(0, 400);
  place.write(
    'customers.csv',
    customersFile([
      ...loyal(first),
      ...range(900, 920).map((person) => ({ person, orders: 1 })),
      { person: 950, orders: 9, key: '' },
    ]),
  );
  place.write('returns.csv', returnsFile([3, 5, 8, 13]));
  await setUp(place);
  const inCampaign = first.filter((person) => ![3, 5, 8, 13].includes(person));
  const peopleOf = (people: readonly number[], group: string) =>
    people.filter((person) => groupOf('spring', person) === group);

  const told = await place.run('spring');
  expect(told.fault).toBeUndefined();
  const { summary } = told;
  expect(summary.outcome).toBe('completed');
  expect(summary.groups?.map(({ name, control, people }) => ({ name, control, people }))).toEqual([
    { name: 'control', control: true, people: peopleOf(inCampaign, 'control').length },
    { name: 'a', control: false, people: peopleOf(inCampaign, 'a').length },
    { name: 'b', control: false, people: peopleOf(inCampaign, 'b').length },
  ]);
  expect(membersOf(place.simulator, 'Spring A')).toEqual(expectedMembers(peopleOf(inCampaign, 'a')));
  expect(membersOf(place.simulator, 'Spring B')).toEqual(expectedMembers(peopleOf(inCampaign, 'b')));
  expect(summary.rows).toMatchObject({
    read: inCampaign.length + 1,
    rejected: 1,
    control: peopleOf(inCampaign, 'control').length,
  });
  expect(bucketsOf(summary.rows)).toBe(summary.rows.read);
  expect(told.events).toContainEqual(expect.objectContaining({ type: 'warning', code: 'no-key' }));

  // Half of them stay, others come, and somebody who was sent returns something.
  const returned = peopleOf(inCampaign, 'a')[0] ?? 0;
  const second = range(100, 500);
  place.write('customers.csv', customersFile(loyal(second)));
  place.write('returns.csv', returnsFile([returned, 200]));
  const left = second.filter((person) => person !== returned && person !== 200);
  const again = await place.run('spring');
  expect(again.summary.outcome).toBe('completed');
  expect(membersOf(place.simulator, 'Spring A')).toEqual(expectedMembers(peopleOf(left, 'a')));
  expect(membersOf(place.simulator, 'Spring B')).toEqual(expectedMembers(peopleOf(left, 'b')));
  const stayed = left.filter((person) => inCampaign.includes(person));
  expect(again.summary.rows).toMatchObject({
    read: left.length,
    control: peopleOf(left, 'control').length,
    unchanged: peopleOf(stayed, 'a').length + peopleOf(stayed, 'b').length,
  });
  expect(bucketsOf(again.summary.rows)).toBe(again.summary.rows.read);
  for (const group of again.summary.groups ?? []) expect(bucketsOf(group.rows)).toBe(group.rows.read);

  // A third time there is nothing to send.
  const third = await place.run('spring');
  expect(third.summary.rows).toMatchObject({ sent: 0, read: left.length });
  expect(third.summary.delivery).toMatchObject({ added: 0, removed: 0 });
});

describe('a campaign that can not go on', () => {
  const everyone = range(0, 200);
  const peopleOf = (group: string) => everyone.filter((person) => groupOf('spring', person) === group);

  async function open(change: object = {}, more: object = {}): Promise<Workplace> {
    const place = await openWorkplace();
    place.write('customers.csv', customersFile(loyal(everyone)));
    place.write('returns.csv', returnsFile([]));
    await setUp(place, { exclude: [], ...change }, more);
    return place;
  }

  test('is resumed in the middle of its groups, and sends nobody twice', async () => {
    const place = await open();
    place.simulator.control.addFault('token-revoked@/segment/mapping/+1*1');
    const failed = await place.run('spring');
    expect(failed.fault).toMatchObject({ kind: 'invalid-credentials' });
    const [control, a, b] = failed.summary.groups ?? [];
    expect(control?.rows.control).toBe(peopleOf('control').length);
    expect(a?.rows).toMatchObject({ sent: peopleOf('a').length, pending: 0 });
    expect(b?.rows).toMatchObject({ sent: 0, pending: peopleOf('b').length });
    expect(bucketsOf(failed.summary.rows)).toBe(everyone.length);

    const sent = place.simulator.state.mappings().length;
    const resumed = await place.resume(failed.summary.run);
    expect(resumed.summary).toMatchObject({
      outcome: 'completed',
      rows: { read: 200, sent: 200 - peopleOf('control').length, pending: 0 },
    });
    expect(place.simulator.state.mappings().length - sent).toBe(1);
    expect(membersOf(place.simulator, 'Spring A')).toEqual(expectedMembers(peopleOf('a')));
    expect(membersOf(place.simulator, 'Spring B')).toEqual(expectedMembers(peopleOf('b')));
    await expect(place.resume(`${failed.summary.run}-1`)).rejects.toThrow('is complete');
    await expect(place.undo(failed.summary.run)).rejects.toThrow("is a campaign's");
    await place.undo(`${failed.summary.run}-1`);
    expect(membersOf(place.simulator, 'Spring A')).toEqual(expectedMembers([]));
  });

  test('is not resumed with other groups, which would be taken for those it was started with', async () => {
    const place = await open();
    place.simulator.control.addFault('token-revoked@/segment/mapping/+1*1');
    const failed = await place.run('spring');
    expect(failed.fault).toMatchObject({ kind: 'invalid-credentials' });
    const destination = 'acme audiences';
    const a = { name: 'a', percent: 45, destination, audienceName: 'Spring A' };
    const b = { name: 'b', percent: 45, destination, audienceName: 'Spring B' };
    const others = [
      [{ name: 'control', percent: 10, control: true }, b, a],
      [{ name: 'control', percent: 55, control: true }, b],
    ];
    for (const groups of others) {
      await setUp(place, { exclude: [], groups });
      await expect(place.resume(failed.summary.run)).rejects.toMatchObject({ kind: 'safety-stop' });
    }
    await setUp(place, { exclude: [] });
    expect((await place.resume(failed.summary.run)).summary.outcome).toBe('completed');
    expect(membersOf(place.simulator, 'Spring A')).toEqual(expectedMembers(peopleOf('a')));
    expect(membersOf(place.simulator, 'Spring B')).toEqual(expectedMembers(peopleOf('b')));
  });

  test('sends nothing to any group when one of them would lose most of its people', async () => {
    const place = await open();
    await place.run('spring');
    const stay = everyone.filter((person) => groupOf('spring', person) !== 'b' || person < 20);
    const come = range(500, 520).filter((person) => groupOf('spring', person) === 'a');
    place.write('customers.csv', customersFile(loyal([...stay, ...come])));
    const before = place.simulator.state.mappings().length;
    const stopped = await place.run('spring');
    expect(stopped.fault).toMatchObject({ kind: 'safety-stop' });
    expect(place.simulator.state.mappings()).toHaveLength(before);
    expect(bucketsOf(stopped.summary.rows)).toBe(stay.length + come.length);
    const asked: string[] = [];
    const confirmRemoval: RunOptions['confirmRemoval'] = async ({ audience, group }) => {
      asked.push(`${audience} of ${group}`);
      return true;
    };
    const allowed = await place.run('spring', { confirmRemoval });
    expect(allowed.summary.outcome).toBe('completed');
    expect(asked).toEqual(['Spring B of b']);
  });

  test('goes on with the data as it is then when nothing was staged yet, and says so when nobody is left', async () => {
    const place = await open();
    const cancel = new AbortController();
    const events: DeliveryEvent[] = [];
    for await (const event of place.services.delivery.run('spring', { cancel: cancel.signal })) {
      events.push(event);
      if (event.type === 'run') cancel.abort();
    }
    const stopped = events.findLast((event) => event.type === 'summary');
    expect(stopped).toMatchObject({ outcome: 'cancelled' });
    expect(place.simulator.state.audiences()).toEqual([]);
    place.write('customers.csv', customersFile(loyal(range(0, 100))));
    const resumed = await place.resume(stopped?.run ?? '');
    expect(resumed.summary).toMatchObject({ outcome: 'completed', rows: { read: 100, pending: 0 } });

    place.write('returns.csv', returnsFile(everyone));
    await setUp(place);
    const told = await place.run('spring');
    expect(told.fault).toMatchObject({ kind: 'nothing-to-send' });
    expect(told.fault?.message).toContain('all 100 people of its segments are left out');
    expect(told.summary.rows).toMatchObject({ read: 0, control: 0 });
  });

  test('names the column that a segment does not have', async () => {
    const place = await open({ key: 'customer' });
    const { code, stderr } = await place.tada('run', 'spring', '--yes');
    expect(code).toBe(2);
    expect(stderr).toContain('which the table "Customer360" doesn\'t have; did you mean "customer_id"?');
    expect((await place.tada('run', 'spring', '--yes', '--set', 'mode=add')).code).toBe(2);
    expect((await place.tada('run', 'spring')).code).toBe(2);
    // Nothing began, so nothing is there to go on with.
    expect((await place.tada('list', 'runs', '--json')).stdout.trim()).toBe('[]');
  });
});

describe('the groups of a campaign', () => {
  test('are warned about when people of several share an identifier', async () => {
    const place = await openWorkplace();
    const people = range(0, 40);
    const lines = people.map((person) => `C${person},${emailOf(person)},${phoneOf(1)},5`);
    place.write('customers.csv', ['customer_id,email,phone,orders', ...lines, ''].join('\n'));
    place.write('returns.csv', returnsFile([]));
    await setUp(place);
    const { events, summary } = await place.run('spring');
    expect(bucketsOf(summary.rows)).toBe(40);
    const warning = events.find((event) => event.type === 'warning' && event.code === 'shared-identifiers');
    expect(warning).toMatchObject({ message: expect.stringMatching(/^1 identifier belongs/) });
  });

  test('may be sub-audiences, may share one audience, and leave nobody unsaid', async () => {
    const place = await openWorkplace();
    const people = range(0, 120);
    const lines = people.map((person) => {
      const country = ['US', 'CA', ''][person % 3] ?? '';
      return `C${person},${emailOf(person)},${country},${person % 10 === 0 ? 'C7' : ''}`;
    });
    // A person with two rows, of which only the second fits the first sub-audience.
    lines.push(`C1,second.${emailOf(1)},US,`, `C2,${emailOf(2)},,`);
    place.write('customers.csv', ['customer_id,EMAIL,country,x', ...lines, ''].join('\n'));
    place.write('returns.csv', returnsFile([]));
    const [isUs, isCa] = ['US', 'CA'].map((value) => ({ field: 'country', op: '=', value }));
    const destination = 'acme audiences';
    await setUp(
      place,
      {
        include: ['everyone'],
        exclude: [],
        attributes: undefined,
        audiences: 'single',
        audienceName: 'Spring',
        groups: [
          { name: 'us control', percent: 20, control: true, where: isUs },
          { name: 'us', percent: 80, where: isUs, destination },
          { name: 'ca', where: isCa, destination },
        ],
      },
      {
        segments: [
          {
            name: 'everyone',
            source: { engine: 'embedded', tables: { people: 'customers.csv' } },
            table: 'people',
          },
        ],
      },
    );
    const { summary, events } = await place.run('spring');
    const isControl = (person: number) =>
      assignmentPoint('spring', `C${person}`) < (sharesOf([20, 80])[0]?.to ?? 0);
    const us = people.filter((person) => person % 3 === 0 || person === 1);
    const ca = people.filter((person) => person % 3 === 1 && person !== 1);
    const treatedUs = us.filter((person) => !isControl(person));
    expect(summary.groups?.map(({ name, people: count }) => [name, count])).toEqual([
      ['us control', us.length - treatedUs.length],
      ['us', treatedUs.length],
      ['ca', ca.length],
    ]);
    expect(summary.audience).toMatchObject({ name: 'Spring', created: true });
    const extra = isControl(1) ? 0 : 1;
    expect(summary.groups?.[1]?.rows).toMatchObject({
      read: treatedUs.length + extra,
      sent: treatedUs.length + extra,
    });
    expect(summary.groups?.[2]).toMatchObject({
      rows: { read: ca.length, sent: ca.length },
      delivery: { added: ca.length },
    });
    expect(bucketsOf(summary.rows)).toBe(summary.rows.read);
    expect(events).toContainEqual(
      expect.objectContaining({
        code: 'outside-groups',
        message: '40 people fit the "where" of no group and are not sent.',
      }),
    );
    const again = await place.run('spring');
    expect(again.summary.groups?.[2]?.rows).toMatchObject({ sent: 0, unchanged: ca.length });
    expect(bucketsOf(again.summary.rows)).toBe(again.summary.rows.read);
  });

  test('are shown with their sizes and overlaps before anything is sent', async () => {
    const place = await openWorkplace();
    place.write('customers.csv', customersFile(loyal(range(0, 100))));
    place.write('returns.csv', returnsFile([1, 2, 500]));
    await setUp(place, { include: ['loyal', 'top'] });
    const { code, json } = await place.tada('preview', 'spring', '--json');
    expect(code).toBe(0);
    const people = range(0, 100).filter((person) => person !== 1 && person !== 2);
    const sizeOf = (group: string) => people.filter((person) => groupOf('spring', person) === group).length;
    expect(json[0]).toMatchObject({
      campaign: 'spring',
      people: { total: 100, excluded: 2, outside: 0 },
      groups: [
        { name: 'control', control: true, people: sizeOf('control'), rows: { control: sizeOf('control') } },
        { name: 'a', people: sizeOf('a'), audienceName: 'Spring A', rows: { sent: sizeOf('a') } },
        { name: 'b', people: sizeOf('b'), delivery: { added: 2 * sizeOf('b'), removed: 0 } },
      ],
      segments: [
        { name: 'loyal', included: true, people: 100 },
        { name: 'top', included: true, people: 40 },
        { name: 'returned', included: false, people: 3 },
      ],
      overlaps: [
        { segments: ['loyal', 'top'], people: 40 },
        { segments: ['loyal', 'returned'], people: 2 },
        { segments: ['top', 'returned'], people: 0 },
      ],
      rows: { read: 98 },
    });
    expect((await place.tada('preview', 'spring', '--request')).code).toBe(2);
    expect(await place.services.delivery.previewSegment('top', {})).toEqual({
      name: 'top',
      rows: 40,
      unreadable: 0,
      sql: 'SELECT *\nFROM "Customer360"\nWHERE TRY_CAST(regexp_extract("orders", \'^\\s*[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?\\s*$\') AS DOUBLE) >= 6',
    });
    const seen = (await place.tada('preview', 'loyal')).stdout;
    expect(seen).toContain('rows                  100');
    expect(seen).not.toContain('can’t be read');
    place.write('customers.csv', `${customersFile(loyal(range(0, 100)))}${'one too many,'.repeat(20)}\n`);
    const torn = (await place.tada('preview', 'loyal')).stdout;
    expect(torn).toContain('rows                  100');
    expect(torn).toContain('note 1 row can’t be read: left out.');
    expect(place.simulator.state.audiences()).toEqual([]);
  });

  test('are counted while a campaign is still being set up, just as a run assigns them', async () => {
    const place = await openWorkplace();
    place.write('customers.csv', customersFile([...loyal(range(0, 100)), { person: 1, orders: 1 }]));
    place.write('returns.csv', returnsFile([2, 500]));
    await setUp(place, { include: ['loyal', 'top'] });
    const profile = place.services.profile.load();
    const { campaigns } = profile;
    const named = (...names: string[]) => names.map((name) => getSegmentTree(profile, name));
    const where = { field: 'orders', op: '>=', value: 6 } as const;
    const spring = campaigns[0]?.groups ?? [];
    const people = range(0, 100).filter((person) => person !== 2);
    const isTop = (person: number) => 3 + (person % 5) >= 6;
    const rest = people.filter((person) => !isTop(person));
    const measured = await place.services.delivery.measureCampaign(
      {
        name: 'spring',
        key: 'customer_id',
        include: named('loyal', 'top'),
        exclude: named('returned'),
        groups: [{ name: 'top', where }, ...spring],
      },
      {},
    );
    expect(measured).toEqual({
      people: { total: 100, excluded: 1, outside: 0 },
      groups: [
        { name: 'top', people: people.filter(isTop).length },
        ...(['control', 'a', 'b'] as const).map((name) => ({
          name,
          people: rest.filter((person) => groupOf('spring', person) === name).length,
        })),
      ],
      segments: [
        { name: 'loyal', included: true, people: 100 },
        { name: 'top', included: true, people: 40 },
        { name: 'returned', included: false, people: 2 },
      ],
      overlaps: [
        { segments: ['loyal', 'top'], people: 40 },
        { segments: ['loyal', 'returned'], people: 1 },
        { segments: ['top', 'returned'], people: 0 },
      ],
    });
    expect(
      await place.services.delivery.measureCampaign(
        {
          name: 'spring',
          key: 'customer_id',
          include: named('loyal'),
          exclude: [],
          groups: spring,
          isOnlyGroups: true,
        },
        {},
      ),
    ).toMatchObject({ people: { total: 100 }, segments: [], overlaps: [] });
    const segmentsOnly = { name: 'x', key: 'customer_id', include: named('top'), exclude: [], groups: [] };
    expect(await place.services.delivery.measureCampaign(segmentsOnly, {})).toMatchObject({
      people: { total: 40, excluded: 0, outside: 40 },
      groups: [],
    });
    await expect(
      place.services.delivery.measureCampaign({ ...segmentsOnly, key: 'customer' }, {}),
    ).rejects.toThrow('did you mean "customer_id"?');
  });

  test('take the default attributes of their destination, from the table these are of', async () => {
    const place = await openWorkplace();
    const people = range(0, 60);
    place.write('orders.csv', ['id,buyer', ...people.map((person) => `${person},C${person}`), ''].join('\n'));
    place.write('customers.csv', customersFile(loyal(range(0, 80))));
    const source = {
      engine: 'embedded',
      tables: { orders: 'orders.csv', Merged_Customers: 'merged.csv' },
    };
    place.write('merged.csv', customersFile(loyal(range(0, 80))).replace('customer_id,email', 'buyer,mail'));
    await setUp(
      place,
      {
        key: 'buyer',
        include: ['buyers'],
        exclude: [],
        attributes: undefined,
        groups: [{ name: 'all', destination: 'acme audiences', audienceName: 'Buyers' }],
      },
      {
        segments: [{ name: 'buyers', source, sql: 'SELECT * FROM orders' }],
        defaultAttributes: {
          'acme audiences': { table: 'Merged_Customers', EMAIL: 'mail', PHONE: ['phone'] },
        },
      },
    );
    const { summary } = await place.run('spring');
    expect(summary.rows).toMatchObject({ read: 60, sent: 60 });
    expect(membersOf(place.simulator, 'Buyers')).toEqual(expectedMembers(people));
  });

  test('leave hashes behind, and never a value of a row', async () => {
    const place = await openWorkplace();
    place.write('customers.csv', customersFile(loyal(range(0, 100))));
    place.write('returns.csv', returnsFile([1]));
    await setUp(place);
    const { stdout, summary } = await place.tada('run', 'spring', '--yes', '--json');
    const folder = join(place.home, 'runs', summary.run);
    expect(readdirSync(folder)).toContain('control-2.duckdb');
    const kept = readdirSync(place.home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    for (const text of [...kept, stdout]) {
      expect(text.includes('@example.com')).toBe(false);
      expect(text.includes('55501')).toBe(false);
    }
    expect(summary.groups).toHaveLength(3);
    const listed = await place.tada('list', 'campaigns', '--json');
    expect(listed.stdout).toContain('"name":"spring"');
  });
});
