import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { KnownError } from '../core/errors.ts';
import { errorCode, isDiskFull } from '../core/system-errors.ts';

/** A log that grew beyond this starts anew; the one before it is kept beside it. */
const LARGEST_BYTES = 1024 * 1024;

export interface LogFile {
  write(text: string): void;
  close(): void;
}

/** Opens a file to append to, readable by its owner only; throws with a sentence where the system refuses. */
export function openLog(path: string): LogFile {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    let file = openSync(path, 'a', 0o600);
    if (fstatSync(file).size > LARGEST_BYTES) {
      closeSync(file);
      renameSync(path, `${path}.1`);
      file = openSync(path, 'a', 0o600);
    }
    return { write: (text) => void writeSync(file, text), close: () => closeSync(file) };
  } catch (error) {
    const code = errorCode(error);
    throw new KnownError({
      kind: isDiskFull(code) ? 'disk-full' : 'configuration',
      message: `The log ${path} can't be written (${code ?? 'unknown reason'}).`,
      hint: 'Make sure that the folder exists, that you may write to it, and that the disk has space.',
      cause: error,
    });
  }
}
