import type { Database } from '../duckdb/database.ts';
import { COLLECTION_FUNCTIONS } from './collection-functions.ts';
import { createMacro, type Macro } from './macro.ts';
import { NUMBER_FUNCTIONS } from './number-functions.ts';
import { READINGS } from './readings.ts';
import { TEXT_FUNCTIONS } from './text-functions.ts';
import { TIME_FUNCTIONS } from './time-functions.ts';

/** The person's tables first, then Presto's functions, then DuckDB's own. */
export const PRESTO_SEARCH_PATH = "'memory.main,presto.main'";

const MACROS: ReadonlyMap<string, Macro> = new Map(
  [...READINGS, ...TEXT_FUNCTIONS, ...NUMBER_FUNCTIONS, ...TIME_FUNCTIONS, ...COLLECTION_FUNCTIONS].map(
    (each) => [plainName(each.name), each],
  ),
);

function plainName(name: string): string {
  return name.replaceAll('"', '');
}

/** Macros that the bodies of a macro call. */
function calledBy({ overloads }: Macro): readonly string[] {
  const names = overloads.flatMap((overload) =>
    [...overload.matchAll(/~(?:"([^"]+)"|([a-z_0-9]+))/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
  );
  return names.filter((name) => MACROS.has(name));
}

/** Names of readings, as they are put into a query: `"tada number"(price)`. */
const READING = /"(tada [a-z ]+)"/g;

/**
 * The schema whose functions stand in for DuckDB's where Presto's differ. Only those that a query names are
 * created, with what they need: making all of them takes longer than most queries are read in.
 */
export class PrestoSchema {
  readonly #database: Database;
  readonly #created = new Set<string>();

  private constructor(database: Database) {
    this.#database = database;
  }

  /** Attaches the schema with the functions of these names; other names are nobody's here. */
  static async create(database: Database, names: Iterable<string>): Promise<PrestoSchema> {
    await database.run("ATTACH ':memory:' AS presto");
    const schema = new PrestoSchema(database);
    await schema.#add(names);
    return schema;
  }

  /** Adds the readings that a text calls: what the types of a query ask for is only known when it is read. */
  async addReadings(text: string): Promise<void> {
    await this.#add(Array.from(text.matchAll(READING), ([, name = '']) => name));
  }

  async #add(names: Iterable<string>): Promise<void> {
    const statements: string[] = [];
    const add = (name: string): void => {
      const found = MACROS.get(name);
      if (found === undefined || this.#created.has(name)) return;
      for (const called of calledBy(found)) add(called);
      this.#created.add(name);
      statements.push(createMacro(found));
    };
    for (const name of names) add(name);
    if (statements.length > 0) await this.#database.run(statements.join(';\n'));
  }
}
