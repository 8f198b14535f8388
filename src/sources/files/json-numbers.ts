/** Numbers in JSON texts, which DuckDB reads and prints as other texts. */

/**
 * Puts every number of a JSON text in quotes. DuckDB would print `1.10` as `1.1` and `1e5` as `100000.0`; in
 * quotes a value keeps the text it was written with. The pattern takes whole strings in its first group, so
 * digits inside strings are left alone; for that, every match has to begin where the last one ended. A zero put
 * behind the text sees to it: there is always a number ahead.
 */
export const NUMBERS_IN_JSON = `((?:"(?:[^"\\\\]|\\\\.)*"|[^"0-9-])*)(-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)`;

/** Numbers that DuckDB prints as they are written; texts without other ones need no quotes. */
export const RISKY_NUMBER = '[0-9][.eE][0-9+-]|-0|[0-9]{18}';
