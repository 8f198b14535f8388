import { Decimal } from 'decimal.js';
import { editBareValues } from './bare-values.ts';
import { CannotSay } from './cannot-say.ts';
import type { Edit } from './edited-text.ts';
import { insertion } from './edited-text.ts';
import { argumentsOf, closingPlace } from './expression-bounds.ts';
import { editGroups } from './regular-expressions.ts';
import { FORMAT_FUNCTIONS, translateFormat, yearsRead } from './time-formats.ts';
import type { Token } from './tokens.ts';

/**
 * What Presto writes otherwise than DuckDB and macros can't stand in for: names of aggregates and of functions
 * that take a lambda, literals of bytes, lengths of texts in casts, formats of dates.
 */

/** Same meaning under another name; macros can't take DISTINCT, FILTER, OVER or a lambda. */
const RENAMED: Readonly<Record<string, string>> = {
  approx_distinct: 'approx_count_distinct',
  // DuckDB's own gives the first value, NULL or not.
  arbitrary: 'any_value',
  bitwise_and_agg: 'bit_and',
  bitwise_or_agg: 'bit_or',
  every: 'bool_and',
  transform: 'list_transform',
};

/** DuckDB's own leave out rows whose first argument is NULL, and would give somebody's second best e-mail. */
const BY_ANOTHER: Readonly<Record<string, string>> = { min_by: 'arg_min_null', max_by: 'arg_max_null' };

function renamedByAnother(tokens: readonly Token[], place: number): string | undefined {
  return argumentsOf(tokens, place + 1)?.length === 2 ? BY_ANOTHER[tokens[place]?.key ?? ''] : undefined;
}

/** Throws {@link CannotSay}. */
export function editSpelling(sql: string, tokens: readonly Token[]): readonly Edit[] {
  return tokens.flatMap((token, place) => {
    if (token.kind === 'text') {
      refusePattern(token);
      return [];
    }
    if (token.kind !== 'word') return [];
    const next = tokens[place + 1];
    const isAdjacent = next?.start === token.end;
    if (token.key === 'x' && next?.kind === 'text' && isAdjacent) return [bytesLiteral(token, next)];
    if (token.key === 'u' && next?.text === '&' && tokens[place + 2]?.kind === 'text' && isAdjacent) {
      throw new CannotSay(token.start, "U&'…' can't be read here", 'Write the characters themselves.');
    }
    if (token.key === 'values' && tokens[place - 1]?.text !== '.') return editBareValues(tokens, place);
    if ((token.key === 'ignore' || token.key === 'respect') && next?.key === 'nulls') {
      return nullTreatment(tokens, place);
    }
    if (token.key === 'decimal' && next?.kind === 'text') return [decimalLiteral(token, next)];
    if (next?.text !== '(' || tokens[place - 1]?.text === '.') return [];
    if (token.key === 'varchar' || token.key === 'char') return cutText(tokens, place);
    if (token.key === 'if') return completeIf(tokens, place);
    if (token.key === 'approx_percentile') return percentile(tokens, place);
    if (token.key === 'count_if') return countedIf(tokens, place);
    if (token.key === 'regexp_replace') refuseLambda(tokens, place);
    if (token.key === 'regexp_extract' || token.key === 'regexp_replace') return editGroups(tokens, place);
    if (token.key === 'from_iso8601_timestamp' && isReadByCalendar(tokens, place)) {
      return [{ start: token.start, end: token.end, text: '"tada iso clock"' }];
    }
    const renamed = RENAMED[token.key] ?? renamedByAnother(tokens, place);
    if (renamed !== undefined) return [{ start: token.start, end: token.end, text: renamed }];
    return FORMAT_FUNCTIONS.has(token.key) ? editFormat(sql, tokens, place) : [];
  });
}

/** Intersections of character classes are Java's own; RE2 would take the signs as they are. */
function refusePattern(token: Token): void {
  if (!/\[[^\]]*&&\[/.test(token.text)) return;
  throw new CannotSay(
    token.start,
    "&& in a character class can't be said here",
    'List the characters instead.',
  );
}

/** `x'48 49'` → bytes; DuckDB would take it for the text x48 49. */
function bytesLiteral(token: Token, text: Token): Edit {
  const digits = text.text.slice(1, -1).replace(/\s/g, '');
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(digits)) {
    throw new CannotSay(
      token.start,
      'bytes are written as pairs of hexadecimal digits',
      "Such as x'48656C'.",
    );
  }
  return { start: token.start, end: text.end, text: `from_hex('${digits}')` };
}

/** `DECIMAL '1.50'` has as many digits as are written; for DuckDB it always has three behind the point. */
function decimalLiteral(token: Token, text: Token): Edit {
  const [, whole = '', fraction = ''] = /^'[+-]?(\d*)\.?(\d*)'$/.exec(text.text) ?? [];
  const digits = Math.max(1, whole.length + fraction.length);
  return {
    start: token.start,
    end: text.end,
    text: `CAST(${text.text} AS decimal(${digits}, ${fraction.length}))`,
  };
}

/** Functions of the calendar and the clock, which look at a time in its own zone. */
const CALENDAR = new Set(
  (
    'date year quarter month week week_of_year day day_of_month day_of_week dow day_of_year doy year_of_week yow hour ' +
    'minute second date_format format_datetime'
  ).split(' '),
);

/**
 * Whether `from_iso8601_timestamp(…)` at `place` stands in a function that gives another result for another zone:
 * `date(from_iso8601_timestamp('2020-01-02T23:00:00-08:00'))` is 2020-01-02. DuckDB forgets the zone, so the clock
 * is read before it does.
 */
function isReadByCalendar(tokens: readonly Token[], place: number): boolean {
  if (tokens[place - 1]?.text !== '(') return false;
  const caller = tokens[place - 2]?.key ?? '';
  if (CALENDAR.has(caller)) return true;
  const end = closingPlace(tokens, place + 1);
  if (caller !== 'cast' || end === undefined) return false;
  return (
    tokens[end + 1]?.key === 'as' &&
    ['date', 'timestamp'].includes(tokens[end + 2]?.key ?? '') &&
    tokens[end + 3]?.text === ')'
  );
}

/** `IF(condition, value)` → `IF(condition, value, NULL)` */
function completeIf(tokens: readonly Token[], place: number): readonly Edit[] {
  const items = argumentsOf(tokens, place + 1) ?? [];
  const [, last] = items[1] ?? [];
  const token = last === undefined ? undefined : tokens[last];
  return items.length === 2 && token !== undefined ? [insertion(token.end, ', NULL')] : [];
}

/**
 * `approx_percentile(x, 0.9)` → `quantile_disc(x, -0.1)`: of n values in order the one at n × 0.9, counted from 0,
 * which is what the servers give for fewer values than they begin to guess at.
 */
function percentile(tokens: readonly Token[], place: number): readonly Edit[] {
  const [value, percentage, ...others] = argumentsOf(tokens, place + 1) ?? [];
  const token = tokens[place];
  const literal = percentage === undefined ? undefined : tokens[percentage[0]];
  if (token === undefined || value === undefined || percentage === undefined || literal === undefined) {
    return [];
  }
  const share = literal.kind === 'number' ? Number(literal.text) : Number.NaN;
  if (others.length > 0 || percentage[0] !== percentage[1] || !(share >= 0 && share <= 1)) {
    throw new CannotSay(
      literal.start,
      'approx_percentile takes a value and a number from 0 to 1 here',
      'Such as approx_percentile(x, 0.5).',
    );
  }
  // From the end, where the count is the same; the last one isn't 0 from the end, which would be the first.
  const fromEnd = share === 1 ? '-0.000000001' : `-${new Decimal(1).minus(literal.text).toFixed()}`;
  return [
    { start: token.start, end: token.end, text: 'quantile_disc' },
    { start: literal.start, end: literal.end, text: fromEnd },
  ];
}

/** `count_if(x)` → `count(nullif(x, false))`: DuckDB's own counts NULL where nothing is true. */
function countedIf(tokens: readonly Token[], place: number): readonly Edit[] {
  const token = tokens[place];
  const [value, ...others] = argumentsOf(tokens, place + 1) ?? [];
  const first = value === undefined ? undefined : tokens[value[0]];
  const last = value === undefined ? undefined : tokens[value[1]];
  if (token === undefined || first === undefined || last === undefined || others.length > 0) return [];
  return [
    { start: token.start, end: token.end, text: 'count' },
    insertion(first.start, 'nullif(('),
    insertion(last.end, '), false)'),
  ];
}

/** DuckDB would take the function for a text of its own. */
function refuseLambda(tokens: readonly Token[], place: number): void {
  const [, , third] = argumentsOf(tokens, place + 1) ?? [];
  const arrow =
    third === undefined ? undefined : tokens.slice(third[0], third[1] + 1).find(({ text }) => text === '->');
  if (arrow === undefined) return;
  throw new CannotSay(
    arrow.start,
    'regexp_replace() takes no function here',
    'Write the replacement as a text; $1 is the first group.',
  );
}

/** `lag(x) IGNORE NULLS OVER (…)` → `lag(x IGNORE NULLS) OVER (…)` */
function nullTreatment(tokens: readonly Token[], place: number): readonly Edit[] {
  const [token, nulls] = [tokens[place], tokens[place + 1]];
  const bracket = tokens[place - 1];
  if (token === undefined || nulls === undefined || bracket?.text !== ')') return [];
  const removed = { start: token.start, end: nulls.end, text: '' };
  return token.key === 'ignore' ? [insertion(bracket.start, ' IGNORE NULLS'), removed] : [removed];
}

/** `CAST(x AS varchar(2))` → `"tada cut"(CAST(x AS varchar(2)), 2)`; DuckDB forgets the length. */
function cutText(tokens: readonly Token[], place: number): readonly Edit[] {
  const token = tokens[place];
  const closing = closingPlace(tokens, place + 1);
  const length = tokens[place + 2];
  if (token === undefined || closing === undefined || length?.kind !== 'number' || closing !== place + 3)
    return [];
  const castEnd = tokens[closing + 1];
  const cast = castEnd?.text === ')' ? castPlace(tokens, place) : undefined;
  const hint = 'Write SUBSTR(x, 1, n) to cut a text.';
  if (token.key === 'char')
    throw new CannotSay(token.start, 'CHAR(n) pads with spaces, which is not done here', hint);
  if (cast === undefined || castEnd === undefined) {
    throw new CannotSay(token.start, 'VARCHAR(n) can only be used in CAST(… AS VARCHAR(n)) here', hint);
  }
  return [insertion(cast.start, '"tada cut"('), insertion(castEnd.end, `, ${length.text})`)];
}

/** The CAST or TRY_CAST whose type stands at `place`. */
function castPlace(tokens: readonly Token[], place: number): Token | undefined {
  if (tokens[place - 1]?.key !== 'as') return undefined;
  let depth = 0;
  for (let at = place - 2; at > 0; at -= 1) {
    const text = tokens[at]?.text;
    if (text === ')') depth += 1;
    else if (text === '(' && depth === 0) {
      const word = tokens[at - 1];
      return word?.key === 'cast' || word?.key === 'try_cast' ? word : undefined;
    } else if (text === '(') depth -= 1;
  }
  return undefined;
}

/** `date_format(x, '%i')` → `strftime("tada time"(x), '%M')`: DuckDB wants the format as a constant of its own. */
function editFormat(sql: string, tokens: readonly Token[], place: number): readonly Edit[] {
  const token = tokens[place];
  const style = FORMAT_FUNCTIONS.get(token?.key ?? '');
  const [value, format, ...others] = argumentsOf(tokens, place + 1) ?? [];
  if (token === undefined || style === undefined || value === undefined || format === undefined) return [];
  const literal = tokens[format[0]];
  if (others.length > 0 || format[0] !== format[1] || literal?.kind !== 'text') {
    throw new CannotSay(
      literal?.start ?? token.start,
      `the format of ${token.key} has to be written as a text`,
      "Such as '%Y-%m-%d'.",
    );
  }
  const translated = translateFormat(
    sql.slice(literal.start + 1, literal.end - 1).replaceAll("''", "'"),
    style,
  );
  if (typeof translated !== 'string') {
    throw new CannotSay(
      literal.start,
      `${translated.unknown} in a date format can't be said here`,
      translated.hint,
    );
  }
  const first = tokens[value[0]]?.start ?? 0;
  const last = tokens[value[1]]?.end ?? 0;
  const years = style.stands === 'strftime' ? undefined : yearsRead(literal.text, style);
  if (years === 'none' || years === 'near today') {
    throw new CannotSay(
      literal.start,
      years === 'none' ? 'a date without a year can’t be read here' : 'yy is another century every year',
      years === 'none'
        ? 'Put the year in front of the text and of the format.'
        : 'Write yyyy, with the century in front of the text.',
    );
  }
  const closing = tokens[closingPlace(tokens, place + 1) ?? place]?.end ?? token.end;
  return [
    {
      start: token.start,
      end: token.end,
      text: years === 'from 1970' ? `"tada short year"(${style.stands}` : style.stands,
    },
    ...(years === 'from 1970' ? [insertion(closing, ')')] : []),
    ...(style.stands === 'strftime' ? [insertion(first, '"tada time"('), insertion(last, ')')] : []),
    { start: literal.start, end: literal.end, text: `'${translated.replaceAll("'", "''")}'` },
  ];
}
