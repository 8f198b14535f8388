import { configurationError } from '../errors.ts';
import type { SourceTables } from '../ports/sources.ts';
import type { Source, SourceSegment } from '../profiles/schema.ts';
import { isServer, sourceTables } from '../profiles/source-tables.ts';
import { segmentTable } from './segment-sql.ts';

/** What one or several segments read: a table of their common source, or a query of one's own. */
export interface PeopleUnit {
  readonly segments: readonly SourceSegment[];
  /** The table under its name in the common source; undefined for a query. */
  readonly table: string | undefined;
  /** All rows and columns of it. */
  readonly sql: string;
}

export interface PeopleSource {
  readonly tables: SourceTables;
  /** Segments of one table are one unit, so that a person whom two of them fit is read once. */
  readonly units: readonly PeopleUnit[];
  readonly excludedUnits: readonly PeopleUnit[];
  /** The table that default attributes are taken from, by its name in the common source. */
  readonly attributeTable: string | undefined;
}

/**
 * One source out of those of all segments. Tables of one name and the same files are one; where two segments
 * have other files under one name, that of a segment with a filter is read under another name, because its SQL
 * is ours to write. Throws kind `configuration` where that can't be.
 */
export function peopleSource(
  include: readonly SourceSegment[],
  exclude: readonly SourceSegment[],
  attributeTable?: string | undefined,
): PeopleSource {
  const all = [...include, ...exclude];
  if (all.some(({ source }) => source.engine !== 'embedded')) {
    return { ...oneServer(all), ...serverUnits(include, exclude), attributeTable };
  }
  const tables = new Map<string, Table>();
  // A query says itself what its tables are called, so those names are given away first.
  for (const segment of [...include, ...exclude]) {
    if (segment.sql === undefined) continue;
    for (const [name, files] of tablesOf(segment.source)) addAsNamed(tables, name, files, segment);
  }
  const unitsOf = (segments: readonly SourceSegment[]): readonly PeopleUnit[] => {
    const units = new Map<string, PeopleUnit>();
    for (const segment of segments) {
      const table = segment.sql === undefined ? addTable(tables, segment) : undefined;
      const key = table === undefined ? `query ${segment.name}` : `table ${table}`;
      const together = [...(units.get(key)?.segments ?? []), segment];
      units.set(key, {
        segments: together,
        table,
        sql: segmentTable({ ...segment, ...(table === undefined ? {} : { table }) }),
      });
    }
    return [...units.values()];
  };
  const units = unitsOf(include);
  const excludedUnits = unitsOf(exclude);
  const attributes =
    attributeTable === undefined
      ? undefined
      : addAttributeTable(tables, [...include, ...exclude], attributeTable);
  return {
    tables: Object.fromEntries([...tables.values()].map(({ name, files }) => [name, files])),
    units,
    excludedUnits,
    attributeTable: attributes,
  };
}

/** Tables can't be brought together from several servers, nor from a server and files. */
function oneServer(segments: readonly SourceSegment[]): Pick<PeopleSource, 'tables'> {
  const [first, ...others] = segments.map(({ source }) => sourceTables(source));
  const place = (tables: SourceTables) => JSON.stringify(Object.entries(tables).toSorted());
  if (first === undefined || others.some((tables) => place(tables) !== place(first))) {
    throw configurationError(
      'The segments read different places: a server and files, or several servers.',
      'Let all of them read the same server, or files only.',
    );
  }
  return { tables: first };
}

function serverUnits(
  include: readonly SourceSegment[],
  exclude: readonly SourceSegment[],
): Pick<PeopleSource, 'units' | 'excludedUnits'> {
  const unitsOf = (segments: readonly SourceSegment[]) => {
    const keyOf = ({ name, sql, table = '' }: SourceSegment) =>
      sql === undefined ? `table ${table.toLowerCase()}` : `query ${name}`;
    return [...Map.groupBy(segments, keyOf).values()].flatMap((together) => {
      const [first] = together;
      return first === undefined
        ? []
        : [{ segments: together, table: first.table, sql: segmentTable(first) }];
    });
  };
  return { units: unitsOf(include), excludedUnits: unitsOf(exclude) };
}

interface Table {
  readonly name: string;
  readonly files: readonly string[];
}

function tablesOf(source: Source): readonly (readonly [string, readonly string[]])[] {
  const tables = sourceTables(source);
  return isServer(tables) ? [] : Object.entries(tables);
}

function hasFiles(table: Table, files: readonly string[]): boolean {
  return table.files.length === files.length && table.files.every((file, index) => file === files[index]);
}

function addAsNamed(
  tables: Map<string, Table>,
  name: string,
  files: readonly string[],
  segment: SourceSegment,
): void {
  const taken = tables.get(name.toLowerCase());
  if (taken === undefined) tables.set(name.toLowerCase(), { name, files });
  else if (!hasFiles(taken, files)) {
    throw configurationError(
      `The SQL of the segment "${segment.name}" and that of another segment call different files "${name}".`,
      'Give the table another name in one of the two segments.',
    );
  }
}

/** The table of a segment with a filter; gives its name in the common source. */
function addTable(tables: Map<string, Table>, { source, table = '' }: SourceSegment): string {
  const found = tablesOf(source).find(([name]) => name.toLowerCase() === table.toLowerCase());
  return addUnderFreeName(tables, table, found?.[1] ?? []);
}

function addUnderFreeName(tables: Map<string, Table>, wanted: string, files: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted} ${number}`;
    const taken = tables.get(name.toLowerCase());
    if (taken !== undefined && !hasFiles(taken, files)) continue;
    if (taken === undefined) tables.set(name.toLowerCase(), { name, files });
    return taken?.name ?? name;
  }
}

function addAttributeTable(
  tables: Map<string, Table>,
  segments: readonly SourceSegment[],
  wanted: string,
): string {
  for (const { source } of segments) {
    const found = tablesOf(source).find(([name]) => name.toLowerCase() === wanted.toLowerCase());
    if (found !== undefined) return addUnderFreeName(tables, found[0], found[1]);
  }
  throw configurationError(
    `The default attributes come from the table "${wanted}", which no segment of the campaign has in its source.`,
    'Add the table to the source of a segment, or give the campaign its own "attributes".',
  );
}
