import { KnownError } from '../core/errors.ts';

/** What an aborted call rejects with. */
export function cancelledError(): KnownError {
  return new KnownError({
    kind: 'cancelled',
    message: 'The work on the data was cancelled.',
    hint: 'Start it again when you are ready.',
  });
}

/** A file that can't be read as a table: what, where, what next. */
export function unreadableFile(path: string, problem: string, hint: string, cause?: unknown): KnownError {
  return new KnownError({ kind: 'source-unreadable', message: `${path} ${problem}`, hint, cause });
}

export function queryFailed(message: string, hint: string): KnownError {
  return new KnownError({ kind: 'query-failed', message, hint });
}

export function diskFull(): KnownError {
  return new KnownError({
    kind: 'disk-full',
    message: 'The disk is full, so the work on the data had to stop.',
    hint: 'Free some space where tada keeps its runs and temporary files, then go on.',
  });
}
