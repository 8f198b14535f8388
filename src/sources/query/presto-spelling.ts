import type { Edit } from './edited-text.ts';
import { insertion } from './edited-text.ts';
import { argumentsOf, closingPlace } from './expression-bounds.ts';
import { FORMAT_FUNCTIONS, translateFormat } from './time-formats.ts';
import type { Token } from './tokens.ts';

/**
 * What Presto writes otherwise than DuckDB and macros can't stand in for: names of aggregates and of functions
 * that take a lambda, literals of bytes, lengths of texts in casts, formats of dates.
 */

/** Same meaning under another name; macros can't take DISTINCT, FILTER, OVER or a lambda. */
const RENAMED: Readonly<Record<string, string>> = {
  approx_distinct: 'approx_count_distinct',
  approx_percentile: 'approx_quantile',
  bitwise_and_agg: 'bit_and',
  bitwise_or_agg: 'bit_or',
  every: 'bool_and',
  transform: 'list_transform',
};

/** A place in the query that can't be said on this engine, and why. */
export class CannotSay extends Error {
  override readonly name = 'CannotSay';
  readonly place: number;
  readonly hint: string;

  constructor(place: number, problem: string, hint: string) {
    super(problem);
    this.place = place;
    this.hint = hint;
  }
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
    if (next?.text !== '(' || tokens[place - 1]?.text === '.') return [];
    if (token.key === 'varchar' || token.key === 'char') return cutText(tokens, place);
    if (token.key === 'if') return completeIf(tokens, place);
    const renamed = RENAMED[token.key];
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

/** `IF(condition, value)` → `IF(condition, value, NULL)` */
function completeIf(tokens: readonly Token[], place: number): readonly Edit[] {
  const items = argumentsOf(tokens, place + 1) ?? [];
  const [, last] = items[1] ?? [];
  const token = last === undefined ? undefined : tokens[last];
  return items.length === 2 && token !== undefined ? [insertion(token.end, ', NULL')] : [];
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
  return [
    { start: token.start, end: token.end, text: style.stands },
    ...(style.stands === 'strftime' ? [insertion(first, '"tada time"('), insertion(last, ')')] : []),
    { start: literal.start, end: literal.end, text: `'${translated.replaceAll("'", "''")}'` },
  ];
}
