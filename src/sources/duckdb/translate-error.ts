import { KnownError } from '../../core/errors.ts';
import { cancelledError, diskFull, queryFailed } from '../engine-errors.ts';

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
 * Takes everything out of a run-time message that may be a value: whatever stands in quotes, everything after
 * a line break (DuckDB repeats the value there), and runs of digits longer than a type's width.
 */
export function maskMessage(message: string): string {
  const [firstLine = ''] = message.split('\n');
  return firstLine
    .replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`/g, '•••')
    .replace(/['"`].*$/, '•••')
    .replace(/(with value )\S+/gi, '$1•••')
    .replace(/\(([^()]*\d[^()]*)\)/g, (whole, inside: string) =>
      /^\d+(?:,\d+)?$/.test(inside) ? whole : '(•••)',
    )
    .replace(/(?<![A-Z])[+-]?\d[\d.,:/ -]{5,}/g, '•••');
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
  return new DuckDbError({ ...report, exception_message: maskMessage(message) });
}

export function outOfMemory(): KnownError {
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
