import { failing } from './failures.ts';
import { type Macro, macro } from './macro.ts';

/**
 * Presto's functions on dates and times. The session's time zone is UTC. Those that take a format are edited
 * into the query instead (query/time-formats.ts), because DuckDB wants the format as a constant.
 */

/** Any kind of time, and a text that is one. */
const TIME = (x: string) => `~"tada time"(${x})`;

const part = (name: string, own: string): Macro => macro(name, `(x) AS @${own}(x)`);

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
  ELSE ${failing('unit', 'u')} END`;

const UNITS = INTERVALS.map(([unit]) => `'${unit}'`).join(', ');

/** DuckDB would make a time of the date, or leave out the hours. */
const CLOCK_UNITS = "('hour', 'minute', 'second', 'millisecond')";
const isClockOfDate = `@typeof(x) = 'DATE' AND @lower(u) IN ${CLOCK_UNITS}`;

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

/** Of Unix seconds, to the millisecond. */
const MOMENT = '@make_timestamptz(CAST(@round(CAST(x AS DOUBLE) * 1000) * 1000 AS BIGINT))';

export const TIME_FUNCTIONS: readonly Macro[] = [
  macro('"date"', `(x) AS CAST(${TIME('x')} AS DATE)`),
  macro('current_timezone', "() AS 'UTC'"),
  macro(
    'date_add',
    `(u, n, x) AS CASE WHEN ${isClockOfDate} THEN ${failing('dayUnit', 'x')} ELSE @"+"(x, ${interval}) END`,
  ),
  macro(
    'date_trunc',
    `(u, x) AS CASE WHEN ${isClockOfDate} THEN ${failing('dayUnit', 'x')}
       WHEN @lower(u) IN (${UNITS}) THEN @date_trunc(u, x) ELSE ${failing('unit', 'u')} END`,
  ),
  // Full units between the times; DuckDB's own counts how many borders lie between them.
  macro(
    'date_diff',
    `(u, a, b) AS CASE WHEN @typeof(a) = 'DATE' AND @typeof(b) = 'DATE' AND @lower(u) IN ${CLOCK_UNITS}
         THEN ${failing('dayUnit', 'a')}
       WHEN @lower(u) IN (${UNITS}) THEN @date_sub(@lower(u), ${TIME('a')}, ${TIME('b')})
       ELSE ${failing('unit', 'u')} END`,
  ),
  macro('date_part', `(p, x) AS @date_part(${partName}, x)`),
  macro('from_iso8601_date', '(s) AS CAST(~"tada iso date"(s) AS DATE)'),
  macro('from_iso8601_timestamp', '(s) AS CAST(~"tada iso moment"(s) AS TIMESTAMPTZ)'),
  // A moment, not a reading of somebody's clock: as text it carries its zone, as Trino's does. PrestoDB's carries
  // none, which would be taken for the zone of the destination.
  macro(
    'from_unixtime',
    `(x) AS ${MOMENT}`,
    `(x, z) AS CASE WHEN @upper(z) = 'UTC' THEN ${MOMENT} ELSE ${failing('otherZone', 'z')} END`,
  ),
  macro('last_day_of_month', `(x) AS @last_day(${TIME('x')})`),
  macro('to_unixtime', `(x) AS @epoch(${TIME('x')})`),
  macro('to_milliseconds', '(i) AS @epoch_ms(i)'),
  macro(
    'to_iso8601',
    `(x) AS CASE @typeof(x) WHEN 'DATE' THEN @strftime(${TIME('x')}, '%Y-%m-%d')
       ELSE @strftime(${TIME('x')}, '%Y-%m-%dT%H:%M:%S.%gZ') END`,
  ),
  part('week_of_year', 'week'),
  part('day_of_month', 'day'),
  part('day_of_week', 'isodow'),
  part('dow', 'isodow'),
  part('day_of_year', 'dayofyear'),
  part('doy', 'dayofyear'),
  part('year_of_week', 'isoyear'),
  part('yow', 'isoyear'),
  macro('millisecond', '(x) AS @"%"(@millisecond(x), 1000)'),
  // The wall clock of another zone; only where nothing but its date or hour is asked for (see query/guard.ts).
  macro('timezone', '(z, x) AS @timezone(z, CAST(x AS TIMESTAMPTZ))'),
  macro('at_timezone', '(x, z) AS @timezone(z, CAST(x AS TIMESTAMPTZ))'),
];
