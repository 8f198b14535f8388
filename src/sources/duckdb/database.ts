import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import type { EngineCall } from '../../core/ports/engine.ts';
import type { ColumnInfo } from '../../core/ports/sources.ts';
import { cancelledError } from '../engine-errors.ts';
import { quoteText } from './sql-text.ts';
import { translateError } from './translate-error.ts';

/** How often a running statement's progress is read. */
const PROGRESS_MILLISECONDS = 100;

export interface DatabaseSettings {
  /** Private folder for spill files. */
  readonly tempDirectory: string;
  readonly memoryLimitMb: number;
  readonly threads: number;
}

/** A row of a result, by column name; integers wider than 32 bits arrive as bigint. */
export type Row = Readonly<Record<string, unknown>>;

/** The instance that work on hashes shares: making one takes longer than planning a small audience. */
const sharedInstances = new WeakMap<DatabaseSettings, Promise<DuckDBInstance>>();

let attached = 0;

function createInstance(
  path: string,
  settings: DatabaseSettings,
  access: 'READ_WRITE' | 'READ_ONLY',
): Promise<DuckDBInstance> {
  return DuckDBInstance.create(path, {
    threads: String(settings.threads),
    memory_limit: `${settings.memoryLimitMb}MB`,
    temp_directory: settings.tempDirectory,
    // Only what is linked in may be used: loading an extension would try the network.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    access_mode: access,
  });
}

/**
 * One DuckDB instance with one connection. Statements run one after another. Errors are translated: nothing
 * that leaves here quotes a value of the data.
 */
export class Database {
  readonly connection: DuckDBConnection;
  /** Undefined for a connection to the shared instance. */
  readonly #instance: DuckDBInstance | undefined;
  readonly #attached = new Set<string>();
  /** Whether an attached file is the connection's default, which can't be detached. */
  #hasOwnDefault = false;

  private constructor(instance: DuckDBInstance | undefined, connection: DuckDBConnection) {
    this.#instance = instance;
    this.connection = connection;
  }

  /** Opens a file, or `:memory:`, in an instance of its own. */
  static async open(
    path: string,
    settings: DatabaseSettings,
    access: 'READ_WRITE' | 'READ_ONLY' = 'READ_WRITE',
  ): Promise<Database> {
    try {
      const instance = await createInstance(path, settings, access);
      return await Database.#prepare(new Database(instance, await instance.connect()));
    } catch (error) {
      throw translateError(error);
    }
  }

  /**
   * A connection to the instance that is shared by everything that works on hashes; never for the person's
   * SQL or values, which are locked away in instances of their own. Only temporary tables are its own.
   */
  static async shared(settings: DatabaseSettings): Promise<Database> {
    try {
      const known = sharedInstances.get(settings) ?? createInstance(':memory:', settings, 'READ_WRITE');
      sharedInstances.set(settings, known);
      const instance = await known;
      return await Database.#prepare(new Database(undefined, await instance.connect()));
    } catch (error) {
      throw translateError(error);
    }
  }

  /**
   * A file as the default database of a connection to the shared instance, for as long as it is kept; see
   * {@link shared}. {@link release} lets go of it.
   */
  static async sharedOver(
    path: string,
    settings: DatabaseSettings,
    access: 'READ_WRITE' | 'READ_ONLY',
  ): Promise<Database> {
    const database = await Database.shared(settings);
    try {
      await database.run(`USE ${await database.attach(path, access)}`);
      database.#hasOwnDefault = true;
      return database;
    } catch (error) {
      await database.release();
      throw error;
    }
  }

  static async #prepare(database: Database): Promise<Database> {
    await database.run(
      "SET errors_as_json = true; SET TimeZone = 'UTC'; SET enable_progress_bar = true;" +
        'SET enable_progress_bar_print = false; SET progress_bar_time = 0;',
    );
    return database;
  }

  /**
   * Opens a database file beside the others; gives the name of its catalog. `rowGroup`: how many rows are kept
   * together in what is written, where that isn't as many as DuckDB would.
   */
  async attach(path: string, access: 'READ_WRITE' | 'READ_ONLY', rowGroup?: number): Promise<string> {
    attached += 1;
    const catalog = `file${attached}`;
    const group = rowGroup === undefined ? '' : `, ROW_GROUP_SIZE ${rowGroup}`;
    await this.run(`ATTACH ${quoteText(path)} AS ${catalog} (${access}${group})`);
    this.#attached.add(catalog);
    return catalog;
  }

  async detach(catalog: string): Promise<void> {
    this.#attached.delete(catalog);
    await this.run(`DETACH ${catalog}`);
  }

  /** Lets go of every attached file, then closes. */
  async release(): Promise<void> {
    try {
      if (this.#hasOwnDefault) await this.run('USE memory');
      for (const catalog of [...this.#attached]) await this.detach(catalog);
    } finally {
      this.close();
    }
  }

  /** Runs one or more statements; the last one's rows are thrown away. */
  async run(sql: string, call: EngineCall = {}, values?: DuckDBValue[]): Promise<void> {
    await this.#watch(call, () => this.connection.run(sql, values));
  }

  /** All rows of a result that is known to be small. */
  async rows(sql: string, call: EngineCall = {}, values?: DuckDBValue[]): Promise<readonly Row[]> {
    const reader = await this.#watch(call, () => this.connection.runAndReadAll(sql, values));
    return reader.getRowObjectsJS();
  }

  /** The only row of a result that has one. */
  async row(sql: string, call: EngineCall = {}, values?: DuckDBValue[]): Promise<Row> {
    const [row] = await this.rows(sql, call, values);
    if (row === undefined) throw new Error('A statement that always gives a row gave none.');
    return row;
  }

  /** The first value of the only row, as a number. */
  async number(sql: string, call: EngineCall = {}): Promise<number> {
    return Number(Object.values(await this.row(sql, call))[0] ?? 0);
  }

  /** The columns a statement would give, without running it. */
  async columns(sql: string, call: EngineCall = {}): Promise<readonly ColumnInfo[]> {
    const statement = await this.#watch(call, () => this.connection.prepare(sql));
    try {
      return Array.from({ length: statement.columnCount }, (_, index) => ({
        name: statement.columnName(index),
        type: String(statement.columnType(index)),
      }));
    } finally {
      statement.destroySync();
    }
  }

  close(): void {
    this.connection.closeSync();
    this.#instance?.closeSync();
  }

  async #watch<T>(call: EngineCall, work: () => Promise<T>): Promise<T> {
    const { signal, onProgress } = call;
    if (signal?.aborted) throw cancelledError();
    const interrupt = () => this.connection.interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    const timer =
      onProgress === undefined
        ? undefined
        : setInterval(() => {
            const { percentage } = this.connection.progress;
            if (percentage >= 0) onProgress({ percent: percentage });
          }, PROGRESS_MILLISECONDS);
    try {
      return await work();
    } catch (error) {
      if (signal?.aborted) throw cancelledError();
      throw translateError(error);
    } finally {
      clearInterval(timer);
      signal?.removeEventListener('abort', interrupt);
    }
  }
}
