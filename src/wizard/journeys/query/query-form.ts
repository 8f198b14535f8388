import type { SourceTables } from '../../../core/ports.ts';
import { namesOf } from '../../../core/profiles/entities.ts';
import type { Profile, Query, ServerSource, Source } from '../../../core/profiles/schema.ts';
import { sourceTables } from '../../../core/profiles/source-tables.ts';
import { checkNewName, checkOptionalLine, filled, freeName } from '../common/check-field.ts';
import { defineForm } from '../common/form.ts';
import { fromSource, type TableAnswer, toSource } from '../source/tables.ts';

/** A query and its source as they are being set up. */
export interface QueryAnswers {
  /** The saved one it started from; its name stays. */
  readonly saved: Query | undefined;
  /** Names that a new query can't have. */
  readonly taken: readonly string[];
  /** What the rows are for, which decides what is proposed. */
  readonly kind: 'audience' | 'events';
  readonly tables: readonly TableAnswer[];
  /** Set when the tables are a server's, which has no files here. */
  readonly server: ServerSource | undefined;
  /** Names of tables and columns, for completing them in the editor. */
  readonly knownNames: readonly string[];
  /** What was proposed for these tables; undefined until their columns were looked at. */
  readonly proposedSql: string | undefined;
  /** As a person wrote it; undefined while the proposal stands. */
  readonly writtenSql: string | undefined;
  /** The query that the engine has found good, and the columns it gives. */
  readonly checked: { readonly sql: string; readonly columns: readonly string[] } | undefined;
  /** Empty: a name is made of the first table's. */
  readonly name: string;
  readonly description: string;
}

export type QueryStep = 'file' | 'tables' | 'sql' | 'name' | 'description' | 'review';

export function newQuery(
  profile: Profile,
  kind: QueryAnswers['kind'] = 'audience',
  tables: readonly TableAnswer[] = [],
): QueryAnswers {
  return {
    saved: undefined,
    taken: namesOf(profile, 'query'),
    kind,
    tables,
    server: undefined,
    knownNames: [],
    proposedSql: undefined,
    writtenSql: undefined,
    checked: undefined,
    name: '',
    description: '',
  };
}

/** A saved query to be changed. One whose SQL is in a file of its own keeps it there and has none to show. */
export function savedQuery(saved: Query): QueryAnswers {
  return {
    saved,
    taken: [],
    kind: 'audience',
    tables: saved.source.engine === 'embedded' ? fromSource(saved.source) : [],
    server: saved.source.engine === 'embedded' ? undefined : saved.source,
    knownNames: [],
    proposedSql: undefined,
    writtenSql: saved.sql,
    checked: undefined,
    name: saved.name,
    description: saved.description ?? '',
  };
}

/** The query as it stands: as written, else as proposed. */
export function sqlOf({ writtenSql, proposedSql }: QueryAnswers): string {
  return writtenSql ?? proposedSql ?? '';
}

/** Where the rows come from, as it is saved. */
export function sourceOf({ server, tables }: Pick<QueryAnswers, 'server' | 'tables'>): Source {
  return server ?? toSource(tables);
}

/** The same as the engine takes it. */
export function sourceTablesOf(answers: Pick<QueryAnswers, 'server' | 'tables'>): SourceTables {
  return sourceTables(sourceOf(answers));
}

/** The name it is saved under: as given, else the first table's own. */
export function nameOf({ name, tables, taken }: QueryAnswers): string {
  return filled(name) ?? freeName(tables[0]?.name ?? 'query', taken);
}

/** Other tables make the proposal and the check of the query meaningless; what a person wrote stays. */
export function withTables(tables: readonly TableAnswer[]): Partial<QueryAnswers> {
  return { tables, proposedSql: undefined, checked: undefined };
}

/** True when the engine has to look at the query again before it is kept. */
export function needsCheck(answers: QueryAnswers): boolean {
  const { saved, checked } = answers;
  if (saved?.sqlFile !== undefined || checked?.sql === sqlOf(answers)) return false;
  const isSame = saved !== undefined && saved.sql === sqlOf(answers);
  return !isSame || JSON.stringify(saved.source) !== JSON.stringify(sourceOf(answers));
}

/** What is saved. */
export function toQuery(answers: QueryAnswers): Query {
  const description = filled(answers.description);
  const sqlFile = answers.saved?.sqlFile;
  return {
    name: nameOf(answers),
    ...(description === undefined ? {} : { description }),
    ...(sqlFile === undefined ? { sql: sqlOf(answers) } : { sqlFile }),
    source: sourceOf(answers),
  };
}

function firstLine(sql: string): string {
  return sql.replaceAll(/\s+/g, ' ').trim();
}

/** Setting up a query: its files, their columns, the SQL. */
export const QUERY_FORM = defineForm<QueryStep, QueryAnswers>('review', [
  {
    id: 'file',
    title: 'File',
    isSkipped: ({ saved, server }) => saved !== undefined || server !== undefined,
    check: ({ tables }) => (tables.length === 0 ? 'A file is needed.' : undefined),
  },
  {
    id: 'tables',
    title: 'Columns',
    isSkipped: ({ server }) => server !== undefined,
    check: ({ tables }) => (tables.length === 0 ? 'A file is needed.' : undefined),
    inWords: ({ tables }) =>
      tables
        .map(({ name, files }) => `${name} = ${files.map((file) => file.split(/[\\/]/).at(-1)).join(' + ')}`)
        .join(', '),
  },
  {
    id: 'sql',
    title: 'Query',
    isSkipped: ({ saved }) => saved?.sqlFile !== undefined,
    check: (answers) => (sqlOf(answers).trim() === '' ? 'A query is needed.' : undefined),
    inWords: (answers) => firstLine(sqlOf(answers)),
  },
  {
    id: 'name',
    title: 'Name',
    isOptional: true,
    isSkipped: ({ saved }) => saved !== undefined,
    check: ({ name, taken }) => (name.trim() === '' ? undefined : checkNewName(name, taken)),
    inWords: nameOf,
  },
  {
    id: 'description',
    title: 'Description',
    isOptional: true,
    check: ({ description }) => checkOptionalLine(description),
    inWords: ({ description }) => (description.trim() === '' ? 'none' : description),
  },
  { id: 'review', title: 'Review' },
]);
