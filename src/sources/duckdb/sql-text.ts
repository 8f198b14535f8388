/** Pieces of SQL text made from values. */

/** `"name"`, with quotes inside doubled. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `'text'`, with quotes inside doubled; DuckDB's plain literals know no other escapes. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `['a', 'b']` */
export function quoteList(texts: readonly string[]): string {
  return `[${texts.map(quoteText).join(', ')}]`;
}

/** A path as DuckDB's readers want it: they take `*`, `?` and `[` for patterns. */
export function exactPath(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}
