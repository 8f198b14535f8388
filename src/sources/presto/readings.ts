import { type Macro, macro } from './macro.ts';

/**
 * Text columns as numbers and times.
 *
 * A CSV or JSON file has no types, and a phone number or an id must keep its text: so all its columns are text.
 * Presto's queries expect types: `order_time > current_date - interval '7' day`, `revenue / quantity`. Types
 * guessed from the values would turn some ids into numbers. Instead the query itself says what it needs, and
 * only there, for that one operation, the text is read as something else (query/type-query.ts):
 *
 * - beside an arithmetic operator, and as an argument of a function of numbers, a text is a DOUBLE; beside an
 *   INTERVAL, and for a function of times, a TIMESTAMP;
 * - compared with a number or a time it is one; two texts are equal as texts;
 * - where it matters which of two texts is more, in ORDER BY, min, max and `a < b`, numbers come in numeric
 *   order; beside a text in quotes a text stays a text.
 *
 * What is selected, joined, hashed or given to a text function keeps its text. A division never cuts the
 * fraction of numbers from such files, which never said that they are integers; typed integers (Parquet) divide
 * as in Presto. A text that isn't a number fails the query, as it would for Presto.
 *
 * These macros have one form each: DuckDB chooses between overloads before it knows the type of an aggregate.
 */
export const READINGS: readonly Macro[] = [
  macro('"tada number"', "(x) AS CAST(@nullif(x, '') AS DOUBLE)"),
  // Exact where DOUBLE isn't: ids of up to 28 digits compare with whole numbers digit by digit.
  macro('"tada whole"', "(x) AS CAST(@nullif(x, '') AS DECIMAL(38, 9))"),
  // A zone in the text counts; a text without one is UTC, as the session is. Times stay what they are.
  macro('"tada time"', "(x) AS @timezone('UTC', CAST(x AS TIMESTAMPTZ))"),
  macro('"tada moment"', "(x, f) AS @timezone('UTC', @strptime(x, f))"),
  macro('"tada date"', '(x) AS CAST(x AS DATE)'),
  macro('"tada truth"', '(x) AS CAST(x AS BOOLEAN)'),
  // By number, then by the value itself, whatever its type; what is no number comes behind the numbers.
  macro(
    '"tada order"',
    `(x) AS CASE WHEN x IS NOT NULL THEN @create_sort_key(
       TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE), 'ASC NULLS LAST', x, 'ASC NULLS LAST') END`,
  ),
  macro('"tada cut"', '(x, n) AS @substr(x, 1, n)'),
  macro(
    '"tada divisor"',
    `(x) AS CASE WHEN x = 0 AND @typeof(x) NOT IN ('DOUBLE', 'FLOAT') THEN @error('Division by zero') ELSE x END`,
  ),
  macro('"tada quotient"', '(a, b) AS @"/"(a, b)'),
  // To the larger scale, half away from zero; the scale is known when the query is read.
  macro(
    '"tada decimal quotient"',
    `(a, b) AS @round(@"/"(a, ~"tada divisor"(b)), @greatest(${scaleSql('a')}, ${scaleSql('b')}))`,
  ),
];

function scaleSql(x: string): string {
  return `coalesce(TRY_CAST(@regexp_extract(@typeof(${x}), ',(\\d+)', 1) AS INTEGER), 0)`;
}
