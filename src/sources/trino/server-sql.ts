import { queryFailed } from '../engine-errors.ts';
import { sqlProblem } from '../query/sql-error.ts';
import { readTokens, withoutEnd } from '../query/tokens.ts';
import type { SentSql } from './server-problem.ts';

/** What a query begins with. Statements that change something, or show something else than rows, are refused. */
const QUERY_WORDS = new Set(['select', 'with', 'values', 'table', '(']);

/**
 * The person's SQL as it is sent to a server: untouched, but for what stands behind its last word. A semicolon
 * there is a mistake to servers. Rejects with `query-failed` what isn't a query, or is more than one.
 */
export function plainStatement(sql: string): SentSql {
  return { text: checkedQuery(sql), original: sql, linesBefore: 0 };
}

/** Asks for the columns without rows; servers answer from the plan. */
export function describingStatement(sql: string): SentSql {
  return {
    text: `SELECT * FROM (\n${checkedQuery(sql)}\n) AS result LIMIT 0`,
    original: sql,
    linesBefore: 1,
  };
}

export function countingStatement(sql: string): SentSql {
  return {
    text: `SELECT count(*) FROM (\n${checkedQuery(sql)}\n) AS result`,
    original: sql,
    linesBefore: 1,
  };
}

/** Some rows of the result; a server that sorts them needn't show the first ones. */
export function samplingStatement(sql: string, limit: number): SentSql {
  const rows = Math.max(0, Math.trunc(limit));
  return {
    text: `SELECT * FROM (\n${checkedQuery(sql)}\n) AS result LIMIT ${rows}`,
    original: sql,
    linesBefore: 1,
  };
}

function checkedQuery(sql: string): string {
  const text = withoutEnd(sql);
  const tokens = readTokens(text);
  const [first] = tokens;
  if (first === undefined) throw queryFailed('The query is empty.', 'Write a query: SELECT … FROM ….');
  if (!QUERY_WORDS.has(first.key)) {
    throw sqlProblem(
      sql,
      first.start,
      'only a query can be run here, which begins with SELECT or WITH',
      'Write a query that gives the rows to send.',
    );
  }
  const end = tokens.findIndex(({ key }) => key === ';');
  const next = end === -1 ? undefined : tokens[end + 1];
  if (next !== undefined) {
    throw sqlProblem(sql, next.start, 'a second statement begins here', 'Give one query only.');
  }
  return text;
}
