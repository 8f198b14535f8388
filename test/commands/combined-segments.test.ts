import { expect, test } from 'vitest';
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

/** Segments made of segments from the profile file to the audiences of the simulator, over HTTP. */

const EVERYBODY = range(0, 90);
const isLoyal = (person: number) => person % 3 === 0;
const isRich = (person: number) => person % 5 === 0;
const isNew = (person: number) => person >= 60;
const hasReturned = (person: number) => person % 4 === 0;

function customersFile(): string {
  const lines = EVERYBODY.flatMap((person) => {
    const line = `C${person},${emailOf(person)},${phoneOf(person)}`;
    // A person may have several rows, of which one makes them rich.
    return [
      `${line},${isLoyal(person) ? 5 : 1},1,${isNew(person)}`,
      ...(isRich(person) ? [`${line},0,900,false`] : []),
    ];
  });
  const nobodys = [
    `,${emailOf(500)},${phoneOf(500)},9,900,true`,
    `" ",${emailOf(501)},${phoneOf(501)},9,900,true`,
  ];
  return ['customer_id,email,phone,orders,spent,is_new', ...lines, ...nobodys, ''].join('\n');
}

const returnsFile = () =>
  ['Customer_ID', ...EVERYBODY.filter(hasReturned).map((person) => ` C${person} `), '', ''].join('\n');

const source = { engine: 'embedded', tables: { Customer360: 'customers.csv', Returns: 'returns.csv' } };
const filtered = (name: string, field: string, op: string, value: unknown) => ({
  name,
  source,
  table: 'Customer360',
  filter: { field, op, value },
});
const combined = (name: string, lists: object) => ({ name, combine: { key: 'customer_id', ...lists } });

const SEGMENTS = [
  filtered('loyal', 'orders', '>=', 3),
  filtered('rich', 'spent', '>', 100),
  filtered('new', 'is_new', '=', true),
  { name: 'returned', source, sql: 'SELECT * FROM Returns -- all of them;' },
  combined('loyal and rich', { all: ['loyal', 'rich'] }),
  combined('keepers', { any: ['loyal', 'rich'], without: ['returned'] }),
  combined('new keepers', { any: ['keepers', 'new'], all: ['new'], without: ['loyal and rich', 'returned'] }),
];

/** The same sets, said in JavaScript. */
const PEOPLE: Readonly<Record<string, (person: number) => boolean>> = {
  'loyal and rich': (person) => isLoyal(person) && isRich(person),
  keepers: (person) => (isLoyal(person) || isRich(person)) && !hasReturned(person),
  'new keepers': (person) => isNew(person) && !(isLoyal(person) && isRich(person)) && !hasReturned(person),
};

async function open(include: readonly string[], exclude: readonly string[] = []): Promise<Workplace> {
  const place = await openWorkplace();
  place.write('customers.csv', customersFile());
  place.write('returns.csv', returnsFile());
  const base = JSON.parse(vipProfile(place.simulator)) as object;
  const groups = [{ name: 'all', destination: 'acme audiences', audienceName: 'Spring' }];
  const attributes = { EMAIL: ['email'], PHONE: ['phone'] };
  const campaign = { name: 'spring', key: 'customer_id', include, exclude, attributes, groups };
  place.write('campaign.json', JSON.stringify({ ...base, segments: SEGMENTS, campaigns: [campaign] }));
  const { code, stderr } = await place.tada('apply', 'campaign.json');
  if (code !== 0) throw new Error(stderr);
  return place;
}

test.each([
  { include: ['loyal and rich'], exclude: [] },
  { include: ['new keepers', 'loyal and rich'], exclude: ['keepers'] },
])(
  'the members that arrive of $include without $exclude are those of the sets',
  async ({ include, exclude }) => {
    const place = await open(include, exclude);
    const isOf = (names: readonly string[]) => (person: number) =>
      names.some((name) => PEOPLE[name]?.(person));
    const expected = EVERYBODY.filter((person) => isOf(include)(person) && !isOf(exclude)(person));
    expect(expected.length).toBeGreaterThan(3);

    const previewed = await place.tada('preview', 'spring', '--json');
    expect(previewed.json[0]).toMatchObject({
      segments: include
        .map((name) => ({ name, people: EVERYBODY.filter((person) => PEOPLE[name]?.(person)).length }))
        .concat(
          exclude.map((name) => ({
            name,
            people: EVERYBODY.filter((person) => PEOPLE[name]?.(person)).length,
          })),
        ),
    });
    const { summary, events, fault } = await place.run('spring');
    expect(fault).toBeUndefined();
    expect(membersOf(place.simulator, 'Spring')).toEqual(expectedMembers(expected));
    expect(summary.groups?.[0]?.people).toBe(expected.length);
    // Rows of nobody are told of as those of any other segment are.
    expect(summary.rows.rejected).toBeGreaterThan(0);
    expect(events).toContainEqual(expect.objectContaining({ type: 'warning', code: 'no-key' }));
  },
);

test('it is listed, counted and shown as SQL, with the rows that are nobody’s told', async () => {
  const place = await open(['keepers']);
  const { stdout: list } = await place.tada('list', 'segments');
  expect(list).toMatch(/keepers +loyal or rich, without returned +by customer_id/);
  expect(list).toMatch(/new keepers +keepers or new, also in new, without loyal and rich or returned/);

  const people = EVERYBODY.filter((person) => PEOPLE.keepers?.(person)).length;
  const { json } = await place.tada('preview', 'keepers', '--json');
  expect(json[0]).toMatchObject({ segment: 'keepers', key: 'customer_id', people, rowsWithoutKey: 2 });
  const { stdout } = await place.tada('preview', 'keepers');
  expect(stdout).toContain('2 rows have no customer_id: left out.');
  expect(stdout).toContain('NOT IN');

  // A column that not all of them have tells nobody apart.
  const segments = [combined('odd', { any: ['loyal'], without: ['returned'] })].map((segment) => ({
    ...segment,
    combine: { ...segment.combine, key: 'email' },
  }));
  place.write('odd.json', JSON.stringify({ segments }));
  expect((await place.tada('apply', 'odd.json')).code).toBe(0);
  const { code, stderr } = await place.tada('preview', 'odd');
  expect(code).toBe(2);
  expect(stderr).toContain(
    'The segment "odd" tells people apart by "email", which the query of the segment "returned" doesn\'t have.',
  );
});
