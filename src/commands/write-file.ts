import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { KnownError } from '../core/errors.ts';
import { errorCode, isDiskFull } from '../core/system-errors.ts';

/** Writes text to a file readable by its owner only; rejects with a sentence where the system refuses. */
export async function writePrivateFile(
  path: string,
  parts: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  try {
    await pipeline(parts, createWriteStream(path, { mode: 0o600 }));
  } catch (error) {
    if (error instanceof KnownError) throw error;
    const code = errorCode(error);
    throw new KnownError({
      kind: isDiskFull(code) ? 'disk-full' : 'usage',
      message: `${path} can't be written (${code ?? 'unknown reason'}).`,
      hint: isDiskFull(code)
        ? 'Free some space, then try again.'
        : 'Choose a file in a folder that exists and that you may write to.',
    });
  }
}
