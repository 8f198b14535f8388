import type { ColumnInfo } from '../../core/ports/sources.ts';

/** Macros of the Presto schema that write values of a type as Presto does. */
const WRITTEN: Readonly<Record<string, string>> = {
  INTERVAL: 'presto.main."tada interval text"',
  TIME: 'presto.main."tada clock value"',
};

/** SQL for the column `c0`, `c1`, … of a query's result as text. Bytes become hexadecimal digits: they are hashes, mostly. */
export function valueText({ type }: ColumnInfo, place: number): string {
  if (type === 'BLOB') return `system.main.lower(system.main.hex(c${place}))`;
  const written = WRITTEN[type];
  return written === undefined ? `c${place}::VARCHAR` : `${written}(c${place})`;
}
