import { type Macro, macro } from './macro.ts';

/**
 * Presto's functions on dates and times. The session's time zone is UTC. Those that take a format are edited
 * into the query instead (query/time-formats.ts), because DuckDB wants the format as a constant.
 */

const onTime = (name: string, body: (time: string) => string): Macro =>
  macro(name, `(x VARCHAR) AS ${body('~"tada time"(x)')}`, `(x) AS ${body('x')}`);

const part = (name: string, own: string): Macro => onTime(name, (time) => `@${own}(${time})`);

const INTERVALS = [
  ['millisecond', 'to_milliseconds'],
  ['second', 'to_seconds'],
  ['minute', 'to_minutes'],
  ['hour', 'to_hours'],
  ['day', 'to_days'],
  ['week', 'to_weeks'],
  ['month', 'to_months'],
  ['quarter', 'to_quarters'],
  ['year', 'to_years'],
] as const;

const interval = `CASE @lower(u) ${INTERVALS.map(([unit, make]) => `WHEN '${unit}' THEN @${make}(CAST(n AS INTEGER))`).join(' ')}
  ELSE @error('date_add: unknown unit') END`;

/** Full units between the times; DuckDB's own date_diff counts how many borders lie between them. */
const difference = (a: string, b: string) => `@date_sub(@lower(u), ${a}, ${b})`;

/** Presto's names of the parts; Sunday is 7, weeks are ISO's. */
const PARTS = [
  ['dow', 'isodow'],
  ['day_of_week', 'isodow'],
  ['doy', 'doy'],
  ['day_of_year', 'doy'],
  ['day_of_month', 'day'],
  ['yow', 'isoyear'],
  ['year_of_week', 'isoyear'],
] as const;
const partName = `CASE @lower(p) ${PARTS.map(([from, to]) => `WHEN '${from}' THEN '${to}'`).join(' ')} ELSE p END`;

export const TIME_FUNCTIONS: readonly Macro[] = [
  macro('"date"', '(x VARCHAR) AS CAST(~"tada time"(x) AS DATE)', '(x) AS CAST(x AS DATE)'),
  macro('current_timezone', "() AS 'UTC'"),
  macro(
    'date_add',
    `(u, n, x DATE) AS CAST(@"+"(x, ${interval}) AS DATE)`,
    `(u, n, x VARCHAR) AS @"+"(~"tada time"(x), ${interval})`,
    `(u, n, x) AS @"+"(x, ${interval})`,
  ),
  macro(
    'date_diff',
    `(u, a VARCHAR, b VARCHAR) AS ${difference('~"tada time"(a)', '~"tada time"(b)')}`,
    `(u, a VARCHAR, b) AS ${difference('~"tada time"(a)', 'CAST(b AS TIMESTAMP)')}`,
    `(u, a, b VARCHAR) AS ${difference('CAST(a AS TIMESTAMP)', '~"tada time"(b)')}`,
    `(u, a, b) AS ${difference('CAST(a AS TIMESTAMP)', 'CAST(b AS TIMESTAMP)')}`,
  ),
  macro(
    'date_trunc',
    '(u, x VARCHAR) AS @date_trunc(u, ~"tada time"(x))',
    '(u, x DATE) AS CAST(@date_trunc(u, x) AS DATE)',
    '(u, x) AS @date_trunc(u, x)',
  ),
  macro(
    'date_part',
    `(p, x VARCHAR) AS @date_part(${partName}, ~"tada time"(x))`,
    `(p, x) AS @date_part(${partName}, x)`,
  ),
  macro('from_iso8601_date', '(s) AS CAST(s AS DATE)'),
  macro('from_iso8601_timestamp', '(s) AS CAST(s AS TIMESTAMPTZ)'),
  macro(
    'from_unixtime',
    '(x) AS @make_timestamp(CAST(@round(CAST(~"tada number"(x) AS DOUBLE) * 1000000) AS BIGINT))',
  ),
  macro('last_day_of_month', '(x VARCHAR) AS @last_day(~"tada time"(x))', '(x) AS @last_day(x)'),
  macro('to_unixtime', '(x VARCHAR) AS @epoch(~"tada time"(x))', '(x) AS @epoch(x)'),
  macro('to_milliseconds', '(i INTERVAL) AS @epoch_ms(i)', '(n) AS @to_milliseconds(n)'),
  macro(
    'to_iso8601',
    "(x DATE) AS @strftime(x, '%Y-%m-%d')",
    "(x TIMESTAMP) AS @strftime(x, '%Y-%m-%dT%H:%M:%S.%g')",
    "(x TIMESTAMPTZ) AS @strftime(@timezone('UTC', x), '%Y-%m-%dT%H:%M:%S.%gZ')",
  ),
  part('year', 'year'),
  part('quarter', 'quarter'),
  part('month', 'month'),
  part('week', 'week'),
  part('week_of_year', 'week'),
  part('day', 'day'),
  part('day_of_month', 'day'),
  part('day_of_week', 'isodow'),
  part('dow', 'isodow'),
  part('day_of_year', 'dayofyear'),
  part('doy', 'dayofyear'),
  part('year_of_week', 'isoyear'),
  part('yow', 'isoyear'),
  part('hour', 'hour'),
  part('minute', 'minute'),
  part('second', 'second'),
  onTime('millisecond', (time) => `@"%"(@millisecond(${time}), 1000)`),
  // The wall clock of another zone; only where nothing but its date or hour is asked for (see query/guard.ts).
  macro(
    'timezone',
    "(z, x TIMESTAMP) AS @timezone(z, @timezone('UTC', x))",
    '(z, x TIMESTAMPTZ) AS @timezone(z, x)',
    '(z, x VARCHAR) AS @timezone(z, @timezone(\'UTC\', ~"tada time"(x)))',
  ),
  macro(
    'at_timezone',
    "(x TIMESTAMP, z) AS @timezone(z, @timezone('UTC', x))",
    '(x TIMESTAMPTZ, z) AS @timezone(z, x)',
    '(x VARCHAR, z) AS @timezone(z, @timezone(\'UTC\', ~"tada time"(x)))',
  ),
];
