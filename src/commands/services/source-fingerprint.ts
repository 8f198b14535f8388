import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { KnownError } from '../../core/errors.ts';
import type { SourceTables } from '../../core/ports/sources.ts';
import { isServer } from '../../core/profiles/source-tables.ts';
import { isMissing } from '../../core/system-errors.ts';
import { splitSourcePath } from '../../sources/files/source-path.ts';

/**
 * Changes whenever one of the files does: made of each file's identity, size and time of change, not of its
 * contents, so that it costs nothing for a large file. Rejects with `source-unreadable` for a missing file.
 * Nobody can say cheaply whether a server's tables changed: for them it only changes with the place. A run goes
 * on with the rows that it read, and a preview that no longer fits is told by the numbers of rows.
 */
export async function sourceFingerprint(tables: SourceTables): Promise<string> {
  const hash = createHash('sha256');
  if (isServer(tables)) {
    const { engine, url, catalog, schema, user } = tables;
    return hash
      .update(JSON.stringify([engine, url, catalog, schema, user]))
      .digest('hex')
      .slice(0, 32);
  }
  for (const [table, files] of Object.entries(tables).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    for (const path of files) {
      const { file } = splitSourcePath(path);
      const { ino, size, mtimeNs } = await statOf(file);
      hash.update(JSON.stringify([table, path, String(ino), String(size), String(mtimeNs)]));
      // What a database was told last may still lie beside it.
      const log = await stat(`${file}.wal`, { bigint: true }).catch(() => undefined);
      if (log !== undefined) hash.update(JSON.stringify([String(log.size), String(log.mtimeNs)]));
    }
  }
  return hash.digest('hex').slice(0, 32);
}

async function statOf(file: string) {
  try {
    return await stat(file, { bigint: true });
  } catch (error) {
    throw new KnownError({
      kind: 'source-unreadable',
      message: isMissing(error) ? `There is no file ${file}.` : `The file ${file} can't be read.`,
      hint: 'Check the path in the query’s source, and that you may read the file.',
    });
  }
}
