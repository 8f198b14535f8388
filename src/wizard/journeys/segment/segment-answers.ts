import type { ColumnInfo } from '../../../core/ports/sources.ts';
import { namesOf } from '../../../core/profiles/entities.ts';
import {
  type CombinedSegment,
  isCombined,
  type Profile,
  type Query,
  type Segment,
  type ServerSource,
  type Source,
  type SourceSegment,
  sourceSegments,
} from '../../../core/profiles/schema.ts';
import type { Filter } from '../../../core/segments/filter.ts';
import { segmentSql } from '../../../core/segments/segment-sql.ts';
import { filled, freeName } from '../common/check-field.ts';
import {
  NEW_SERVER,
  type ServerAnswers,
  serverAnswers,
  toServerSource,
  withServerChange,
} from '../source/server-answers.ts';
import { fromSource, pickFirst, sourceOf, type TableAnswer } from '../source/tables.ts';
import { EMPTY_BUILDER, type FilterBuilder, toBuilder, toFilter } from './builder.ts';
import {
  type CombinationAnswers,
  combinationAnswers,
  EMPTY_COMBINATION,
  toCombination,
} from './combination.ts';
import type { SegmentField } from './fields.ts';

/** Data that something saved reads already, to be used again. */
export interface KnownSource {
  /** As a person is told, such as `segment loyal`. */
  readonly from: string;
  readonly source: Source;
}

/** A segment as it is being set up. */
export interface SegmentAnswers {
  /** The saved one it started from; its name stays. */
  readonly saved: Segment | undefined;
  /** Names that a new segment can't have. */
  readonly taken: readonly string[];
  readonly knownSources: readonly KnownSource[];
  /** True while the built-in simulator runs: its files are there, and nothing leaves the machine. */
  readonly isDemo: boolean;
  readonly name: string;
  readonly description: string;
  /** Whose data is used again; undefined for a file. */
  readonly from: string | undefined;
  /** Set for one that is made of other segments, which has no data of its own. */
  readonly combination: CombinationAnswers | undefined;
  readonly tables: readonly TableAnswer[];
  /** Whether its server is asked for here; data that are used again bring theirs along. */
  readonly place: 'files' | 'server';
  /** The server as it is set up. */
  readonly asked: ServerAnswers;
  readonly server: ServerSource | undefined;
  /** Empty until one is chosen. */
  readonly table: string;
  /** Those of the table; undefined until they were looked at. */
  readonly fields: readonly SegmentField[] | undefined;
  /** Rows of the table that can’t be read, known with its fields; no count and no sample has them. */
  readonly unreadable: number;
  /** Undefined for a saved filter that can't be changed here; it stays as it is. */
  readonly builder: FilterBuilder | undefined;
}

export function newSegment(profile: Profile, isDemo = false): SegmentAnswers {
  return {
    saved: undefined,
    taken: namesOf(profile, 'segment'),
    knownSources: knownSources(profile),
    isDemo,
    name: '',
    description: '',
    from: undefined,
    combination: undefined,
    tables: [],
    place: 'files',
    asked: NEW_SERVER,
    server: undefined,
    table: '',
    fields: undefined,
    unreadable: 0,
    builder: EMPTY_BUILDER,
  };
}

export function savedSegment(saved: Segment): SegmentAnswers {
  const common = {
    saved,
    taken: [],
    knownSources: [],
    isDemo: false,
    name: saved.name,
    description: saved.description ?? '',
    from: undefined,
    fields: undefined,
    unreadable: 0,
  };
  if (isCombined(saved)) {
    const none = { ...NO_DATA, asked: NEW_SERVER, builder: EMPTY_BUILDER };
    return { ...common, ...none, combination: combinationAnswers(saved.combine) };
  }
  return {
    ...common,
    combination: undefined,
    ...answersOf(saved.source),
    ...(saved.source.engine === 'embedded'
      ? { place: 'files', asked: NEW_SERVER }
      : { place: 'server', asked: serverAnswers(saved.source) }),
    table: saved.table ?? '',
    builder: saved.sql === undefined ? toBuilder(saved.filter) : undefined,
  };
}

/** The saved one, where it reads data itself. */
export function savedRows({ saved }: Pick<SegmentAnswers, 'saved'>): SourceSegment | undefined {
  return saved === undefined || isCombined(saved) ? undefined : saved;
}

/** Each source once, by the first thing that reads it. */
function knownSources({ segments, queries }: Profile): readonly KnownSource[] {
  const all = [
    ...sourceSegments(segments).map(({ name, source }) => ({ from: `segment ${name}`, source })),
    ...queries.map(({ name, source }) => ({ from: `query ${name}`, source })),
  ];
  const keys = all.map(({ source }) => JSON.stringify(source));
  return all.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}

function answersOf(source: Source): Pick<SegmentAnswers, 'tables' | 'server'> {
  return source.engine === 'embedded'
    ? { tables: fromSource(source), server: undefined }
    : { tables: [], server: source };
}

/** Other data: what was known of the old one is forgotten, the conditions stay. */
export function withSource({ from, source }: KnownSource): Partial<SegmentAnswers> {
  const { tables, server } = answersOf(source);
  const table = onlyTable(tables);
  return { from, combination: undefined, tables, place: 'files', server, table, fields: undefined };
}

/** Before any data are chosen, and after others were. */
const NO_DATA = {
  from: undefined,
  combination: undefined,
  tables: [],
  place: 'files',
  server: undefined,
  table: '',
  fields: undefined,
} as const satisfies Partial<SegmentAnswers>;

/** A file in place of the data of something else, of a server, or of other segments. */
export function withOwnFile({ from, combination, place }: SegmentAnswers): Partial<SegmentAnswers> {
  return from === undefined && combination === undefined && place === 'files' ? {} : NO_DATA;
}

/** Other segments in place of data. */
export function withSegmentsOf({ combination }: SegmentAnswers): Partial<SegmentAnswers> {
  return { ...NO_DATA, combination: combination ?? EMPTY_COMBINATION };
}

/** A server that is set up here, in place of other data; what was said about one before stays. */
export function withOwnServer({ asked, place }: SegmentAnswers): Partial<SegmentAnswers> {
  return place === 'server' ? {} : { ...NO_DATA, place: 'server', server: toServerSource(asked) };
}

/** Something about the server changed: elsewhere on it are other tables. */
export function withServer(answers: SegmentAnswers, change: Partial<ServerAnswers>): Partial<SegmentAnswers> {
  const asked = withServerChange(answers.asked, change);
  const server = toServerSource(asked);
  const isSame = JSON.stringify(server) === JSON.stringify(answers.server);
  return isSame ? { asked, server } : { asked, server, table: '', fields: undefined };
}

/**
 * Another file. That of a saved segment is read under the name that its table has. The same file again changes
 * nothing.
 */
export function withFile({ tables, saved }: SegmentAnswers, path: string): Partial<SegmentAnswers> {
  const before = tables.slice(0, 1);
  const picked = pickFirst(before, path);
  if (picked === before) return {};
  const [old] = before;
  const next =
    saved === undefined || old === undefined ? picked : picked.map((table) => ({ ...table, name: old.name }));
  return { tables: next, table: onlyTable(next), fields: undefined };
}

export function withTable(answers: SegmentAnswers, table: string): Partial<SegmentAnswers> {
  return answers.table === table ? {} : { table, fields: undefined };
}

function onlyTable(tables: readonly TableAnswer[]): string {
  const [first, ...others] = tables;
  return first === undefined || others.length > 0 ? '' : first.name;
}

/** The answers that decide which rows there are. */
export type RowAnswers = Pick<SegmentAnswers, 'name' | 'saved' | 'tables' | 'server' | 'table' | 'builder'>;

/** The filter as it stands. */
export function filterOf({ builder, saved }: Pick<SegmentAnswers, 'builder' | 'saved'>): Filter | undefined {
  return builder === undefined ? savedRows({ saved })?.filter : toFilter(builder);
}

/** What is saved, its description aside. */
function rowsOf(answers: RowAnswers): SourceSegment {
  const { name, table } = answers;
  const saved = savedRows(answers);
  const filter = filterOf(answers);
  return {
    name: name.trim(),
    source: sourceOf(answers),
    ...(saved?.sql === undefined
      ? { table, ...(filter === undefined ? {} : { filter }) }
      : { sql: saved.sql }),
  };
}

/** What is saved. */
export function toSegment(answers: SegmentAnswers): Segment {
  const description = filled(answers.description);
  const own = toCombined(answers) ?? rowsOf(answers);
  return { ...own, ...(description === undefined ? {} : { description }) };
}

/** What is saved of one that is made of other segments, its description aside; undefined for any other. */
export function toCombined({
  name,
  combination,
}: Pick<SegmentAnswers, 'name' | 'combination'>): CombinedSegment | undefined {
  return combination === undefined ? undefined : { name: name.trim(), combine: toCombination(combination) };
}

/** Its rows as SQL, of the columns of its table; throws kind `configuration` for a field that isn't there. */
export function sqlOf(answers: RowAnswers, columns: readonly ColumnInfo[], now: number): string {
  return segmentSql(rowsOf(answers), columns, now);
}

/** True where the rows depend on the day: SQL holds the days of today. */
export function hasMovingDays(answers: SegmentAnswers): boolean {
  return JSON.stringify(filterOf(answers) ?? {}).includes('"op":"within last"');
}

/** True when a change of the rows has to be looked at by the engine before it is kept. */
export function needsCheck(answers: SegmentAnswers): boolean {
  const rows = (segment: Segment) =>
    JSON.stringify(isCombined(segment) ? segment.combine : [segment.source, segment.table, segment.filter]);
  return answers.saved === undefined || rows(answers.saved) !== rows(toSegment(answers));
}

/** The same rows as a query, whose SQL can be changed by hand. */
export function toQuery(
  profile: Profile,
  answers: Pick<SegmentAnswers, 'name' | 'description'>,
  rows: Pick<Query, 'sql' | 'source'>,
): Query {
  const description = filled(answers.description);
  return {
    name: freeName(answers.name.trim(), namesOf(profile, 'query')),
    ...(description === undefined ? {} : { description }),
    ...rows,
  };
}
