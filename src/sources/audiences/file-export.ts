import { rmSync } from 'node:fs';
import type { CustomerFile } from '../../core/delivery/file-types.ts';
import type { EngineCall, WriteCustomerFilesRequest } from '../../core/ports/engine.ts';
import { Database, type DatabaseSettings } from '../duckdb/database.ts';
import { quoteText } from '../duckdb/sql-text.ts';
import { entriesSource, fileColumns, headerLine, linesSql, listSource } from './file-lines.ts';
import { FileWriter, inFolder } from './file-writer.ts';
import { hasDatabaseFile, notStaged, readPlanFacts, readStagedFacts } from './staged-file.ts';

/**
 * TikTok's own documents allow 250 MB, an older one says 50 MB. Below the smallest figure it is right under
 * all of them, and an upload that breaks costs little.
 */
const USUAL_MAXIMUM_BYTES = 40_000_000;

/** Rows turned into text at a time: up to ten megabytes. */
const ROWS_AT_ONCE = 50_000;

/** Writes a run's identifiers as customer files; see the Engine port. */
export async function writeCustomerFiles(
  settings: DatabaseSettings,
  request: WriteCustomerFilesRequest,
  call: EngineCall,
): Promise<readonly CustomerFile[]> {
  const { stagedPath, filesPath, fileType, contents } = request;
  if (!hasDatabaseFile(stagedPath)) throw notStaged();
  const database = await Database.open(':memory:', settings);
  let writer: FileWriter | undefined;
  try {
    await database.run(`ATTACH ${quoteText(stagedPath)} AS staged (READ_ONLY)`);
    const staged = await readStagedFacts(database, 'staged');
    const rows = contents === 'list' ? staged.rows : (await readPlanFacts(database, 'staged')).rowEntries;
    const columns = fileColumns(staged, fileType);
    writer = new FileWriter(filesPath, headerLine(columns), request.maximumBytes ?? USUAL_MAXIMUM_BYTES);
    let written = 0;
    for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
      const range = { from, to: Math.min(rows, from + ROWS_AT_ONCE) };
      const source = contents === 'list' ? listSource(staged, range) : entriesSource(range);
      // Progress is told here; the one DuckDB would tell is of one piece only.
      const { lines, text } = await database.row(linesSql(columns, source), { signal: call.signal });
      if (typeof text === 'string') writer.add(text);
      written += Number(lines);
      call.onProgress?.({ rows: written });
    }
    return writer.end();
  } catch (error) {
    writer?.abandon();
    removeCustomerFiles(filesPath);
    throw error;
  } finally {
    database.close();
  }
}

/** Removes the folder with whatever is in it. */
export function removeCustomerFiles(filesPath: string): void {
  inFolder(() => rmSync(filesPath, { recursive: true, force: true }));
}
