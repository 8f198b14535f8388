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

/**
 * Creates the schema whose functions stand in for DuckDB's where Presto's differ. Only those of the given
 * names are created, with what they need: making all of them would take longer than most queries are read in.
 */
export async function createPrestoSchema(database: Database, names: Iterable<string>): Promise<void> {
  const needed = new Set<string>();
  const add = (name: string): void => {
    const found = MACROS.get(name);
    if (found === undefined || needed.has(name)) return;
    for (const called of calledBy(found)) add(called);
    needed.add(name);
  };
  // What the types of a query ask for is only known later.
  for (const { name } of READINGS) add(plainName(name));
  for (const name of names) add(name);
  const statements = [...needed].flatMap((name) => {
    const found = MACROS.get(name);
    return found === undefined ? [] : [createMacro(found)];
  });
  await database.run(["ATTACH ':memory:' AS presto", ...statements].join(';\n'));
}
