import { configurationError, KnownError } from '../core/errors.ts';
import { errorCode, isDiskFull } from '../core/system-errors.ts';

/**
 * What a failed write or read of tada's own files means, with the next step: kind `disk-full`, else kind
 * `configuration`. Gives back as it is what doesn't come from the file system: that is a bug.
 */
export function storageError(error: unknown, doing: 'read' | 'write', path: string): unknown {
  const code = errorCode(error);
  if (error instanceof KnownError || code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  if (isDiskFull(code)) {
    return new KnownError({
      kind: 'disk-full',
      message: `There is no space left to write ${path}.`,
      hint: 'Free some space on that disk and go on; nothing that was confirmed is lost.',
      cause: error,
    });
  }
  switch (code) {
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
