import type { ColumnInfo } from '../../core/ports/sources.ts';

/** SQL for a column of a `PersonQuery` as text. Bytes become hexadecimal digits: they are hashes, mostly. */
export function valueText(columns: readonly ColumnInfo[], place: number): string {
  const isBytes = columns[place]?.type === 'BLOB';
  return isBytes ? `system.main.lower(system.main.hex(c${place}))` : `c${place}::VARCHAR`;
}
