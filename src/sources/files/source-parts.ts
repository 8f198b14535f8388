import type { EngineCall } from '../../core/ports/engine.ts';
import { Database, type DatabaseSettings } from '../duckdb/database.ts';
import { attachDatabase, listTables } from './database-file.ts';
import { recogniseFile } from './recognise-file.ts';
import { splitSourcePath } from './source-path.ts';
import { openWorkbook } from './workbook.ts';

/** Sheets that a person sees, or tables of a database file. Rejects with `source-unreadable`. */
export async function partsOf(
  settings: DatabaseSettings,
  path: string,
  call: EngineCall,
): Promise<readonly string[]> {
  const { file } = splitSourcePath(path);
  const { format } = await recogniseFile(file);
  if (format === 'workbook') {
    const sheets = await (await openWorkbook(file, call.signal)).sheets();
    return sheets.filter(({ isHidden }) => !isHidden).map(({ name }) => name);
  }
  if (format !== 'database') return [];
  const database = await Database.open(':memory:', settings);
  try {
    const tables = await listTables(database, await attachDatabase(database, file), call);
    return tables.map(({ label }) => label);
  } finally {
    database.close();
  }
}
