import type { Engine, EngineCall } from '../ports/engine.ts';
import type { ColumnInfo, SourceTables } from '../ports/sources.ts';
import type { Source, SourceSegment } from '../profiles/schema.ts';
import { isServer, sourceTables } from '../profiles/source-tables.ts';
import { findColumn } from './compile-filter.ts';
import { type PeopleUnit, peopleSource } from './people-source.ts';
import { type Describe, type DescribedUnit, fromRowsOf, personOf, rowsOf, textOf } from './people-sql.ts';
import {
  isCombination,
  leavesOf,
  restrictions,
  rowGivers,
  type SegmentCombination,
  type SegmentTree,
} from './segment-tree.ts';
import { quoteName } from './sql-text.ts';

export interface CombineOptions {
  /** A table that has to be in the source besides, by the name that some segment's source has for it. */
  readonly attributeTable?: string | undefined;
  /**
   * Rows without this key stay among the rows of combinations that have the same one, to be counted as rows of nobody
   * by whoever tells people apart by it.
   */
  readonly keepRowsWithout?: string | undefined;
}

/**
 * Segments made of segments, each as a segment with SQL of its own that reads the common source of all; the others as
 * they are. Rejects with kind `configuration` where they can't be read together, or a column isn't there.
 *
 * Rows: those of the segments under `any`, or of the first under `all`, that are about somebody who belongs. Nobody
 * knows whom a row without a key is about, so it belongs to no combination. Columns: all that those segments have; one
 * that only some of them have is empty in the rows of the others.
 *
 * @param now milliseconds since 1970, for `within last`
 */
export async function plainSegments(
  trees: readonly SegmentTree[],
  describe: Describe,
  now: number,
  options: CombineOptions = {},
): Promise<PlainSegments> {
  const { attributeTable } = options;
  const own = trees.flatMap((tree) => (isCombination(tree) ? [] : [tree]));
  if (own.length === trees.length) return { segments: own, attributeTable };
  const workshop = await openWorkshop(trees, describe, now, options);
  return {
    segments: trees.map((tree) => (isCombination(tree) ? plain(workshop, compile(workshop, tree)) : tree)),
    attributeTable: workshop.attributeTable,
  };
}

export interface PlainSegments {
  /** In the order in which they were given. */
  readonly segments: readonly SourceSegment[];
  /** The table that was asked for, by its name in the common source. */
  readonly attributeTable: string | undefined;
}

/** A segment made of segments, with what can be told of it. */
export interface ReadCombination {
  readonly segment: SourceSegment;
  readonly columns: readonly ColumnInfo[];
  /** One row: how many rows it has, and how many different keys they have. */
  readonly sizeSql: string;
  /** Rows that belong to nobody, because their key is empty. */
  readonly withoutKeySql: string;
}

/** One of them by itself; rejects as {@link plainSegments} does. */
export async function readCombination(
  tree: SegmentCombination,
  describe: Describe,
  now: number,
): Promise<ReadCombination> {
  const workshop = await openWorkshop([tree], describe, now, {});
  const compiled = compile(workshop, tree);
  const segment = plain(workshop, compiled);
  const { person, columns, givers } = compiled;
  const strays = givers.map((unit) => {
    const own = personOf(subjectOf(tree), tree.combine.key, unit);
    const { from, where } = rowsOf(unit, now);
    return `SELECT 1 AS stray FROM ${from} WHERE ${allOf([inParentheses(where), `coalesce(${own}, '') = ''`])}`;
  });
  return {
    segment,
    columns,
    // Counted at once: taking the white space off a million keys takes longer than reading them.
    sizeSql: [
      'SELECT count(*) AS row_count, count(DISTINCT person) AS people',
      `FROM (SELECT ${person} AS person FROM (\n${segment.sql}\n) AS own) AS people`,
    ].join('\n'),
    withoutKeySql: withParts(workshop, compiled.parts, strays.join('\nUNION ALL\n')),
  };
}

export interface CombinationSize {
  readonly rows: number;
  /** Different keys. */
  readonly people: number;
  readonly rowsWithoutKey: number;
}

/** Two looks at the data; rejects with kind `query-failed` where a query of one's own is wrong. */
export async function measureCombination(
  engine: Pick<Engine, 'count' | 'sample'>,
  { segment, sizeSql, withoutKeySql }: Pick<ReadCombination, 'segment' | 'sizeSql' | 'withoutKeySql'>,
  call: EngineCall,
): Promise<CombinationSize> {
  const tables = sourceTables(segment.source);
  const size = await engine.sample(tables, sizeSql, 1, call);
  const [rows, people] = (size.rows[0] ?? []).map(Number);
  const rowsWithoutKey = await engine.count(tables, withoutKeySql, call);
  return { rows: rows ?? 0, people: people ?? 0, rowsWithoutKey };
}

/** A combination as a SELECT, over tables and over the parts before it. */
interface Compiled {
  readonly tree: SegmentCombination;
  readonly sql: string;
  readonly columns: readonly ColumnInfo[];
  /** Who a row of it is about. */
  readonly person: string;
  readonly givers: readonly DescribedUnit[];
  /** Combinations that it is made of, each after those that it is made of itself. */
  readonly parts: readonly SegmentCombination[];
}

interface Workshop {
  readonly source: Source;
  readonly attributeTable: string | undefined;
  /** What each segment that reads data reads. */
  readonly units: ReadonlyMap<string, DescribedUnit>;
  /** What combinations are called where others read them. */
  readonly names: ReadonlyMap<SegmentTree, string>;
  readonly compiled: Map<SegmentTree, Compiled>;
  readonly now: number;
  readonly keepRowsWithout: string | undefined;
}

async function openWorkshop(
  trees: readonly SegmentTree[],
  describe: Describe,
  now: number,
  { attributeTable, keepRowsWithout }: CombineOptions,
): Promise<Workshop> {
  const leaves = leavesOf(trees);
  const { tables, units, ...found } = peopleSource(leaves, [], attributeTable);
  const combined = leavesOf(trees.filter(isCombination));
  const described = new Map<string, DescribedUnit>();
  for (const unit of units) {
    if (!unit.segments.some((segment) => combined.includes(segment))) continue;
    const columns = await describe(tables, unit.sql);
    for (const { name } of unit.segments) described.set(name, { ...unit, columns });
  }
  return {
    source: isServer(tables) ? tables : { engine: 'embedded', tables: filesOf(tables) },
    attributeTable: found.attributeTable,
    units: described,
    names: partNames(trees, isServer(tables) ? [] : Object.keys(tables)),
    compiled: new Map(),
    now,
    keepRowsWithout,
  };
}

function filesOf(tables: Exclude<SourceTables, Source>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(tables).map(([name, files]) => [name, [...files]]));
}

/** Names that are no table's, and differ without regard to case as well. */
function partNames(
  trees: readonly SegmentTree[],
  tables: readonly string[],
): ReadonlyMap<SegmentTree, string> {
  const taken = new Set(tables.map((table) => table.toLowerCase()));
  const names = new Map<SegmentTree, string>();
  const give = (tree: SegmentTree): void => {
    if (!isCombination(tree) || names.has(tree)) return;
    const wanted = `segment ${tree.name}`;
    let name = wanted;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${wanted} ${number}`;
    taken.add(name.toLowerCase());
    names.set(tree, name);
    const { any, all, without } = tree.combine;
    for (const part of [...any, ...all, ...without]) give(part);
  };
  for (const tree of trees) give(tree);
  return names;
}

function plain(workshop: Workshop, { tree, sql, parts }: Compiled): SourceSegment {
  return { name: tree.name, source: workshop.source, sql: withParts(workshop, parts, sql) };
}

function withParts(workshop: Workshop, parts: readonly SegmentCombination[], sql: string): string {
  if (parts.length === 0) return sql;
  const named = parts.map(
    (part) => `${quoteName(workshop.names.get(part) ?? '')} AS (\n${compile(workshop, part).sql}\n)`,
  );
  return `WITH ${named.join(',\n')}\n${sql}`;
}

function compile(workshop: Workshop, tree: SegmentCombination): Compiled {
  const known = workshop.compiled.get(tree);
  if (known !== undefined) return known;
  const { now, keepRowsWithout } = workshop;
  const { key, without } = tree.combine;
  const subject = subjectOf(tree);
  const givers = unitsOf(workshop, rowGivers(tree));
  const { from, where, columns } = together(givers, now);
  const person = personOf(subject, key, { ...NO_UNIT, columns });
  // Said of each for itself, so that a key that one of them lacks is missed there.
  for (const unit of givers) personOf(subject, key, unit);
  const peopleOf = (unit: DescribedUnit): string => {
    const own = personOf(subject, key, unit);
    const rows = rowsOf(unit, now);
    return `(\nSELECT ${own} AS person FROM ${rows.from} WHERE ${allOf([inParentheses(rows.where), `${own} <> ''`])}\n)`;
  };
  const others = restrictions(tree);
  const belongs = allOf([
    // Whoever is in another segment has a key.
    ...(others.length === 0 ? [`${person} <> ''`] : []),
    ...others.flatMap((part) => unitsOf(workshop, [part]).map((unit) => `${person} IN ${peopleOf(unit)}`)),
    ...unitsOf(workshop, without).map((unit) => `${person} NOT IN ${peopleOf(unit)}`),
  ]);
  const isKept = keepRowsWithout?.toLowerCase() === key.toLowerCase();
  const conditions = allOf([
    inParentheses(where),
    isKept ? `(coalesce(${person}, '') = '' OR (${belongs}))` : belongs,
  ]);
  const compiled: Compiled = {
    tree,
    sql: `SELECT *\nFROM ${from}\nWHERE ${conditions}`,
    columns,
    person,
    givers,
    parts: partsOf(workshop, tree),
  };
  workshop.compiled.set(tree, compiled);
  return compiled;
}

function subjectOf({ name }: SegmentCombination): string {
  return `segment "${name}"`;
}

function partsOf(workshop: Workshop, { combine }: SegmentCombination): readonly SegmentCombination[] {
  const { any, all, without } = combine;
  const direct = [...any, ...all, ...without].filter(isCombination);
  return [...new Set(direct.flatMap((part) => [...compile(workshop, part).parts, part]))];
}

const NO_UNIT = { segments: [], table: '', sql: '' } as const satisfies PeopleUnit;

/** Segments of one table are one unit; a combination is read like a table. */
function unitsOf(workshop: Workshop, trees: readonly SegmentTree[]): readonly DescribedUnit[] {
  const units = new Map<string, DescribedUnit>();
  for (const tree of trees) {
    if (isCombination(tree)) {
      const table = workshop.names.get(tree) ?? '';
      const { columns } = compile(workshop, tree);
      units.set(`part ${table}`, { ...NO_UNIT, table, sql: `SELECT * FROM ${quoteName(table)}`, columns });
      continue;
    }
    const unit = workshop.units.get(tree.name);
    if (unit === undefined) continue;
    const place = unit.table === undefined ? `query ${tree.name}` : `table ${unit.table}`;
    const segments = [...(units.get(place)?.segments ?? []), tree];
    units.set(place, { ...unit, segments });
  }
  return [...units.values()];
}

interface Together {
  readonly from: string;
  readonly where: string | undefined;
  readonly columns: readonly ColumnInfo[];
}

/** The rows of several units, one below the other. */
function together(units: readonly DescribedUnit[], now: number): Together {
  const [only, ...others] = units;
  if (only !== undefined && others.length === 0) return { ...rowsOf(only, now), columns: only.columns };
  const columns = commonColumns(units);
  const rows = units.map((unit) => {
    const list = columns.map((column) => `${columnOf(unit, column)} AS ${quoteName(column.name)}`);
    return `SELECT ${list.join(', ')} FROM ${fromRowsOf(unit, now)}`;
  });
  return { from: `(\n${rows.join('\nUNION ALL\n')}\n) AS together`, where: undefined, columns };
}

/** Every column that one of the units has; as text, unless all of them have it in the same type. */
function commonColumns(units: readonly DescribedUnit[]): readonly ColumnInfo[] {
  const found = new Map<string, ColumnInfo>();
  for (const column of units.flatMap(({ columns }) => columns)) {
    const name = column.name.toLowerCase();
    if (!found.has(name)) found.set(name, column);
  }
  return [...found.values()].map((column) => {
    const isSame = units.every(({ columns }) => findColumn(columns, column.name)?.type === column.type);
    return isSame ? column : { name: column.name, type: 'varchar' };
  });
}

function columnOf({ columns }: DescribedUnit, wanted: ColumnInfo): string {
  const column = findColumn(columns, wanted.name);
  if (column === undefined) return 'CAST(NULL AS VARCHAR)';
  return column.type === wanted.type ? quoteName(column.name) : textOf(column);
}

/** Conditions that hold together; none of them is a list of alternatives without parentheses around it. */
function allOf(conditions: readonly (string | undefined)[]): string {
  return conditions.filter((condition) => condition !== undefined).join('\n  AND ');
}

function inParentheses(condition: string | undefined): string | undefined {
  return condition === undefined ? undefined : `(${condition})`;
}
