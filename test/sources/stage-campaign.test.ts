import { expect, test } from 'vitest';
import { assignmentPoint, sharesOf } from '../../src/core/campaigns/assignment.ts';
import { DEFAULT_RULES } from '../../src/core/identifiers/types.ts';
import { engineRig } from './support/engine-rig.ts';

const rig = engineRig();

/** Keys as people have them: spaces around, letters beyond ASCII, quotes, digits with leading zeros. */
const KEYS = [
  'C1',
  ' C2',
  'C3 ',
  '007',
  '7',
  "O'Neil",
  'Zoë',
  '日本 7',
  '😀',
  'a"b',
  '9007199254740993',
  '\tC4',
];

test('the engine assigns whatever the key is as JavaScript does, and counts everybody once', async () => {
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = KEYS.map((key, index) => `${cell(key)},person.${index}@example.com`);
  const csv = ['key,email', ...lines, '"",nobody@example.com', 'C1,other@example.com', ''].join('\n');
  const shares = sharesOf([50, 50]);
  const [first, second] = shares.map((share, index) => ({
    groups: [{ part: 0, ...share }],
    slots: [{ type: 'EMAIL' as const, column: 'email' }],
    rules: DEFAULT_RULES,
    dropPlaceholders: false,
    stagedPath: rig.path(`group-${index}.duckdb`),
  }));
  if (first === undefined || second === undefined) throw new Error('Two groups are needed.');
  const staged = await rig.engine.stageCampaign({
    tables: { people: [rig.file('people.csv', csv)] },
    sql: 'SELECT trim("key") AS tada_person, 0 AS tada_part, FALSE AS tada_excluded, email FROM people',
    campaign: "Frühling's",
    files: [first, second],
  });
  const inFirst = KEYS.filter((key) => assignmentPoint("Frühling's", key.trim()) < (shares[0]?.to ?? 0));
  const isOneFirst = inFirst.includes('C1');
  expect(staged.files.map(({ groups }) => groups[0])).toEqual([
    { people: inFirst.length, rows: inFirst.length + (isOneFirst ? 1 : 0) },
    { people: KEYS.length - inFirst.length, rows: KEYS.length - inFirst.length + (isOneFirst ? 0 : 1) },
  ]);
  expect(staged).toMatchObject({
    people: KEYS.length,
    rowsWithoutKey: 1,
    rowsRead: KEYS.length + 2,
    peopleExcluded: 0,
    peopleOutside: 0,
    sharedIdentifiers: 0,
  });
});
