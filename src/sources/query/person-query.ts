import type { EngineCall } from '../../core/ports/engine.ts';
import type { ColumnInfo } from '../../core/ports/sources.ts';
import { quoteName } from '../duckdb/sql-text.ts';
import { DuckDbError } from '../duckdb/translate-error.ts';
import { queryFailed } from '../engine-errors.ts';
import { isAboutFile } from '../files/csv-rejects.ts';
import { CannotSay } from './cannot-say.ts';
import { type EditedText, editText } from './edited-text.ts';
import { type GuardedSql, guardSql } from './guard.ts';
import { editOrders } from './order-edits.ts';
import { type RewrittenSql, rewriteSql } from './rewrite.ts';
import { haveSameMeaning } from './same-meaning.ts';
import { describeSyntaxProblem, explainSqlError, indexOfByte, sqlProblem } from './sql-error.ts';
import { parseSql } from './syntax-tree.ts';
import { readTokens } from './tokens.ts';
import { typeQuery } from './type-query.ts';
import { valueText } from './value-text.ts';
import type { Workshop } from './workshop.ts';

/** The person's SQL, checked, with the columns of its result. */
export interface PersonQuery {
  readonly columns: readonly ColumnInfo[];
  /** A relation with the columns `c0`, `c1`, …: names may repeat in a result, places don't. */
  readonly relation: string;
  /** SQL for each column of the relation as text, written as Presto writes it. */
  readonly texts: readonly string[];
  /** Runs a statement that holds the relation once; its errors point into the person's own text. */
  run<T>(statement: string, work: (statement: string) => Promise<T>): Promise<T>;
}

/** Reads the SQL before there is a workshop for it; rejects with kind `query-failed` what can't be said here. */
export function readPersonSql(sql: string): RewrittenSql {
  try {
    return rewriteSql(sql);
  } catch (error) {
    if (!(error instanceof CannotSay)) throw error;
    throw sqlProblem(sql, error.place, error.message, error.hint);
  }
}

/** Rejects with kind `query-failed` when the SQL is wrong or may not run here. */
export async function preparePersonQuery(
  workshop: Workshop,
  sql: string,
  rewritten: RewrittenSql,
  call: EngineCall = {},
): Promise<PersonQuery> {
  const { database, tables } = workshop;
  const { spelled } = rewritten;
  const guarded = await guard(workshop, sql, spelled);
  const isText = tables.some(({ files }) => files.some(({ reader }) => reader !== 'parquet'));
  const ordered = editText(spelled.text, isText ? editOrders(readTokens(spelled.text)) : []);
  const typed = await typeQuery(workshop, ordered.text, call);
  const { text } = typed;
  await workshop.presto.addReadings(text);
  const names = tables.flatMap((table) => table.columns.map(({ name }) => name));
  const explain = (error: unknown, statement: string): unknown => {
    if (!(error instanceof DuckDbError) || isAboutFile(error)) return error;
    const offset = Buffer.byteLength(statement.slice(0, statement.indexOf(text)));
    const place = Number(error.report.position ?? Number.NaN) - offset;
    const isInside = place >= 0 && place <= Buffer.byteLength(text);
    const index = isInside
      ? spelled.toOriginal(ordered.toOriginal(typed.toOriginal(indexOfByte(text, place))))
      : undefined;
    return explainSqlError(error, sql, index, names);
  };
  await prove(workshop, guarded, text);
  const columns = await database.columns(text, call).catch((error: unknown) => {
    throw explain(error, text);
  });
  const texts = columns.map(valueText);
  await workshop.presto.addReadings(texts.join());
  const places = columns.map((_, index) => quoteName(`c${index}`)).join(', ');
  return {
    columns: columns.map(({ name, type }, index) => ({ name: plainColumn(name, index), type })),
    relation: `(\n${text}\n) AS result(${places})`,
    texts,
    run: async (statement, work) => {
      try {
        return await work(statement);
      } catch (error) {
        throw explain(error, statement);
      }
    },
  };
}

/** DuckDB calls a column without a name by its text; one that was edited is called as Presto does it. */
function plainColumn(name: string, index: number): string {
  return name.includes('"tada ') ? `_col${index}` : name;
}

async function guard(workshop: Workshop, sql: string, spelled: EditedText): Promise<GuardedSql> {
  const parsed = await parseSql(workshop.database, spelled.text);
  const original = (byte: number) => spelled.toOriginal(indexOfByte(spelled.text, byte));
  if ('problem' in parsed && parsed.isSelect) {
    const index = parsed.position === undefined ? undefined : original(parsed.position);
    throw sqlProblem(
      sql,
      index,
      describeSyntaxProblem(parsed.problem),
      'Change the query at the marked place.',
    );
  }
  return guardSql(
    parsed,
    workshop.tables.map(({ name }) => name),
    (byte, problem, hint) => sqlProblem(sql, byte === undefined ? undefined : original(byte), problem, hint),
  );
}

/** An edited text is only used when it is certain that it says the same. */
async function prove(workshop: Workshop, { statement }: GuardedSql, text: string): Promise<void> {
  const parsed = await parseSql(workshop.database, text);
  const [tree, ...others] = 'problem' in parsed ? [] : parsed.statements;
  if (tree !== undefined && others.length === 0 && haveSameMeaning(statement, tree)) return;
  throw queryFailed(
    'This query is written in a way that the engine can’t follow with certainty.',
    'Put brackets around comparisons, and CAST columns that are compared with numbers or times.',
  );
}
