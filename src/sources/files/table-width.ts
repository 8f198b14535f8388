import { formatCount } from '../../core/wording.ts';
import { unreadableFile } from '../engine-errors.ts';

/**
 * Columns a table may have. DuckDB holds 2,048 rows of a table at a time, for each thread: of 10,000 columns that
 * is 330 MB, before a single long value.
 */
export const MOST_COLUMNS = 10_000;

/** Rejects with kind `source-unreadable` a table that couldn't be read without running out of memory. */
export function refuseTooWide(path: string, columns: number): void {
  if (columns <= MOST_COLUMNS) return;
  const most = formatCount(MOST_COLUMNS);
  throw unreadableFile(
    path,
    columns === MOST_COLUMNS + 1 ? `has more than ${most} columns.` : `has ${formatCount(columns)} columns.`,
    `A table may have ${most}. Export only the columns that are needed; if rows and columns have changed places, turn the table.`,
  );
}
