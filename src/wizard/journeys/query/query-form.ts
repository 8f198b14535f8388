import { namesOf } from '../../../core/profiles/entities.ts';
import type { Profile, Query, ServerSource } from '../../../core/profiles/schema.ts';
import { filled, freeName } from '../common/check-field.ts';
import { defineForm } from '../common/form.ts';
import { DESCRIPTION_STEP, proposedNameStep } from '../common/steps.ts';
import {
  knownServers,
  NEW_SERVER,
  type ServerAnswers,
  serverAnswers,
  toServerSource,
  withServerChange,
} from '../source/server-answers.ts';
import { SERVER_STEPS, type ServerStep } from '../source/server-steps.ts';
import { fromSource, sourceOf, type TableAnswer } from '../source/tables.ts';

/** A query and its source as they are being set up. */
export interface QueryAnswers {
  /** The saved one it started from; its name stays. */
  readonly saved: Query | undefined;
  /** Names that a new query can't have. */
  readonly taken: readonly string[];
  /** What the rows are for, which decides what is proposed. */
  readonly kind: 'audience' | 'events';
  /** Where the tables are. */
  readonly place: 'files' | 'server';
  /** True while the built-in simulator runs: its files are there, and nothing leaves the machine. */
  readonly isDemo: boolean;
  readonly tables: readonly TableAnswer[];
  /** The server as it is set up, and the servers that other queries read from. */
  readonly asked: ServerAnswers;
  readonly known: readonly ServerSource[];
  /** The same as a source: set when the tables are a server's, which has no files here. */
  readonly server: ServerSource | undefined;
  /** The server's table that the query was proposed for. */
  readonly serverTable: string | undefined;
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

export type QueryStep = 'place' | 'file' | 'tables' | ServerStep | 'sql' | 'name' | 'description' | 'review';

export function newQuery(
  profile: Profile,
  kind: QueryAnswers['kind'] = 'audience',
  tables: readonly TableAnswer[] = [],
  isDemo = false,
): QueryAnswers {
  return {
    saved: undefined,
    taken: namesOf(profile, 'query'),
    kind,
    place: 'files',
    isDemo,
    tables,
    asked: NEW_SERVER,
    known: knownServers(profile),
    server: undefined,
    serverTable: undefined,
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
  const { source } = saved;
  return {
    saved,
    taken: [],
    kind: 'audience',
    place: source.engine === 'embedded' ? 'files' : 'server',
    isDemo: false,
    tables: source.engine === 'embedded' ? fromSource(source) : [],
    asked: source.engine === 'embedded' ? NEW_SERVER : serverAnswers(source),
    known: [],
    server: source.engine === 'embedded' ? undefined : source,
    serverTable: undefined,
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

/** The name it is saved under: as given, else the first table's own. */
export function nameOf({ name, place, tables, serverTable, taken }: QueryAnswers): string {
  const table = place === 'server' ? serverTable : tables[0]?.name;
  return filled(name) ?? freeName(table ?? 'query', taken);
}

/** The choice of files: what was said about a server stays for whoever comes back to it. */
export function withFiles({ place }: QueryAnswers): Partial<QueryAnswers> {
  if (place === 'files') return {};
  return { place: 'files', server: undefined, proposedSql: undefined, checked: undefined };
}

/** The choice of a server, a known one or one that is set up now. */
export function withServerPlace(
  answers: QueryAnswers,
  source: ServerSource | undefined,
): Partial<QueryAnswers> {
  const earlier = answers.asked.isKnown ? NEW_SERVER : answers.asked;
  const asked = source === undefined ? earlier : serverAnswers(source, true);
  const chosen = { place: 'server', asked, server: toServerSource(asked) } as const;
  return answers.place === 'server' ? chosen : { ...chosen, proposedSql: undefined, checked: undefined };
}

/** Something about the server changed: the query has to be checked there again. */
export function withServer(answers: QueryAnswers, change: Partial<ServerAnswers>): Partial<QueryAnswers> {
  const asked = withServerChange(answers.asked, change);
  return { asked, server: toServerSource(asked), checked: undefined };
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

/** Setting up a query: its files with their columns, or its server, and the SQL. */
export const QUERY_FORM = defineForm<QueryStep, QueryAnswers>('review', [
  {
    id: 'place',
    title: 'Data',
    isSkipped: ({ saved, isDemo }) => saved !== undefined || isDemo,
  },
  {
    id: 'file',
    title: 'File',
    isSkipped: ({ saved, place }) => saved !== undefined || place === 'server',
    check: ({ tables }) => (tables.length === 0 ? 'A file is needed.' : undefined),
  },
  {
    id: 'tables',
    title: 'Columns',
    isSkipped: ({ place }) => place === 'server',
    check: ({ tables }) => (tables.length === 0 ? 'A file is needed.' : undefined),
    inWords: ({ tables }) =>
      tables
        .map(({ name, files }) => `${name} = ${files.map((file) => file.split(/[\\/]/).at(-1)).join(' + ')}`)
        .join(', '),
  },
  ...SERVER_STEPS,
  {
    id: 'sql',
    title: 'Query',
    isSkipped: ({ saved }) => saved?.sqlFile !== undefined,
    check: (answers) => (sqlOf(answers).trim() === '' ? 'A query is needed.' : undefined),
    inWords: (answers) => firstLine(sqlOf(answers)),
  },
  proposedNameStep(nameOf),
  DESCRIPTION_STEP,
  { id: 'review', title: 'Review' },
]);
