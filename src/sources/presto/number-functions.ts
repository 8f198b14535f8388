import { failing } from './failures.ts';
import { eachArity, type Macro, macro } from './macro.ts';

/** Presto's functions on numbers and its choices between values. */

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
  macro('truncate', '(x) AS @trunc(x)'),
  // DuckDB's own makes 3.0000000000000004 of 27.
  macro(
    'cbrt',
    '(x) AS CASE WHEN @round(@cbrt(x)) * @round(@cbrt(x)) * @round(@cbrt(x)) = x THEN @round(@cbrt(x)) ELSE @cbrt(x) END',
  ),
  macro('log', '(b, x) AS @"/"(@ln(x), @ln(b))'),
  macro('mod', '(a, b) AS @"%"(a, ~"tada divisor"(b))'),
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
  // Presto shifts the sign, too; by how many places depends on the type.
  macro(
    'bitwise_right_shift',
    `(a, b) AS CASE WHEN a < 0 THEN ${failing('negativeShift', 'a')} ELSE @">>"(a, b) END`,
  ),
];
