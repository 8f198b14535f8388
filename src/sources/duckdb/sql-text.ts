import { quoteName, quoteText } from '../../core/segments/sql-text.ts';

/** Pieces of SQL text made from values. */
export { quoteName, quoteText };

/** `['a', 'b']` */
export function quoteList(texts: readonly string[]): string {
  return `[${texts.map(quoteText).join(', ')}]`;
}

/** A path as DuckDB's readers want it: they take `*`, `?` and `[` for patterns. */
export function exactPath(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}
