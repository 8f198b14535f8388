import { quoteName, quoteText } from '../../core/segments/sql-text.ts';

/** Pieces of SQL text made from values. */
export { quoteName, quoteText };

/** `['a', 'b']` */
export function quoteList(texts: readonly string[]): string {
  return `[${texts.map(quoteText).join(', ')}]`;
}

/**
 * True where a text is one of a list. An IN of more than a few constants is planned as a join, also within an
 * expression; that is slower, and rows don't come out of it in their order. A cast to an enumeration looks up.
 */
export function isOneOf(text: string, list: Iterable<string>): string {
  return `(TRY_CAST(${text} AS ${enumOf(list)}) IS NOT NULL)`;
}

export function enumOf(names: Iterable<string>): string {
  return `ENUM(${[...names].map(quoteText).join(', ')})`;
}

/** True where a regular expression fits a text as a whole. By its own name: the person's SQL has Presto's functions first. */
export function fullMatch(text: string, pattern: string): string {
  return `system.main.regexp_full_match(${text}, ${quoteText(pattern)})`;
}

/** True where it fits a part of the text. */
export function partMatch(text: string, pattern: string): string {
  return `system.main.regexp_matches(${text}, ${quoteText(pattern)})`;
}

/** A path as DuckDB's readers want it: they take `*`, `?` and `[` for patterns. */
export function exactPath(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}
