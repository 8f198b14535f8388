/** Pieces of SQL text made from names and values. They mean the same to Presto, Trino and DuckDB. */

/** `"name"`, with quotes inside doubled. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `'text'`, with quotes inside doubled; plain literals know no other escapes. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * A number as a literal. Whole numbers are written plainly; everything else with an exponent, which makes it
 * a double: a decimal literal would be compared in another type, and rounded differently.
 */
export function numberLiteral(number: number): string {
  if (Number.isSafeInteger(number)) return String(number === 0 ? 0 : number);
  return number.toExponential().replace('e+', 'E').replace('e', 'E');
}
