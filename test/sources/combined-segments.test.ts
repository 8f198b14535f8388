import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ColumnInfo } from '../../src/core/ports/sources.ts';
import type { SourceSegment } from '../../src/core/profiles/schema.ts';
import { sourceTables } from '../../src/core/profiles/source-tables.ts';
import { measureCombination, plainSegments, readCombination } from '../../src/core/segments/combine.ts';
import type { Describe } from '../../src/core/segments/people-sql.ts';
import {
  isCombination,
  type SegmentCombination,
  type SegmentTree,
} from '../../src/core/segments/segment-tree.ts';
import { combinationModel, type ModelRow } from './support/combination-model.ts';
import { engineRig } from './support/engine-rig.ts';

/** Segments made of segments must have the people that sets in plain JavaScript have. */

const rig = engineRig();
const NOW = Date.UTC(2026, 10, 22, 6, 30);

/** Keys of few people, so that they meet; some have none, and some are written with spaces around them. */
const key = fc.constantFrom(
  'C1',
  'C2',
  'C3',
  'C4',
  'C5',
  'C6',
  'C7',
  'c1',
  ' C1',
  'C2 ',
  '0001',
  '1',
  '',
  ' ',
);
const rows = fc.sample(
  fc.record({ table: fc.constantFrom('people', 'orders'), key, kind: fc.constantFrom('a', 'b', 'c') }),
  { numRuns: 40, seed: 5 },
);
const ROWS: readonly ModelRow[] = rows.map(({ table, key: own, kind }, index) => ({
  number: String(index),
  table,
  key: own,
  fields: { kind },
}));

function csvOf(table: string, header: string): string {
  const lines = ROWS.filter((row) => row.table === table).map(
    (row) => `${row.number},"${row.key}",${row.fields.kind}`,
  );
  return [header, ...lines, ''].join('\n');
}

// The second file writes its columns otherwise, and has one that the first one lacks.
const peopleFile = rig.file('people.csv', csvOf('people', 'number,id,kind'));
const ordersFile = rig.file(
  'orders.csv',
  csvOf('orders', 'Number,ID,kind')
    .replaceAll(/$/gm, ',x')
    .replace(/\n,x$/, '\n')
    .replace('kind,x', 'kind,extra'),
);

function leaf(name: string, table: 'people' | 'orders', kinds: readonly string[]): SourceSegment {
  const file = table === 'people' ? peopleFile : ordersFile;
  return {
    name,
    source: { engine: 'embedded', tables: { [table]: file } },
    table,
    filter: { field: 'kind', op: 'in', value: kinds },
  };
}

const LEAVES: readonly SourceSegment[] = [
  leaf('people a', 'people', ['a']),
  leaf('people b', 'people', ['b']),
  leaf('people ab', 'people', ['a', 'b']),
  leaf('orders a', 'orders', ['a']),
  leaf('orders bc', 'orders', ['b', 'c']),
  { ...leaf('orders', 'orders', []), filter: undefined },
];

let made = 0;
const { tree } = fc.letrec<{ tree: SegmentTree; combination: SegmentCombination }>((tie) => ({
  tree: fc.oneof({ depthSize: 'medium', maxDepth: 2 }, fc.constantFrom(...LEAVES), tie('combination')),
  combination: fc
    .record({
      any: fc.array(tie('tree'), { maxLength: 3 }),
      all: fc.array(tie('tree'), { maxLength: 3 }),
      without: fc.array(tie('tree'), { maxLength: 2 }),
    })
    .filter(({ any, all }) => any.length + all.length > 0)
    .map((lists) => ({ name: `combination ${made++}`, combine: { key: 'ID', ...lists } })),
}));
const combination = tree.filter(isCombination);

const known = new Map<string, Promise<readonly ColumnInfo[]>>();

/** Tables are looked at once. */
const describeRows: Describe = (tables, sql) => {
  const asked = JSON.stringify([tables, sql]);
  const answer = known.get(asked) ?? rig.engine.describe(tables, sql);
  known.set(asked, answer);
  return answer;
};

async function numbersOf({ source, sql = '' }: SourceSegment): Promise<readonly string[]> {
  const wanted = `SELECT DISTINCT number FROM (${sql}) AS chosen`;
  const { rows: found } = await rig.engine.sample(sourceTables(source), wanted, ROWS.length);
  return found.map(([number]) => number ?? '').toSorted();
}

test('a combination has the rows that sets have, whatever it is made of', async () => {
  for (const [index, each] of fc.sample(combination, { numRuns: 16, seed: 3 }).entries()) {
    // As a campaign asks that has the same key, or another one.
    const kept = index % 3 === 0 ? 'id' : 'ID';
    const { segments } = await plainSegments([each], describeRows, NOW, {
      keepRowsWithout: kept === 'ID' ? 'id' : 'email',
    });
    const expected = [...combinationModel(ROWS, NOW, kept).rowsOf(each)].map(({ number }) => number);
    const numbers = await Promise.all(segments.map(numbersOf));
    expect(numbers, JSON.stringify(each, undefined, 1)).toEqual([expected.toSorted()]);
  }
});

test('the people are counted by their key, and so are the rows that are nobody’s', async () => {
  const { rowsOf, peopleOf } = combinationModel(ROWS, NOW);
  const everybody = combinationModel(ROWS, NOW, 'id');
  const [a, b, , orders] = LEAVES;
  if (a === undefined || b === undefined || orders === undefined) throw new Error('There are leaves.');
  const tree = { name: 'some', combine: { key: 'id', any: [a, b, orders], all: [], without: [orders] } };
  const read = await readCombination(tree, describeRows, NOW);
  const { columns } = read;
  expect(await measureCombination(rig.engine, read, {})).toEqual({
    rows: rowsOf(tree).size,
    people: peopleOf(tree).size,
    rowsWithoutKey: everybody.rowsOf(tree).size - rowsOf(tree).size,
  });
  expect(columns.map(({ name }) => name)).toEqual(['number', 'id', 'kind', 'extra']);
});
