import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { KnownError, usageError } from '../../core/errors.ts';
import { errorCode, isDiskFull } from '../../core/system-errors.ts';

/**
 * Writes a file (0600) that wasn't there, with the folders on its way. Throws a KnownError of kind `usage`
 * where one of that name exists or can't be written, `disk-full` where there is no room.
 */
export function writeNewFile(path: string, contents: Uint8Array | string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') {
      throw usageError(`${path} exists already.`, 'Choose another name, or move that file away first.');
    }
    throw new KnownError({
      kind: isDiskFull(code) ? 'disk-full' : 'usage',
      message: `${path} can't be written (${code ?? 'unknown reason'}).`,
      hint: 'Choose a file in a folder that you may write to, on a disk with some space.',
    });
  }
}
