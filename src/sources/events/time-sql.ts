import { isTimeZone, offsetsOf } from '../../core/events/time-zone.ts';
import { fullMatch, quoteText } from '../duckdb/sql-text.ts';

/**
 * Times in SQL: the ways of writing one that databases and shops use, read exactly as the core reads them.
 * Everything else is NULL and left to the core.
 */

const DAY = 86_400;

/** The runtime's zones change their offset on quarter hours only. */
const STEP = 900;

/** Times without a zone are settled so far back and ahead; most events are younger than TikTok's 28 days. */
const DAYS_BACK = 32;
const DAYS_AHEAD = 2;

const CLOCK = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?';
const ZONE = 'Z| UTC|[+-](?:0[0-9]|1[0-5])(?::?[0-5][0-9])?';
const DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}';

/** What clocks show, in seconds as if it were UTC; NULL for days that there aren't. */
export function wallSecondsSql(text: string): string {
  // The clock's pattern has no leap seconds and the cast gives NULL for the 30th of February.
  return `CASE WHEN ${fullMatch(text, `${DATE}[T ]${CLOCK}(?:${ZONE})?`)}
    THEN system.main.epoch(TRY_CAST(system.main.substr(${text}, 1, 19) AS TIMESTAMP))
    WHEN ${fullMatch(text, DATE)} THEN system.main.epoch(TRY_CAST(${text} AS TIMESTAMP)) END`;
}

/** The zone behind a time that {@link wallSecondsSql} reads; an empty text where there is none. */
export function zoneTextSql(text: string): string {
  return `CASE WHEN system.main.strlen(${text}) > 19
    THEN system.main.regexp_extract(${text}, ${quoteText(`(?:${ZONE})$`)}) ELSE '' END`;
}

/** Unix seconds as DOUBLE. `wall` and `zone` name columns with what the functions above gave for `text`. */
export function timeSql(
  text: string,
  wall: string,
  zone: string,
  timeZone: string | undefined,
  now: number,
): string {
  const minutes = `system.main.replace(system.main.substr(${zone}, 4), ':', '')`;
  const offset = `(TRY_CAST(system.main.substr(${zone}, 2, 2) AS INTEGER) * 3600
    + CASE WHEN ${minutes} = '' THEN 0 ELSE TRY_CAST(${minutes} AS INTEGER) * 60 END)`;
  return `CASE
    WHEN ${wall} IS NULL THEN CASE
      WHEN ${fullMatch(text, '[1-9][0-9]{9}')} THEN TRY_CAST(${text} AS DOUBLE)
      WHEN ${fullMatch(text, '[1-9][0-9]{12}')} THEN TRY_CAST(system.main.substr(${text}, 1, 10) AS DOUBLE) END
    WHEN ${zone} = '' THEN ${zonelessSql(wall, timeZone, now)}
    WHEN ${zone} = 'Z' OR ${zone} = ' UTC' THEN ${wall}
    WHEN system.main.starts_with(${zone}, '-') THEN ${wall} + ${offset}
    ELSE ${wall} - ${offset} END`;
}

function zonelessSql(wall: string, timeZone: string | undefined, now: number): string {
  if (timeZone === undefined) return wall;
  const arms = settledOffsets(timeZone, now).map(
    ({ from, to, offset }) => `WHEN ${wall} >= ${from} AND ${wall} < ${to} THEN ${wall} - (${offset})`,
  );
  return arms.length === 0 ? 'NULL' : `CASE ${arms.join(' ')} END`;
}

interface SettledOffset {
  /** Wall seconds, from (inclusive) to (exclusive). */
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/**
 * Where a zone's clocks stay a day away from any change of them; there the core's fromWallClock takes off this
 * offset, and around a change it has more to decide. Nothing for a name that is no zone.
 */
function settledOffsets(timeZone: string, now: number): readonly SettledOffset[] {
  if (!isTimeZone(timeZone)) return [];
  const offsetAt = offsetsOf(timeZone);
  const today = Math.floor(now / 1000 / DAY) * DAY;
  const settled: SettledOffset[] = [];
  for (let from = today - DAYS_BACK * DAY; from < today + DAYS_AHEAD * DAY; from += STEP) {
    const offset = offsetAt(from - DAY);
    if (offset !== offsetAt(from + DAY)) continue;
    const last = settled.at(-1);
    if (last?.to === from && last.offset === offset) {
      settled[settled.length - 1] = { ...last, to: from + STEP };
    } else settled.push({ from, to: from + STEP, offset });
  }
  return settled;
}
