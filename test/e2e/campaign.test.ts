import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assignmentPoint, sharesOf } from '../../src/core/campaigns/assignment.ts';
import type { Simulator } from '../../src/simulator/index.ts';
import { sha256 } from '../support/sha256.ts';
import { startTestSimulator } from './support/cli.ts';
import {
  expectNothingLeaked,
  inventPeople,
  openDelivery,
  type Walk,
  walk,
} from './support/delivery-wizard.ts';

const GROUPS = ['control', 'a', 'b', 'c'] as const;
const SHARES = sharesOf([10, 30, 30, 30]);
type Group = (typeof GROUPS)[number];

/** The group a person is in, found without the engine. */
function groupOf(person: number): Group {
  const point = assignmentPoint('spring', `C${person}`);
  return GROUPS[SHARES.findIndex(({ from, to }) => point >= from && point < to)] ?? 'control';
}

const emailOf = (person: number) => `person${person}@customers.example`;
const hashOf = (person: number) => sha256(emailOf(person));

/** Everybody has ordered often enough, but for every tenth. */
function customersOf(people: readonly number[]): string {
  const lines = people.map((person) => `C${person},${emailOf(person)},${person % 10 === 0 ? 1 : 5}`);
  return ['customer_id,email,orders', ...lines, ''].join('\n');
}

function returnsOf(people: readonly number[]): string {
  return ['id,customer_id', ...people.map((person, index) => `${index},C${person}`), ''].join('\n');
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** Who is where at TikTok: audiences by name, each with the hashes that it holds. */
function heldAt(simulator: Simulator): Readonly<Record<string, readonly string[]>> {
  const audiences = simulator.state.audiences(simulator.advertiserIds[0] ?? '');
  return Object.fromEntries(
    audiences.map(({ id, name }) => [name, [...simulator.state.members(id, 'EMAIL_SHA256')].toSorted()]),
  );
}

/** Every group that is sent with just its people; nobody twice, the control group nowhere. */
function expectExactly(simulator: Simulator, people: readonly number[], returned: readonly number[]): void {
  const inCampaign = people.filter((person) => person % 10 !== 0 && !returned.includes(person));
  const of = (group: Group) =>
    inCampaign
      .filter((person) => groupOf(person) === group)
      .map(hashOf)
      .toSorted();
  const held = heldAt(simulator);
  expect(held).toEqual({ 'spring a': of('a'), 'spring b': of('b'), Third: of('c') });
  const everywhere = Object.values(held).flat();
  expect(new Set(everywhere).size).toBe(everywhere.length);
  expect(of('control').length).toBeGreaterThan(0);
  expect(everywhere.filter((hash) => of('control').includes(hash))).toEqual([]);
}

const SEND: Walk = [
  ['To add', 'enter'],
  ['Nothing has been sent yet.', 'enter'],
];

test('a campaign is built, run, and run again after the data changed: everybody is in one place', async () => {
  const simulator = await startTestSimulator();
  const place = await openDelivery(simulator, inventPeople(1));
  place.write('customers.csv', customersOf(range(0, 150)));
  place.write('returns.csv', returnsOf([3, 5, 9]));
  const source = (table: string) => ({ engine: 'embedded', tables: { [table]: `${table}.csv` } });
  place.write(
    'segments.json',
    JSON.stringify({
      segments: [
        {
          name: 'loyal',
          source: source('customers'),
          table: 'customers',
          filter: { field: 'orders', op: '>=', value: 3 },
        },
        { name: 'returned', source: source('returns'), table: 'returns' },
      ],
    }),
  );
  expect((await place.tada('apply', 'segments.json')).exitCode).toBe(0);

  const wizard = place.open({ cwd: place.folder });
  await walk(wizard, [
    ['Change what is set up', 'up', 'up', 'enter'],
    [/7 Campaigns +0/, '7'],
    ['Set up a new campaign', 'enter'],
    ['What is the campaign called?'],
  ]);
  wizard.type('spring');
  await walk(wizard, [
    [/❯ spring/, 'enter'],
    [/loyal +135 rows/, 'space', 'enter'],
    [/❯ 1 customer_id/, 'enter'],
    [/returned +3 people, 3 of them in/, 'down', 'space'],
    ['135 people, 3 left out.', 'enter'],
    [/a +90% +\d+ people/, '4'],
    [/❯ b/, 'enter'],
    [/b +45% +\d+ people/, '5'],
    [/❯ c/, 'enter'],
    [/c +30% +\d+ people/, '1'],
    ['How many audiences are filled?', 'enter'],
    [/c → spring c +acme audiences/, '4'],
    ['Group c: where to?', 'enter'],
    ['Group c: which audience?', 'ctrl+u'],
  ]);
  wizard.type('Third');
  await walk(wizard, [
    [/❯ Third/, 'enter'],
    [/c → Third/, 'enter'],
    ['EMAIL ← email', 'enter'],
    ['How is it started?', 'enter'],
    ['Campaign spring'],
    ['135 people, 3 left out.', 'enter'],
    ['spring is saved.', 'enter'],
    [/❯ 1 Preview/, 'enter'],
    ...SEND,
    [/Add \d+ identifiers, in 3 audiences in the\s+simulator\?/, 'y'],
  ]);
  await wizard.waitFor(/control: \d+ (people|person), control group, never sent/);
  expectExactly(simulator, range(0, 150), [3, 5, 9]);
  const [campaign] = JSON.parse(readFileSync(join(place.home, 'profile.json'), 'utf8')).campaigns;
  expect(campaign).toMatchObject({ include: ['loyal'], exclude: ['returned'], key: 'customer_id' });

  // Some leave, others come, and somebody who was sent returns something.
  const returned = range(50, 150).find((person) => groupOf(person) === 'a' && person % 10 !== 0) ?? 0;
  place.write('customers.csv', customersOf(range(50, 200)));
  place.write('returns.csv', returnsOf([returned, 160]));
  await walk(wizard, [
    ['what next', 'enter'],
    ['Refresh: preview and send again', 'enter'],
    ...SEND,
    [/Add \d+ identifiers and remove \d+ identifiers/, 'y'],
  ]);
  await wizard.waitFor(/Completed\.[\s\S]*there already, unchanged/);
  expectExactly(simulator, range(50, 200), [returned, 160]);

  // One line of the history for each run of the campaign; what became of its groups is in it.
  await walk(wizard, [
    ['what next', 'enter'],
    ['Details of this run', 'down', 'down', 'enter'],
    [/spring: completed/, 'enter'],
    [/The run of a/, 'escape', 'escape', 'escape'],
  ]);
  expectNothingLeaked(wizard, simulator);
});
