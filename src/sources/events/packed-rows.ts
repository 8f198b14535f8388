import type { RawRow } from '../../core/events/read-row.ts';

/**
 * Rows on their way from the engine to the functions that read them. A string that crosses from DuckDB into
 * JavaScript costs more than what is done with it, so a row crosses as one: its values with a separator between
 * them, or as a JSON array where a value holds that separator.
 */

/** U+001F, the unit separator; no keyboard writes it. */
export const SEPARATOR_CODE = 31;
const SEPARATOR = String.fromCharCode(SEPARATOR_CODE);

/** Stands in front of every row, so that a row without `[` in front is never JSON, nor one with `{` a row. */
export const ROW_MARK = 'v';

/** Index of a packed row's first value. */
export const FIRST_VALUE = 1;

/** The values of a packed row, from {@link FIRST_VALUE} on; an empty text stands for NULL as well. */
export function unpackRow(text: string): RawRow {
  return text.startsWith('[') ? (JSON.parse(text) as RawRow) : text.split(SEPARATOR);
}
