import { KnownError } from '../../core/errors.ts';
import { capitalised } from '../../core/wording.ts';
import { sqlProblem } from '../query/sql-error.ts';
import type { ServerProblem } from './page.ts';

/** SQL as it was sent: some statements carry the person's SQL inside, from the second line on. */
export interface SentSql {
  /** What is sent. */
  readonly text: string;
  /** What the person wrote. */
  readonly original: string;
  /** Lines that stand before the person's own. */
  readonly linesBefore: number;
}

/**
 * Problems that are found before a row is read: their messages quote the statement, never the data. Every
 * other message may hold a value (`Cannot cast 'jane@…' to INT`), so only its kind is told.
 */
const ABOUT_STATEMENT: ReadonlySet<string> = new Set([
  'AMBIGUOUS_FUNCTION_CALL',
  'AMBIGUOUS_NAME',
  'CATALOG_NOT_FOUND',
  'COLUMN_NOT_FOUND',
  'COLUMN_TYPE_UNKNOWN',
  'DUPLICATE_COLUMN_NAME',
  'DUPLICATE_NAMED_QUERY',
  'EXPRESSION_NOT_AGGREGATE',
  'EXPRESSION_NOT_CONSTANT',
  'EXPRESSION_NOT_IN_DISTINCT',
  'EXPRESSION_NOT_SCALAR',
  'FUNCTION_NOT_AGGREGATE',
  'FUNCTION_NOT_FOUND',
  'FUNCTION_NOT_WINDOW',
  'INVALID_ARGUMENTS',
  'INVALID_COLUMN_REFERENCE',
  'INVALID_LIMIT_CLAUSE',
  'INVALID_LITERAL',
  'INVALID_PARAMETER_USAGE',
  'MISMATCHED_COLUMN_ALIASES',
  'MISSING_CATALOG_NAME',
  'MISSING_COLUMN_NAME',
  'MISSING_GROUP_BY',
  'MISSING_ORDER_BY',
  'MISSING_OVER',
  'MISSING_SCHEMA_NAME',
  'NESTED_AGGREGATION',
  'NESTED_WINDOW',
  'NOT_SUPPORTED',
  'OPERATOR_NOT_FOUND',
  'PERMISSION_DENIED',
  'SCHEMA_NOT_FOUND',
  'SYNTAX_ERROR',
  'TABLE_NOT_FOUND',
  'TOO_MANY_ARGUMENTS',
  'TYPE_MISMATCH',
  'TYPE_NOT_FOUND',
  'VIEW_IS_RECURSIVE',
  'VIEW_IS_STALE',
]);

const DURING_THE_QUERY: Readonly<Record<string, readonly [problem: string, hint: string]>> = {
  INVALID_CAST_ARGUMENT: [
    "a value can't be read as the type of a CAST",
    'TRY_CAST gives NULL where a value can’t be read.',
  ],
  DIVISION_BY_ZERO: ['a number is divided by zero', 'NULLIF(x, 0) as the divisor gives NULL there.'],
  NUMERIC_VALUE_OUT_OF_RANGE: ['a number is too large', 'Use a larger type, or TRY(…) to get NULL there.'],
  INVALID_FUNCTION_ARGUMENT: [
    "a function can't use one of its values",
    'TRY(…) gives NULL where a function fails.',
  ],
  SUBQUERY_MULTIPLE_ROWS: [
    'a subquery that stands for one value gives several rows',
    'Let it give one row, for example with max(…).',
  ],
  EXCEEDED_TIME_LIMIT: [
    'it took longer than the server allows',
    'Select fewer rows, or ask who runs the server for more time.',
  ],
  ADMINISTRATIVELY_KILLED: [
    'somebody who runs the server stopped it',
    'Ask them why before you start it again.',
  ],
  USER_CANCELED: ['it was cancelled on the server', 'Start it again when you are ready.'],
};

/** What a server found wrong with a query, pointing into the person's own text where it can. */
export function explainServerProblem(problem: ServerProblem, sql: SentSql): KnownError {
  const { errorType, errorLocation: place } = problem;
  const errorName = problem.errorName ?? '';
  const index = place
    ? indexOfPlace(sql.original, place.lineNumber - sql.linesBefore, place.columnNumber)
    : undefined;
  if (ABOUT_STATEMENT.has(errorName)) {
    const hint = index === undefined ? 'Change the query.' : 'Change the query at the marked place.';
    return sqlProblem(sql.original, index, plainMessage(problem.message ?? errorName), hint);
  }
  const known = DURING_THE_QUERY[errorName];
  if (known !== undefined) return sqlProblem(sql.original, index, capital(known[0], index), known[1]);
  const name = /^[A-Z0-9_]{2,80}$/.test(errorName) ? errorName : 'no reason given';
  if (errorType === 'INSUFFICIENT_RESOURCES') {
    return unreadableServer(
      `The query failed: the server has not the resources for it (${name}).`,
      'Select fewer rows or columns, or try again when the server is less busy.',
    );
  }
  return unreadableServer(
    `The query failed on the server (${name}).`,
    'The server’s own page about the query says more; its message is not shown here, because it may hold values.',
  );
}

/** What has nothing to do with how the query is written. */
export function unreadableServer(message: string, hint: string): KnownError {
  return new KnownError({ kind: 'source-unreadable', message, hint });
}

/** `line 1:8: Column 'x' cannot be resolved` → what is behind the place, its list of possible tokens left out. */
function plainMessage(message: string): string {
  const [first = ''] = message.split('\n');
  return first
    .replace(/^line \d+:\d+: /, '')
    .replace(/\. Expecting: .*$/, '')
    .replace(/\.$/, '');
}

/** A sentence of its own starts with a capital; behind `Line 3:` it goes on. */
function capital(text: string, index: number | undefined): string {
  return index === undefined ? capitalised(text) : text;
}

/** UTF-16 index of a place that the server counts in lines and characters, both from 1. */
function indexOfPlace(text: string, line: number, column: number): number | undefined {
  if (line < 1) return undefined;
  let start = 0;
  for (let passed = 1; passed < line; passed += 1) {
    const end = text.indexOf('\n', start);
    if (end === -1) return undefined;
    start = end + 1;
  }
  const before = [...text.slice(start)].slice(0, column - 1).join('');
  return start + before.length;
}
