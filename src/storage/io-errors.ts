import { configurationError, KnownError } from '../core/errors.ts';

/** `ENOSPC` and the like of an error that came from the file system, else undefined. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** No such file or folder. */
export function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/**
 * What a failed write or read of tada's own files means, with the next step: kind `disk-full`, else kind
 * `configuration`. Gives back as it is what doesn't come from the file system: that is a bug.
 */
export function storageError(error: unknown, doing: 'read' | 'write', path: string): unknown {
  const code = errorCode(error);
  if (error instanceof KnownError || code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    // The file is larger than this user or file system may have (ulimit -f).
    case 'EFBIG':
      return new KnownError({
        kind: 'disk-full',
        message: `There is no space left to write ${path}.`,
        hint: 'Free some space on that disk and go on; nothing that was confirmed is lost.',
        cause: error,
      });
    case 'EROFS':
      return configurationError(
        `${path} is on a disk that can only be read.`,
        'Set TADA_HOME to a folder that can be written to.',
        error,
      );
    case 'EACCES':
    case 'EPERM':
      return configurationError(
        `You have no permission to ${doing} ${path}.`,
        'Give yourself permission to it, or set TADA_HOME to a folder of your own.',
        error,
      );
    default:
      return configurationError(
        `${path} can't be ${doing === 'read' ? 'read' : 'written'} (${code}).`,
        'Check that folder and disk, or set TADA_HOME to another folder.',
        error,
      );
  }
}

/** Runs file system work; what fails is thrown as {@link storageError} says. */
export function doing<Result>(what: 'read' | 'write', path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw storageError(error, what, path);
  }
}
