import { CAST_READINGS } from './cast-readings.ts';
import { failing } from './failures.ts';
import { type Macro, macro } from './macro.ts';

/** Of a DOUBLE as DuckDB prints it, such as `-12.5` or `1e-07`: its digits, without zeros at either end. */
const DIGITS = "@trim(@replace(@regexp_replace(CAST(@abs(x) AS VARCHAR), 'e.*', ''), '.', ''), '0')";

/** The power of ten of the first of these digits. */
const EXPONENT = `CASE
  WHEN @contains(CAST(x AS VARCHAR), 'e') THEN CAST(@regexp_extract(CAST(x AS VARCHAR), 'e(.*)', 1) AS INTEGER)
  WHEN @abs(x) >= 1 THEN @strpos(CAST(@abs(x) AS VARCHAR), '.') - 2
  ELSE -@length(@regexp_extract(CAST(@abs(x) AS VARCHAR), '^0\\.(0*)', 1)) - 1 END`;

const MONTHS = "(@date_part('year', x) * 12 + @date_part('month', x))";

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
  // Two digits of a year begin with 70; DuckDB's begin with 69.
  macro('"tada short year"', '(x) AS CASE WHEN @year(x) = 1969 THEN @"+"(x, INTERVAL 100 YEAR) ELSE x END'),
  macro('"tada date"', '(x) AS CAST(x AS DATE)'),
  // A date stays one when it is moved, as long as it is moved by days.
  macro(
    '"tada moved date"',
    `(x) AS CASE WHEN x <> CAST(CAST(x AS DATE) AS TIMESTAMP) THEN ${failing('hoursOfDate', 'x')} ELSE CAST(x AS DATE) END`,
  ),
  macro('"tada truth"', '(x) AS CAST(x AS BOOLEAN)'),
  // By number, then by the value itself, whatever its type; what is no number comes behind the numbers.
  macro(
    '"tada order"',
    `(x) AS CASE WHEN x IS NOT NULL THEN @create_sort_key(
       TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE), 'ASC NULLS LAST', x, 'ASC NULLS LAST') END`,
  ),
  ...CAST_READINGS,
  // Times between dates; DuckDB's own is a number of days.
  macro('"tada days"', '(x) AS @to_days(CAST(x AS INTEGER))'),
  // Half away from zero, where DuckDB goes to the even one.
  macro('"tada rounded"', '(x) AS @round(x)'),
  macro(
    '"tada scientific"',
    `(x) AS CASE
       WHEN x IS NULL THEN NULL
       WHEN @isnan(x) THEN 'NaN'
       WHEN @isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END
       WHEN x = 0 THEN CASE WHEN @starts_with(CAST(x AS VARCHAR), '-') THEN '-0.0' ELSE '0.0' END
       WHEN @abs(x) >= 1e-3 AND @abs(x) < 1e7 THEN CAST(x AS VARCHAR)
       ELSE @concat(CASE WHEN x < 0 THEN '-' ELSE '' END, @left(${DIGITS}, 1), '.',
         CASE WHEN @length(${DIGITS}) = 1 THEN '0' ELSE @substr(${DIGITS}, 2) END, 'E', ${EXPONENT}) END`,
  ),
  // To the millisecond, as Presto keeps times; the session's zone is UTC.
  macro(
    '"tada time text"',
    `(x) AS @strftime(x, '%Y-%m-%d %H:%M:%S.%g')
       || CASE WHEN @typeof(x) = 'TIMESTAMP WITH TIME ZONE' THEN ' UTC' ELSE '' END`,
  ),
  macro(
    '"tada interval text"',
    `(x) AS CASE WHEN x IS NULL THEN NULL
       WHEN ${MONTHS} = 0 THEN @concat(CASE WHEN @epoch_ms(x) < 0 THEN '-' ELSE '' END,
         @"//"(@abs(@epoch_ms(x)), 86400000), ' ', @strftime(@make_timestamp(@abs(@epoch_ms(x)) * 1000), '%H:%M:%S.%g'))
       ELSE @concat(CASE WHEN ${MONTHS} < 0 THEN '-' ELSE '' END,
         @"//"(@abs(${MONTHS}), 12), '-', @"%"(@abs(${MONTHS}), 12)) END`,
  ),
  macro(
    '"tada fitting"',
    `(x, n) AS CASE WHEN @length(CAST(x AS VARCHAR)) > n THEN ${failing('tooLong', 'x')} ELSE CAST(x AS VARCHAR) END`,
  ),
  macro(
    '"tada fitting or nothing"',
    '(x, n) AS CASE WHEN @length(CAST(x AS VARCHAR)) <= n THEN CAST(x AS VARCHAR) END',
  ),
  // No group is distinguished from an empty one by RE2; a group that may be missing is hardly ever empty.
  macro(
    '"tada found group"',
    "(s, p, g) AS CASE WHEN @regexp_matches(s, p) THEN @nullif(@regexp_extract(s, p, g), '') END",
  ),
  macro('"tada cut"', '(x, n) AS @substr(x, 1, n)'),
  macro(
    '"tada divisor"',
    `(x) AS CASE WHEN x = 0 AND @typeof(x) NOT IN ('DOUBLE', 'FLOAT') THEN ${failing('division', 'x')} ELSE x END`,
  ),
  macro('"tada quotient"', '(a, b) AS @"/"(a, b)'),
  // Exact, half away from zero: whole numbers are divided, without their points. The unit, such as 0.01, carries
  // the scale into the type of the result.
  macro(
    '"tada decimal quotient"',
    `(a, b, shift, unit) AS @"*"(CAST(
       CASE WHEN (${digits('a')} < 0) <> (${digits('b')} < 0) THEN -1 ELSE 1 END
         * @"//"(2 * @abs(${digits('a')} * shift) + @abs(${digits('b')}), 2 * @abs(~"tada divisor"(${digits('b')})))
       AS DECIMAL(38, 0)), unit)`,
  ),
  // An average of decimals is one of the same scale. As it is printed: the DOUBLE lies beside what people see.
  macro('"tada average"', '(x, s) AS @round(CAST(CAST(x AS VARCHAR) AS DECIMAL(38, 18)), s)'),
  macro('"tada scaled"', '(x, unit) AS @"+"(x, @"-"(unit, unit))'),
  macro('"tada integer"', '(x) AS CAST(x AS BIGINT)'),
  macro('"tada exact"', '(x) AS CAST(x AS DECIMAL(19, 0))'),
  macro('"tada real"', '(x) AS CAST(x AS FLOAT)'),
  macro('"tada double"', '(x) AS CAST(x AS DOUBLE)'),
  // To the millisecond, too.
  macro(
    '"tada clock value"',
    `(x) AS @left(CAST(x AS VARCHAR), 8) || '.' || @left(@rpad(@substr(CAST(x AS VARCHAR), 10), 3, '0'), 3)`,
  ),
];

/** The digits of a decimal as a whole number: it is always printed with all of its scale. */
function digits(x: string): string {
  return `CAST(@replace(CAST(${x} AS VARCHAR), '.', '') AS HUGEINT)`;
}
