import { type Macro, macro } from './macro.ts';

/**
 * Text columns as numbers and times.
 *
 * A CSV or JSON file has no types, and a phone number or an id must keep its text: so all its columns are text.
 * Presto's queries expect types: `order_time > current_date - interval '7' day`, `revenue / quantity`. Types
 * guessed from the values would turn some ids into numbers. Instead the query itself says what it needs, and
 * only there, for that one operation, the text is read as something else:
 *
 * - beside an arithmetic operator a text is a DOUBLE, beside an INTERVAL a TIMESTAMP (the macros of this file,
 *   chosen by DuckDB by the types of both sides);
 * - compared with a number or a time, likewise (comparisons.ts); two texts are equal as texts;
 * - in sum, avg and their like it is a DOUBLE;
 * - where it matters which of two columns is more, in ORDER BY, min, max and `a < b`, numbers come in numeric
 *   order; beside a text in quotes a text stays a text.
 *
 * What is selected, joined, hashed or given to a text function keeps its text. A division never cuts the
 * fraction of numbers from such files, which never said that they are integers; typed integers (Parquet) divide
 * as in Presto. A text that isn't a number fails the query, as it would for Presto.
 */

/** The text as a number, a time or a key to sort by; anything that has a type already stays as it is. */
export const READINGS: readonly Macro[] = [
  macro('"tada number"', "(x VARCHAR) AS CAST(@nullif(x, '') AS DOUBLE), (x) AS x"),
  // Exact where DOUBLE isn't: ids of up to 28 digits compare with whole numbers digit by digit.
  macro('"tada whole"', "(x VARCHAR) AS CAST(@nullif(x, '') AS DECIMAL(38, 9)), (x) AS x"),
  // A zone in the text counts; a text without one is UTC, as the session is.
  macro('"tada time"', "(x VARCHAR) AS @timezone('UTC', CAST(@nullif(x, '') AS TIMESTAMPTZ)), (x) AS x"),
  macro(
    '"tada order"',
    `(x VARCHAR) AS CASE WHEN x IS NOT NULL
       THEN @create_sort_key(TRY_CAST(x AS DOUBLE), 'ASC NULLS LAST', x, 'ASC NULLS LAST') END, (x) AS x`,
  ),
  macro('"tada cut"', '(x VARCHAR, n) AS @substr(x, 1, n), (x, n) AS x'),
  macro('"tada divisor"', "(x) AS CASE WHEN x = 0 THEN @error('Division by zero') ELSE x END"),
];

const DECIMAL_SCALE = (x: string) =>
  `coalesce(TRY_CAST(@regexp_extract(@typeof(${x}), ',(\\d+)', 1) AS INTEGER), 0)`;

/**
 * Presto divides decimals to a decimal of the larger scale, half away from zero; DuckDB to a DOUBLE. `typeof`
 * is known when the query is read, so the choice costs nothing per row.
 */
const DIVIDE = `CASE WHEN @typeof(a) IN ('DOUBLE', 'FLOAT') OR @typeof(b) IN ('DOUBLE', 'FLOAT') OR @typeof(a) = 'INTERVAL'
  THEN @"/"(a, b)
  ELSE @round(@"/"(a, ~"tada divisor"(b)), @greatest(${DECIMAL_SCALE('a')}, ${DECIMAL_SCALE('b')})) END`;

const withText = (operator: string) => [
  `(a VARCHAR, b VARCHAR) AS @"${operator}"(~"tada number"(a), ~"tada number"(b))`,
  `(a VARCHAR, b) AS @"${operator}"(~"tada number"(a), b)`,
  `(a, b VARCHAR) AS @"${operator}"(a, ~"tada number"(b))`,
];

export const OPERATORS: readonly Macro[] = [
  macro(
    '"+"',
    ...withText('+'),
    '(a VARCHAR, b INTERVAL) AS @"+"(~"tada time"(a), b)',
    '(a INTERVAL, b VARCHAR) AS @"+"(a, ~"tada time"(b))',
    // DuckDB makes a TIMESTAMP of it, which prints differently.
    '(a DATE, b INTERVAL) AS CAST(@"+"(a, b) AS DATE)',
    '(a INTERVAL, b DATE) AS CAST(@"+"(a, b) AS DATE)',
    '(a, b) AS @"+"(a, b)',
    '(a VARCHAR) AS ~"tada number"(a)',
    '(a) AS @"+"(a)',
  ),
  macro(
    '"-"',
    ...withText('-'),
    '(a VARCHAR, b INTERVAL) AS @"-"(~"tada time"(a), b)',
    '(a DATE, b INTERVAL) AS CAST(@"-"(a, b) AS DATE)',
    '(a, b) AS @"-"(a, b)',
    '(a VARCHAR) AS @"-"(~"tada number"(a))',
    '(a) AS @"-"(a)',
  ),
  macro('"*"', ...withText('*'), '(a, b) AS @"*"(a, b)'),
  // With `integer_division` the parser writes `//` for `/`.
  macro(
    '"//"',
    ...withText('/'),
    '(a BIGINT, b BIGINT) AS @"//"(a, ~"tada divisor"(b))',
    `(a, b) AS ${DIVIDE}`,
  ),
  macro('"%"', ...withText('%'), '(a, b) AS @"%"(a, ~"tada divisor"(b))'),
];
