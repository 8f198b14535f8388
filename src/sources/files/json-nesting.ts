import type { EngineCall } from '../../core/ports/engine.ts';
import type { Database } from '../duckdb/database.ts';

/** Keys from the outside to the inside: `['user', 'email']` of `{"user": {"email": …}}`. */
export type KeyPath = readonly string[];

/** Records that are looked at, from the first one on; all have the same objects inside, as a rule. */
const LOOKED_AT = 50_000;

/** An object with more keys is a list by another name: `{"orders": {"1001": …, "1002": …}}`. */
const MOST_KEYS = 100;

const DEEPEST = 4;

/** What DuckDB says of a record: a type for a plain value, a list for a list, objects by their keys. */
type Structure = string | readonly Structure[] | { readonly [key: string]: Structure };

/** What stands at a place in some record. */
interface Place {
  isValue: boolean;
  readonly inside: Map<string, Place>;
}

/**
 * The values in objects inside of records, in the order they first appear. Lists aren't taken apart, nor what is in
 * them: a row can't hold several values of a column. `source`: a relation with the records in the column `json`.
 */
export async function nestedPaths(
  database: Database,
  source: string,
  call: EngineCall,
): Promise<readonly KeyPath[]> {
  const structures = await database.rows(
    `SELECT structure, min(row) AS first FROM (
       SELECT json_structure(json)::VARCHAR AS structure, row
       FROM (SELECT json, row_number() OVER () AS row FROM ${source} LIMIT ${LOOKED_AT})
       WHERE regexp_matches(json::VARCHAR, ':\\s*\\{') AND json_type(json) = 'OBJECT')
     GROUP BY structure ORDER BY first`,
    call,
  );
  const root = newPlace();
  for (const { structure } of structures) note(root, JSON.parse(String(structure)) as Structure);
  return [...pathsIn(root, [])];
}

function newPlace(): Place {
  return { isValue: false, inside: new Map() };
}

function note(place: Place, structure: Structure): void {
  if (typeof structure === 'string') {
    place.isValue = true;
    return;
  }
  if (isList(structure)) return;
  for (const [key, value] of Object.entries(structure)) {
    const next = place.inside.get(key) ?? newPlace();
    place.inside.set(key, next);
    note(next, value);
  }
}

function isList(structure: Exclude<Structure, string>): structure is readonly Structure[] {
  return Array.isArray(structure);
}

function* pathsIn({ isValue, inside }: Place, path: KeyPath): Generator<KeyPath> {
  if (isValue && path.length > 1) yield path;
  if (path.length > DEEPEST || (path.length > 0 && inside.size > MOST_KEYS)) return;
  for (const [key, place] of inside) yield* pathsIn(place, [...path, key]);
}
