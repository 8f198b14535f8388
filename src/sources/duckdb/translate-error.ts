import { KnownError } from '../../core/errors.ts';
import { cancelledError, diskFull, queryFailed } from '../engine-errors.ts';
import { failureIn } from '../presto/failures.ts';

/** What DuckDB tells about an error when `errors_as_json` is set. */
interface ErrorReport {
  readonly exception_type: string;
  readonly exception_message: string;
  /** Byte offset into the statement, as text. */
  readonly position?: string;
  readonly candidates?: string;
  readonly error_subtype?: string;
  readonly name?: string;
  readonly type?: string;
  readonly call?: string;
}

/** Errors found before a row is read: their messages quote the statement, never the data. */
const STATEMENT_ERRORS = new Set([
  'Parser',
  'Syntax',
  'Binder',
  'Catalog',
  'Not implemented',
  'Parameter Not Resolved',
]);

/**
 * An error of DuckDB whose message is safe to show: what it quotes of the data is masked. The rest is for the
 * code that knows which statement was running.
 */
export class DuckDbError extends Error {
  override readonly name = 'DuckDbError';
  readonly report: ErrorReport;

  constructor(report: ErrorReport) {
    super(`${report.exception_type}: ${report.exception_message}`);
    this.report = report;
  }

  get isAboutStatement(): boolean {
    return STATEMENT_ERRORS.has(this.report.exception_type);
  }
}

/**
 * What DuckDB says while it reads data, as far as it can be told without a value. Messages of this kind quote
 * values in many ways, so nothing is passed on but what one of these patterns takes out.
 */
const RUNTIME_MESSAGES: readonly (readonly [
  pattern: RegExp,
  tell: (...parts: readonly string[]) => string,
])[] = [
  [
    /to ([A-Z0-9]+(?:\([\d,]+\))?) when casting from source column (\w+)/,
    (type, column) => `a value of column ${column} can't be read as ${plainType(type)}`,
  ],
  [
    /^Could not (?:convert|cast)[\s\S]* to ([A-Z0-9]+(?:\([\d,]+\))?)/,
    (type) => `a value can't be read as ${plainType(type)}`,
  ],
  [
    /out of range for the destination type ([A-Z0-9]+)/,
    (type) => `a value is too large for ${plainType(type)}`,
  ],
  [
    /^invalid (date|timestamp|time) field format/,
    (type) => `a value can't be read as ${plainType(type?.toUpperCase())}`,
  ],
  [/^(?:date|timestamp|time) field value/, () => "a value can't be read as a time"],
  [/^Could not parse string[\s\S]*format specifier/, () => "a value doesn't fit the date format"],
  [/^Overflow in|out of range|Overflow on/i, () => 'a number is too large'],
  [
    /^More than one row returned by a subquery/,
    () => 'a subquery that stands for one value gives several rows',
  ],
  [/^Malformed JSON in file[\s\S]*(at byte \d+ in [a-z/]+ \d+)/, (place) => `not valid JSON (${place})`],
  [/^Malformed JSON/, () => 'a value is not valid JSON'],
  [/CSV Parser state machine/, () => CSV_STRUCTURE],
  [
    /TProtocolException|^don't know what type|decompression failure|^Out of buffer|in Parquet file|^Failed to read file|not a GZIP stream/i,
    () => DAMAGED_FILE,
  ],
  [/^Trying to read a database file with version number/, () => DATABASE_FORMAT],
  [
    /^(?:missing|unexpected|invalid|no argument|bad)\b[\s\S]*(?:[()[\]]|escape|repeat|class|perl|UTF-8)/i,
    () => 'a regular expression is not valid',
  ],
  [/blob|hex/i, () => "a value isn't written as bytes"],
];

/** How an error is told that makes DuckDB's CSV reader give up on a file. */
export const CSV_STRUCTURE = 'CSV structure';

/** How an error is told that is about a file's own bytes. */
export const DAMAGED_FILE = 'damaged file';

/** How an error is told about a database file that another version of DuckDB made. */
export const DATABASE_FORMAT = 'database format';

/** What a text becomes beside a number, without a CAST in the query. */
const NUMBER_TYPES = new Set(['DOUBLE', 'DECIMAL(38,9)']);

/** DuckDB's inner names of types, as SQL calls them. */
function plainType(type = ''): string {
  if (NUMBER_TYPES.has(type)) return 'a number';
  const names: Readonly<Record<string, string>> = {
    INT8: 'TINYINT',
    INT16: 'SMALLINT',
    INT32: 'INTEGER',
    INT64: 'BIGINT',
  };
  return names[type] ?? type;
}

/** A run-time message without anything that may be a value. */
function maskMessage(type: string, message: string): string {
  const failure = failureIn(message);
  if (failure !== undefined) return failure;
  for (const [pattern, tell] of RUNTIME_MESSAGES) {
    const match = pattern.exec(message);
    if (match !== null) return tell(...match.slice(1));
  }
  return `a value can't be used (${type})`;
}

function readReport(text: string): ErrorReport {
  // Parser errors carry their name in front of the JSON.
  const json = text.slice(text.indexOf('{'));
  try {
    const report = JSON.parse(json) as ErrorReport;
    if (typeof report.exception_type === 'string') return report;
  } catch {
    // Not every error is written as JSON; those that aren't name their kind before the first colon.
  }
  const [, type = 'Unknown', message = ''] = /^([A-Za-z ]+?)(?: Error)?: ([\s\S]*)$/.exec(text) ?? [];
  return { exception_type: type, exception_message: message };
}

/** Makes an error of DuckDB fit to leave the engine; other errors stay what they are. */
export function translateError(error: unknown): Error {
  if (error instanceof KnownError || error instanceof DuckDbError) return error;
  if (!(error instanceof Error)) return new Error(String(error));
  // Errors of JavaScript itself (a bug of ours) have classes of their own; the binding throws plain ones.
  if (error.constructor !== Error) return error;
  const report = readReport(error.message);
  const { exception_type: type, exception_message: message } = report;
  if (type === 'INTERRUPT' || type === 'Interrupt') return cancelledError();
  if (/no space left|disk full|max_temp_directory_size|not enough space/i.test(message)) return diskFull();
  if (type === 'Out of Memory') return outOfMemory();
  if (/could not set lock|conflicting lock/i.test(message)) return lockedFile();
  if (STATEMENT_ERRORS.has(type)) return new DuckDbError(report);
  return new DuckDbError({ ...report, exception_message: maskMessage(type, message) });
}

function outOfMemory(): KnownError {
  return queryFailed(
    'The query needs more memory than the engine may use.',
    'Select fewer columns, or sort, join and group less at once; or give the engine more memory.',
  );
}

function lockedFile(): KnownError {
  return new KnownError({
    kind: 'locked',
    message: 'Another tada is using the same files.',
    hint: 'Wait until it has finished, then try again.',
  });
}
