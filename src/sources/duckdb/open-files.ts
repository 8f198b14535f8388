import { Database, type DatabaseSettings } from './database.ts';

/** A database file that is open for reading, and what was read of it when it was opened. */
export interface OpenFile<Facts> {
  readonly database: Database;
  readonly facts: Facts;
}

/** Files that are kept open; a run works on one. */
const KEPT_OPEN = 4;

/**
 * Database files for reading. Opening one takes longer than reading a batch of it, so a few stay open, and the one
 * that was opened first makes room. Whoever writes a file closes it here before. Calls for one path must not overlap.
 */
export class OpenFiles<Facts> {
  readonly #settings: DatabaseSettings;
  readonly #readFacts: (database: Database) => Promise<Facts>;
  readonly #open = new Map<string, OpenFile<Facts>>();

  constructor(settings: DatabaseSettings, readFacts: (database: Database) => Promise<Facts>) {
    this.#settings = settings;
    this.#readFacts = readFacts;
  }

  /** The file must be there. Rejects as `readFacts` does, and then isn't kept open. */
  async get(path: string): Promise<OpenFile<Facts>> {
    const known = this.#open.get(path);
    if (known !== undefined) return known;
    const database = await Database.sharedOver(path, this.#settings, 'READ_ONLY');
    try {
      const file = { database, facts: await this.#readFacts(database) };
      const [oldest] = this.#open.keys();
      if (oldest !== undefined && this.#open.size >= KEPT_OPEN) await this.close(oldest);
      this.#open.set(path, file);
      return file;
    } catch (error) {
      await database.release();
      throw error;
    }
  }

  async close(path: string): Promise<void> {
    const file = this.#open.get(path);
    this.#open.delete(path);
    await file?.database.release();
  }

  async closeAll(): Promise<void> {
    for (const path of [...this.#open.keys()]) await this.close(path);
  }
}
