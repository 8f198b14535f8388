import { type Macro, macro } from './macro.ts';

/**
 * What may stand in a text that is cast to another type, as PrestoDB 0.287 and Trino 435 were found to take it;
 * DuckDB takes more, such as 2020/01/02 for a date. Each macro gives the text to a CAST or TRY_CAST around it, and
 * for one that Presto refuses gives another that no type can be read from. So both fail as they should: one with an
 * error, the other with NULL.
 */

/** SQL for a text that fits one of some patterns, each with what becomes of it; NULL stays NULL. */
function fitting(...cases: readonly (readonly [pattern: string, becomes: string])[]): string {
  const whens = cases.map(([pattern, becomes]) => `WHEN @regexp_full_match(x, '${pattern}') THEN ${becomes}`);
  return `(x) AS CASE ${whens.join('\n       ')} ELSE '?' || x END`;
}

const DAY = '\\d{1,6}-\\d{1,2}-\\d{1,2}';
const CLOCK = '(?:[01]?\\d|2[0-3]):[0-5]?\\d(?::[0-5]?\\d';
const SHORT_CLOCK = `${CLOCK}(?:\\.\\d{1,3})?)?`;
const LONG_CLOCK = `${CLOCK}(?:\\.\\d+)?)?`;
const ZONE = '(?:Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?|[A-Z][A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+)';

const WITHOUT_ZONE = `\\s*${DAY}(?: ${SHORT_CLOCK})?\\s*`;
const FINER_THAN_MILLISECONDS = `\\s*${DAY} ${LONG_CLOCK}\\s*`;
const WITH_ZONE = `\\s*${DAY} (?:${LONG_CLOCK} ?)?${ZONE}\\s*`;

/** Presto keeps milliseconds, and cuts what is finer. */
const CUT_TO_MILLISECONDS = "@regexp_replace(x, '(\\.\\d{3})\\d+', '\\1')";

/** A moment, from a text with a zone; NULL for a day or a zone that doesn't exist. DuckDB wants it written in one way. */
const MOMENT = `TRY_CAST(@concat(
  CAST(TRY_CAST(@regexp_extract(${CUT_TO_MILLISECONDS}, '${DAY}(?: [\\d:.]+)?') AS TIMESTAMP) AS VARCHAR),
  @regexp_replace(@regexp_replace(@regexp_extract(x, '(${ZONE})\\s*$', 1), '^(?:Z|UTC|GMT)$', '+00'), '^([A-Z])', ' \\1')
) AS TIMESTAMPTZ)`;

const ISO_DAY = '\\d{1,6}-\\d{1,2}-\\d{1,2}';
const ISO_ZONE = '(?:Z|[+-]\\d{2}(?::?\\d{2})?)?';

const NUMBER = '[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?';

export const CAST_READINGS: readonly Macro[] = [
  // Spaces around it: PrestoDB takes them, Trino doesn't.
  macro('"tada digits"', fitting(['\\s*[+-]?[0-9]+\\s*', 'x'])),
  macro('"tada truth word"', fitting(['(?i:true|t|1|false|f|0)', 'x'])),
  // Java's way to write numbers, with the letter of a type behind them.
  macro(
    '"tada double text"',
    fitting(
      [`\\s*(?:${NUMBER}|[+-]?(?:NaN|Infinity))\\s*`, 'x'],
      [`\\s*${NUMBER}[dDfF]\\s*`, "@regexp_replace(x, '[dDfF]', '')"],
    ),
  ),
  macro('"tada decimal text"', fitting([NUMBER, 'x'])),
  macro('"tada date text"', fitting([`\\s*${DAY}\\s*`, 'x'])),
  // A zone counts, as for PrestoDB in UTC; Trino forgets it.
  macro(
    '"tada clock text"',
    fitting(
      [WITHOUT_ZONE, 'x'],
      [WITH_ZONE, `coalesce(CAST(@timezone('UTC', ${MOMENT}) AS VARCHAR), '?')`],
      [FINER_THAN_MILLISECONDS, CUT_TO_MILLISECONDS],
    ),
  ),
  macro(
    '"tada moment text"',
    fitting(
      [WITHOUT_ZONE, 'x'],
      [WITH_ZONE, `coalesce(CAST(${MOMENT} AS VARCHAR), '?')`],
      [FINER_THAN_MILLISECONDS, CUT_TO_MILLISECONDS],
    ),
  ),
  macro('"tada hour text"', fitting([SHORT_CLOCK, 'x'])),
  // A year or a month alone is its first day; weeks and days of the year can be read, too.
  macro(
    '"tada iso date"',
    fitting(
      [ISO_DAY, 'x'],
      ['\\d{4}', "x || '-01-01'"],
      ['\\d{4}-\\d{2}', "x || '-01'"],
      ['\\d{4}-\\d{3}', "CAST(CAST(@try_strptime(x, '%Y-%j') AS DATE) AS VARCHAR)"],
      ['\\d{4}-W\\d{2}', "CAST(CAST(@try_strptime(x || '-1', '%G-W%V-%u') AS DATE) AS VARCHAR)"],
      ['\\d{4}-W\\d{2}-\\d', "CAST(CAST(@try_strptime(x, '%G-W%V-%u') AS DATE) AS VARCHAR)"],
    ),
  ),
  macro(
    '"tada iso moment"',
    fitting(
      [`${ISO_DAY}(?:[Tt]${LONG_CLOCK}${ISO_ZONE})?`, `@replace(${CUT_TO_MILLISECONDS}, 't', 'T')`],
      [`${ISO_DAY}[Tt](?:[01]?\\d|2[0-3])`, "x || ':00'"],
      ['\\d{4}', "x || '-01-01'"],
      ['\\d{4}-\\d{2}', "x || '-01'"],
    ),
  ),
  // Its wall clock, wherever that hangs.
  macro(
    '"tada iso clock"',
    `(x) AS CAST(@regexp_replace(~"tada iso moment"(x), '(T.*?)(?:Z|[+-][0-9:]+)$', '\\1') AS TIMESTAMP)`,
  ),
  // As it is printed: a DOUBLE that is 1.005 to people lies a little below it.
  macro('"tada printed"', '(x) AS CAST(x AS VARCHAR)'),
];
