import type { EngineCall } from '../ports/engine.ts';
import type { SourceTables, TableInfo } from '../ports/sources.ts';
import { isServer, sourceTables } from '../profiles/source-tables.ts';
import { leavesOf, type SegmentTree } from './segment-tree.ts';

/** Looks at tables, reading their files to the end. */
export interface TableReader {
  inspect(tables: SourceTables, call?: EngineCall): Promise<readonly TableInfo[]>;
}

/**
 * How many rows of the segments’ files can’t be read, each file counted once: no count and no sample has them, and
 * nobody can tell whether they belong. A server has none. Rejects as the engine does where a file can’t be opened.
 */
export async function countUnreadable(
  sources: TableReader,
  trees: readonly SegmentTree[],
  call: EngineCall,
): Promise<number> {
  const places = leavesOf(trees).map(({ source }) => sourceTables(source));
  const counts = new Map<string, number>();
  for (const tables of new Map(places.map((place) => [JSON.stringify(place), place])).values()) {
    if (isServer(tables)) continue;
    for (const { files, unreadable } of await sources.inspect(tables, call)) {
      counts.set(JSON.stringify(files), unreadable.count);
    }
  }
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
