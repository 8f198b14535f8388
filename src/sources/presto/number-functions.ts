import { eachArity, type Macro, macro } from './macro.ts';

/** Presto's functions on numbers and its choices between values. */

/** The function also takes a text column, read as a number. */
const numeric = (name: string, own = name) =>
  macro(name, `(x VARCHAR) AS @${own}(~"tada number"(x)), (x) AS @${own}(x)`);

const anyIsNull = (names: readonly string[]) => names.map((name) => `${name} IS NULL`).join(' OR ');

/** NULL when an argument is NULL; DuckDB's own leaves it out. */
const extreme = (name: string) =>
  macro(
    name,
    ...eachArity(
      10,
      (names) => `CASE WHEN ${anyIsNull(names)} THEN NULL ELSE @${name}(${names.join(', ')}) END`,
    ),
  );

export const NUMBER_FUNCTIONS: readonly Macro[] = [
  extreme('greatest'),
  extreme('least'),
  macro('"if"', '(c, t) AS CASE WHEN c THEN t END', '(c, t, f) AS CASE WHEN c THEN t ELSE f END'),
  macro(
    'nullif',
    '(a VARCHAR, b DOUBLE) AS CASE WHEN ~"tada number"(a) = b THEN NULL ELSE a END',
    '(a VARCHAR, b VARCHAR) AS CASE WHEN a = b THEN NULL ELSE a END',
    '(a, b) AS CASE WHEN a = b THEN NULL ELSE a END',
  ),
  ...['abs', 'ceil', 'ceiling', 'floor', 'sqrt', 'cbrt', 'sign', 'exp', 'ln', 'log2', 'log10'].map((name) =>
    numeric(name),
  ),
  numeric('truncate', 'trunc'),
  macro(
    'round',
    '(x VARCHAR) AS @round(~"tada number"(x))',
    '(x) AS @round(x)',
    '(x VARCHAR, n) AS @round(~"tada number"(x), n)',
    '(x, n) AS @round(x, n)',
  ),
  macro('log', '(b, x) AS @"/"(@ln(~"tada number"(x)), @ln(~"tada number"(b)))'),
  macro('mod', '(a, b) AS ~"%"(a, b)'),
  macro('power', '(a, b) AS @power(~"tada number"(a), ~"tada number"(b))'),
  macro('pow', '(a, b) AS @power(~"tada number"(a), ~"tada number"(b))'),
  macro('e', '() AS @exp(1)'),
  macro('infinity', "() AS CAST('inf' AS DOUBLE)"),
  macro('nan', "() AS CAST('nan' AS DOUBLE)"),
  macro('is_finite', '(x) AS @isfinite(x)'),
  macro('is_infinite', '(x) AS @isinf(x)'),
  macro('is_nan', '(x) AS @isnan(x)'),
  macro(
    'rand',
    '() AS @random()',
    '(n) AS CAST(@floor(@random() * n) AS BIGINT)',
    '(m, n) AS CAST(m + @floor(@random() * (n - m)) AS BIGINT)',
  ),
  macro(
    'random',
    '() AS @random()',
    '(n) AS CAST(@floor(@random() * n) AS BIGINT)',
    '(m, n) AS CAST(m + @floor(@random() * (n - m)) AS BIGINT)',
  ),
  macro('to_base', '(x, r) AS @lower(@to_base(x, r))'),
  macro('bitwise_and', '(a, b) AS @"&"(a, b)'),
  macro('bitwise_or', '(a, b) AS @"|"(a, b)'),
  macro('bitwise_xor', '(a, b) AS @xor(a, b)'),
  macro('bitwise_not', '(a) AS @"-"(@"-"(a), 1)'),
  macro('bitwise_left_shift', '(a, b) AS @"<<"(a, b)'),
  macro('bitwise_right_shift', '(a, b) AS @">>"(a, b)'),
];
