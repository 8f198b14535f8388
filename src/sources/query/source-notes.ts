import type { Warning } from '../../core/delivery/events.ts';
import type { EngineCall } from '../../core/ports/engine.ts';
import { quoteName } from '../duckdb/sql-text.ts';
import { noteExponents, noteJoined, noteJson, noteSheet, noteTextFile } from '../files/source-notes.ts';
import type { Workshop, WorkshopTable } from './workshop.ts';

/** Rows of a text file that are looked at when the file is read for something else anyway. */
export const NOTED_ROWS = 100_000;

/** Columns that are looked at; the time DuckDB takes to plan that grows with the square of their number. */
const NOTED_COLUMNS = 200;

/** How a spreadsheet writes a number that has more digits than it likes to show. */
const EXPONENT = '^[+-]?[0-9](?:[.,][0-9]+)?E[+][0-9]{2}$';

/**
 * What is known to be wrong with the values of the workshop's tables, whatever the query makes of them. Without
 * a limit every row of every column is read, so that unreadable rows come to light as well.
 */
export async function noteSources(
  workshop: Workshop,
  limit: number | undefined,
  call: EngineCall,
): Promise<readonly Warning[]> {
  const notes: Warning[] = [];
  for (const table of workshop.tables) {
    for (const file of table.files) {
      if (file.reader === 'sheet') notes.push(...noteSheet(file.path, file.shape));
      if (file.reader === 'json') notes.push(...noteJson(file.path, file.shape));
      if (file.reader === 'csv' || file.reader === 'own-csv') {
        notes.push(...noteTextFile(file.path, file.file.encoding, file.dialect));
      }
    }
    notes.push(...noteJoined(table.files));
    notes.push(...(await noteText(workshop, table, limit, call)));
  }
  return notes;
}

async function noteText(
  { database }: Workshop,
  { name, files, columns }: WorkshopTable,
  limit: number | undefined,
  call: EngineCall,
): Promise<readonly Warning[]> {
  const file = files.find(({ reader }) => reader === 'csv' || reader === 'own-csv');
  if (limit === undefined && (file === undefined || columns.length > NOTED_COLUMNS)) {
    // As one value: an aggregate for each of thousands of columns would need gigabytes before the first row.
    await database.run(`SELECT bit_xor(system.main.hash(source)) FROM ${quoteName(name)} AS source`, call);
  }
  if (file === undefined) return [];
  const texts = columns.filter(({ type }) => type === 'VARCHAR').slice(0, NOTED_COLUMNS);
  const counts = texts.map(({ name: column }, index) => {
    const value = quoteName(column);
    // The plain comparison is made for every value, the pattern for almost none.
    return `count_if(CASE WHEN system.main.contains(${value}, 'E+') THEN system.main.regexp_matches(${value}, '${EXPONENT}') END) AS c${index}`;
  });
  const rows = limit === undefined ? quoteName(name) : `(SELECT * FROM ${quoteName(name)} LIMIT ${limit})`;
  const found = await database.row(`SELECT ${['count(*)', ...counts].join(', ')} FROM ${rows}`, call);
  return texts.flatMap(({ name: column }, index) => {
    const count = Number(found[`c${index}`]);
    return count === 0 ? [] : [noteExponents(file.path, column, count, limit)];
  });
}
