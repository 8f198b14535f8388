import type { EngineCall } from '../../core/ports/engine.ts';
import type { ColumnInfo, FileTables, UnreadableRows } from '../../core/ports/sources.ts';
import { Database, type DatabaseSettings } from '../duckdb/database.ts';
import { exactPath, quoteList, quoteName, quoteText } from '../duckdb/sql-text.ts';
import { unreadableFile } from '../engine-errors.ts';
import { loadCsv } from '../files/csv-loader.ts';
import { isDamageError, isStructureError, NeedsOwnReader, readRejects } from '../files/csv-rejects.ts';
import { attachDatabase, tableName } from '../files/database-file.ts';
import {
  damagedParquet,
  type FileCatalog,
  fileRelation,
  isWholeParquet,
  knownUnreadable,
  type SourceFile,
} from '../files/file-catalog.ts';
import { LOADED_CATALOG } from '../files/row-appender.ts';
import { loadSheet } from '../files/sheet.ts';
import { addUnreadable, NOTHING_UNREADABLE } from '../files/unreadable-rows.ts';
import { PRESTO_SEARCH_PATH, PrestoSchema } from '../presto/schema.ts';

/** A given table as the person's SQL sees it. */
export interface WorkshopTable {
  readonly name: string;
  readonly files: readonly SourceFile[];
  readonly columns: readonly ColumnInfo[];
}

/** What a workshop is made with besides the tables. */
export interface WorkshopOptions {
  /** DuckDB file that is created and attached as `staged`, for what is kept. */
  readonly stagedPath?: string | undefined;
  /** False leaves tables empty that tada's own reader would have to fill: enough to look at a query's columns. */
  readonly needsRows: boolean;
  /** Names of functions and operators that the person's SQL may call. */
  readonly functions: ReadonlySet<string>;
  /** Runs before the instance is locked. */
  readonly prepare?: ((database: Database) => Promise<void>) | undefined;
}

/**
 * A DuckDB instance of its own for one piece of work with the person's SQL: the given tables as views, the
 * Presto functions, and everything else locked away.
 */
export class Workshop {
  readonly database: Database;
  readonly tables: readonly WorkshopTable[];
  readonly presto: PrestoSchema;
  readonly #loaded: UnreadableRows;

  private constructor(
    database: Database,
    tables: readonly WorkshopTable[],
    presto: PrestoSchema,
    loaded: UnreadableRows,
  ) {
    this.database = database;
    this.tables = tables;
    this.presto = presto;
    this.#loaded = loaded;
  }

  static async furnish(
    database: Database,
    catalog: FileCatalog,
    given: FileTables,
    options: WorkshopOptions,
    call: EngineCall,
  ): Promise<Workshop> {
    // What spills to disk here may hold raw values, so it is encrypted. Writing encrypted data needs this
    // setting in DuckDB 1.5: its random numbers come from a library that isn't certified for that use, which
    // is good enough for keys that live as long as the process and files that are deleted with it.
    await database.run('SET force_mbedtls_unsafe = true; SET temp_file_encryption = true');
    await database.run(`SET integer_division = true; ATTACH ':memory:' AS ${LOADED_CATALOG}`);
    if (options.stagedPath !== undefined) {
      await database.run(`ATTACH ${quoteText(options.stagedPath)} AS staged`);
    }
    const presto = await PrestoSchema.create(database, options.functions);
    const attached = new AttachedFiles(database);
    const tables: WorkshopTable[] = [];
    const unreadable: UnreadableRows[] = [];
    for (const [name, paths] of Object.entries(given)) {
      const files: SourceFile[] = [];
      for (const path of paths) files.push(await catalog.examine(database, path, call));
      const relations: string[] = [];
      for (const [index, file] of files.entries()) {
        const table = `${tables.length}_${index}`;
        if (file.reader === 'own-csv' || file.reader === 'sheet') {
          unreadable.push(await loadFile(database, table, file, options, call));
        }
        const place =
          file.reader === 'database'
            ? tableName(await attached.catalogOf(file.path), file.table)
            : loadedTable(table);
        relations.push(fileRelation(file, place));
        unreadable.push(knownUnreadable(file));
      }
      await database.run(`CREATE VIEW ${quoteName(name)} AS ${relations.join(' UNION ALL BY NAME ')}`);
      tables.push({ name, files, columns: await viewColumns(database, name) });
    }
    await options.prepare?.(database);
    await lock(database, tables);
    return new Workshop(database, tables, presto, addUnreadable(unreadable));
  }

  /** Rows that could not be read in everything that ran so far. */
  async unreadable(call: EngineCall = {}): Promise<UnreadableRows> {
    const packed = new Set<string>();
    for (const { files } of this.tables) {
      for (const file of files) if (file.reader === 'csv' && file.file.isGzip) packed.add(file.path);
    }
    return addUnreadable([this.#loaded, await readRejects(this.database, packed, call)]);
  }
}

/** What workshops are made from. */
export interface Shop {
  readonly catalog: FileCatalog;
  readonly settings: DatabaseSettings;
  /** Threads of JavaScript that may work side by side. */
  readonly workers: number;
}

/**
 * Opens a workshop, does the work and closes it. When DuckDB's CSV reader turns out not to be up to a file,
 * the work is done again with tada's own reader.
 */
export async function inWorkshop<T>(
  shop: Shop,
  tables: FileTables,
  options: WorkshopOptions,
  call: EngineCall,
  work: (workshop: Workshop) => Promise<T>,
): Promise<T> {
  for (;;) {
    const database = await Database.open(':memory:', shop.settings);
    try {
      const workshop = await Workshop.furnish(database, shop.catalog, tables, options, call);
      return await work(workshop);
    } catch (error) {
      const problem = misreadFiles(error, tables);
      if (problem === undefined) {
        throw isDamageError(error) ? await damagedFile(shop, tables, call) : error;
      }
      await shop.catalog.preferOwnReader(problem);
    } finally {
      database.close();
    }
  }
}

function loadedTable(name: string): string {
  return `${LOADED_CATALOG}.main.${quoteName(name)}`;
}

/** Database files, each opened once however many of its tables are read. */
class AttachedFiles {
  readonly #database: Database;
  readonly #catalogs = new Map<string, string>();

  constructor(database: Database) {
    this.#database = database;
  }

  async catalogOf(path: string): Promise<string> {
    const known = this.#catalogs.get(path);
    if (known !== undefined) return known;
    const catalog = await attachDatabase(this.#database, path);
    this.#catalogs.set(path, catalog);
    return catalog;
  }
}

/** Makes the table that tada's own reader fills, and fills it where its rows are needed. */
async function loadFile(
  database: Database,
  table: string,
  file: Extract<SourceFile, { readonly reader: 'csv' | 'own-csv' | 'sheet' }>,
  { needsRows }: WorkshopOptions,
  call: EngineCall,
): Promise<UnreadableRows> {
  const columns = file.columns.map(({ name }) => `${quoteName(name)} VARCHAR`).join(', ');
  await database.run(`CREATE TABLE ${loadedTable(table)} (${columns})`);
  if (!needsRows) return NOTHING_UNREADABLE;
  if (file.reader === 'sheet') {
    await loadSheet(database.connection, table, file.path, file.shape, call);
    return NOTHING_UNREADABLE;
  }
  return await loadCsv(database.connection, table, file.file, file.dialect, call);
}

async function viewColumns(database: Database, name: string): Promise<readonly ColumnInfo[]> {
  const rows = await database.rows(`DESCRIBE ${quoteName(name)}`);
  return rows.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
}

/** The second wall behind the guard; nothing but the given files can be read from here on. */
async function lock(database: Database, tables: readonly WorkshopTable[]): Promise<void> {
  // The readers name a file by a pattern that only fits this file, and look it up by its name.
  const paths = tables.flatMap(({ files }) =>
    files
      .filter(({ reader }) => reader !== 'sheet' && reader !== 'database')
      .flatMap(({ path }) => [path, exactPath(path)]),
  );
  await database.run(
    `SET search_path = ${PRESTO_SEARCH_PATH};
     SET allowed_paths = ${quoteList([...new Set(paths)])};
     SET enable_external_access = false;
     SET lock_configuration = true;`,
  );
}

/** Which file it is that has wrong bytes; DuckDB doesn't always say. */
async function damagedFile(shop: Shop, tables: FileTables, call: EngineCall): Promise<Error> {
  const database = await Database.open(':memory:', shop.settings);
  try {
    for (const path of Object.values(tables).flat()) {
      const file = await shop.catalog.examine(database, path, call);
      if (file.reader === 'parquet' && !(await isWholeParquet(database, file.path, call))) {
        return damagedParquet(file.path);
      }
    }
    const files = Object.values(tables).flat();
    return unreadableFile(files.join(', '), 'can’t be read: bytes are damaged.', 'Copy or export it again.');
  } finally {
    database.close();
  }
}

/** The files of an error that says that DuckDB's CSV reader isn't up to them. */
function misreadFiles(error: unknown, tables: FileTables): NeedsOwnReader | undefined {
  if (error instanceof NeedsOwnReader) return error;
  // DuckDB names no file here that could be told from a value; all CSV files get the tolerant reader then.
  if (isStructureError(error)) return new NeedsOwnReader(Object.values(tables).flat(), 'structure');
  return undefined;
}
