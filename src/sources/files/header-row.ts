/** Which row of a table holds the names of its columns, and what tells values from names. */

/** A text like this is a value: people export single columns without a header. */
const VALUE = /^\s*(?:\+?[\d\s().-]{5,}|[0-9a-f]{32,128}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s*$/i;

/** No column is called by an address; taken for a name it would be shown and kept. */
const HOLDS_ADDRESS = /[^\s@<>"',;:()]@[^\s@<>"',;:()]+\.\p{L}{2,}/u;

/** True for a text that is a value of a person rather than the name of a column. */
export function isDataLike(text: string): boolean {
  return VALUE.test(text) || HOLDS_ADDRESS.test(text);
}

/** A row as its texts, null for an empty cell. */
type Row = readonly (string | null)[];

/** Rows in front of a table that may be a title, a date and the like. */
const MOST_TITLE_ROWS = 20;

/** Filled cells that rows of a table have at least where a single one above can be told for a title. */
const TITLED_WIDTH = 3;

function filled(row: Row): number {
  return row.reduce((count, text) => count + (text === null || text.trim() === '' ? 0 : 1), 0);
}

/**
 * The place of the row with the columns' names among the first rows of a table, blank ones left out; 0 in doubt.
 * Reports have a title above the names. It is only passed over where everything speaks for it: rows with a single
 * text stand above a row that is nearly full and holds no values, and values follow.
 */
export function findHeader(rows: readonly Row[]): number {
  const [first] = rows;
  if (first === undefined || filled(first) > 1) return 0;
  const place = rows.slice(0, MOST_TITLE_ROWS).findIndex((row) => filled(row) > 1 || row.some(isValue));
  const names = rows[place];
  if (names === undefined || names.some(isValue)) return 0;
  const below = rows.slice(place + 1);
  const width = Math.max(...below.map(filled), 0);
  if (filled(names) < Math.max(2, width * 0.6)) return 0;
  // `email,` above two columns may be names with one missing; a title of its own width is none.
  const isNarrow = rows.slice(0, place).every((row) => row.length < names.length);
  if (!isNarrow && filled(names) < TITLED_WIDTH) return 0;
  return below.some((row) => row.some(isValue)) ? place : 0;
}

function isValue(text: string | null): boolean {
  return text !== null && isDataLike(text);
}
