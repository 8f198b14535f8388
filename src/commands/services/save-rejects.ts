import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { usageError } from '../../core/errors.ts';
import type { RejectedValue } from '../../core/ports/engine.ts';
import { REJECTS_HEADER, rejectLine } from '../rejects-file.ts';
import { writePrivateFile } from '../write-file.ts';

/**
 * Writes rejected values to a new file: row, column and reason, never the value. A path that isn't absolute
 * starts at `folder`. Rejects with kind `usage` where the file exists already, so that nothing is lost.
 */
export async function saveRejects(
  rejects: AsyncIterable<RejectedValue>,
  path: string,
  folder: string,
): Promise<{ readonly path: string; readonly values: number }> {
  const target = resolve(folder, path);
  if (await exists(target)) {
    throw usageError(`${target} exists already.`, 'Choose another name.');
  }
  let values = 0;
  async function* lines() {
    yield REJECTS_HEADER;
    for await (const reject of rejects) {
      values += 1;
      yield rejectLine(reject);
    }
  }
  await writePrivateFile(target, lines());
  return { path: target, values };
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
