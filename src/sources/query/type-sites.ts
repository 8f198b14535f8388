import {
  argumentsOf,
  closingPlace,
  isBinary,
  isComparison,
  operandAfter,
  operandBefore,
  otherCaseWord,
  type Span,
} from './expression-bounds.ts';
import type { Token } from './tokens.ts';

/**
 * Places in a query where it matters which types meet. What is done about them is decided with the types that
 * DuckDB finds (type-query.ts).
 */
export type CastKind =
  | 'cast-to-whole'
  | 'cast-to-double'
  | 'cast-to-decimal'
  | 'cast-to-text'
  | 'cast-to-truth'
  | 'cast-to-date'
  | 'cast-to-time'
  | 'cast-to-moment'
  | 'cast-to-clock';

export interface TypeSite {
  readonly kind:
    | 'comparison'
    /** `<`, `<=`, `>`, `>=`, or BETWEEN: where it matters which of two texts is more. */
    | 'order'
    /** COALESCE, the branches of CASE and their like: all become one type. */
    | 'choice'
    | 'sum'
    | 'quotient'
    | 'remainder'
    | 'product'
    /** A function, or an aggregate, of numbers. */
    | 'number-function'
    /** `sum` and `avg`, with their FILTER and OVER. */
    | 'total'
    /** What approx_percentile has become by then. */
    | 'percentile'
    | 'time-function'
    /** A function that gives a DATE for a DATE and a time for a time. */
    | 'date-keeping'
    /** `min` and `max`. */
    | 'extreme'
    /** `min_by` and `max_by`: by the operand. */
    | 'extreme-by'
    /** `date(x)`, which is a cast. */
    | 'date-of'
    /** CAST and TRY_CAST. */
    | CastKind;
  /** The token that DuckDB points at: the operator, or the function's name. */
  readonly place: number;
  readonly operands: readonly Span[];
  /** All of it, from the first token to the last. */
  readonly whole: Span;
}

const NUMBER_FUNCTIONS = new Set(
  `abs ceil ceiling floor round sqrt cbrt sign exp ln log log2 log10 truncate mod power pow from_unixtime
   stddev stddev_pop stddev_samp variance var_pop var_samp geometric_mean corr covar_pop covar_samp
   regr_slope regr_intercept bitwise_and bitwise_or bitwise_xor`.split(/\s+/),
);

const TIME_FUNCTIONS = new Set(
  `year quarter month week week_of_year day day_of_month day_of_week dow day_of_year doy year_of_week yow hour
   minute second millisecond`.split(/\s+/),
);

/** What a value may be cast to where Presto and DuckDB don't agree. */
const CAST_KINDS: ReadonlyMap<string, CastKind> = new Map([
  ...['tinyint', 'smallint', 'int', 'integer', 'bigint'].map((type) => [type, 'cast-to-whole'] as const),
  ...['double', 'real'].map((type) => [type, 'cast-to-double'] as const),
  ['decimal', 'cast-to-decimal'],
  ['varchar', 'cast-to-text'],
  ['boolean', 'cast-to-truth'],
  ['date', 'cast-to-date'],
  ['timestamp', 'cast-to-time'],
  ['time', 'cast-to-clock'],
]);

/** `min_by` and `max_by`, and what they have become by then (presto-spelling.ts). */
const BY_OTHERS = new Set(['min_by', 'max_by', 'arg_min_null', 'arg_max_null']);

const CHOICES = new Set(['coalesce', 'greatest', 'least', 'nullif']);

/** All sites, inner ones before the outer ones they stand in. */
export function findTypeSites(tokens: readonly Token[]): readonly TypeSite[] {
  const sites = tokens.flatMap((token, place): readonly TypeSite[] => {
    if (token.kind === 'symbol') return operatorSite(tokens, place);
    return token.kind === 'word' && tokens[place - 1]?.text !== '.' ? wordSite(tokens, place) : [];
  });
  const length = ({ whole: [first, last] }: TypeSite) => last - first;
  return sites.toSorted((a, b) => length(a) - length(b));
}

function site(
  kind: TypeSite['kind'],
  place: number,
  operands: readonly (Span | undefined)[],
): readonly TypeSite[] {
  const found = operands.filter((operand) => operand !== undefined);
  if (found.length < operands.length || found.length === 0) return [];
  const first = Math.min(place, ...found.map(([start]) => start));
  const last = Math.max(place, ...found.map(([, end]) => end));
  return [{ kind, place, operands: found, whole: [first, last] }];
}

function operatorSite(tokens: readonly Token[], place: number): readonly TypeSite[] {
  const token = tokens[place];
  if (isComparison(token)) {
    // `= ANY (…)` compares with a list that has no place for a cast.
    const next = tokens[place + 1]?.key ?? '';
    if (['any', 'some', 'all'].includes(next)) return [];
    const kind = ['=', '<>', '!='].includes(token?.text ?? '') ? 'comparison' : 'order';
    return site(kind, place, [operandBefore(tokens, place - 1), operandAfter(tokens, place + 1)]);
  }
  switch (token?.text) {
    case '+':
    case '-':
      if (!isBinary(tokens, place)) return site('sum', place, [operandAfter(tokens, place + 1, 'product')]);
      return site('sum', place, around(tokens, place, 'sum'));
    case '*':
      return isBinary(tokens, place) ? site('product', place, around(tokens, place, 'product')) : [];
    case '/':
      return site('quotient', place, around(tokens, place, 'product'));
    case '%':
      return site('remainder', place, around(tokens, place, 'product'));
    default:
      return [];
  }
}

function around(tokens: readonly Token[], place: number, tightness: 'sum' | 'product') {
  return [operandBefore(tokens, place - 1, tightness), operandAfter(tokens, place + 1, tightness)];
}

function wordSite(tokens: readonly Token[], place: number): readonly TypeSite[] {
  const key = tokens[place]?.key ?? '';
  const operator = tokens[place - 1]?.key === 'not' ? place - 1 : place;
  if (key === 'between') {
    const low = operandAfter(tokens, place + 1);
    const isWhole = low !== undefined && tokens[low[1] + 1]?.key === 'and';
    const high = isWhole ? operandAfter(tokens, low[1] + 2) : undefined;
    return site('order', place, [operandBefore(tokens, operator - 1), low, high]);
  }
  if (key === 'distinct' && tokens[place + 1]?.key === 'from') return distinctSite(tokens, place);
  if (key === 'case') return caseSite(tokens, place);
  if (tokens[place + 1]?.text !== '(') return [];
  if (key === 'in') return listSite(tokens, place, operator);
  return callSite(tokens, place, key);
}

/** `a IS [NOT] DISTINCT FROM b` */
function distinctSite(tokens: readonly Token[], place: number): readonly TypeSite[] {
  const is = tokens[place - 1]?.key === 'not' ? place - 2 : place - 1;
  if (tokens[is]?.key !== 'is') return [];
  return site('comparison', is, [operandBefore(tokens, is - 1), operandAfter(tokens, place + 2)]);
}

function listSite(tokens: readonly Token[], place: number, operator: number): readonly TypeSite[] {
  const items = argumentsOf(tokens, place + 1) ?? [];
  const value = operandBefore(tokens, operator - 1);
  const isSubquery = ['select', 'with', 'values', '('].includes(tokens[place + 2]?.key ?? '');
  return isSubquery ? [] : site('comparison', place, [value, ...items]);
}

/** The branches of a CASE, and what a simple CASE compares. */
function caseSite(tokens: readonly Token[], place: number): readonly TypeSite[] {
  const end = otherCaseWord(tokens, place, 1);
  if (end === undefined) return [];
  const branches: (Span | undefined)[] = [];
  const compared: (Span | undefined)[] = [];
  const isSimple = tokens[place + 1]?.key !== 'when';
  if (isSimple) compared.push(operandAfter(tokens, place + 1));
  for (let at = place + 1; at < end; at += 1) {
    const { key, text } = tokens[at] ?? {};
    if (text === '(') at = (argumentsEnd(tokens, at) ?? end) - 1;
    else if (key === 'case') at = otherCaseWord(tokens, at, 1) ?? end;
    else if (key === 'then' || key === 'else') branches.push(operandAfter(tokens, at + 1));
    else if (key === 'when' && isSimple) compared.push(operandAfter(tokens, at + 1));
  }
  // A branch that holds a condition isn't one operand; a truth value meets no number.
  const values = branches.filter((branch) => branch !== undefined);
  return [...site('choice', place, values), ...(isSimple ? site('comparison', place, compared) : [])];
}

function argumentsEnd(tokens: readonly Token[], opening: number): number | undefined {
  const last = argumentsOf(tokens, opening)?.at(-1)?.[1];
  return last === undefined ? undefined : last + 1;
}

function callSite(tokens: readonly Token[], place: number, name: string): readonly TypeSite[] {
  const items = (argumentsOf(tokens, place + 1) ?? []).map(([first, last]): Span => {
    const isMarked = tokens[first]?.key === 'distinct' || tokens[first]?.key === 'all';
    return isMarked && last > first ? [first + 1, last] : [first, last];
  });
  const end = argumentsEnd(tokens, place + 1) ?? place + 2;
  const call = (kind: TypeSite['kind'], operands: readonly Span[]): readonly TypeSite[] =>
    operands.length === 0 ? [] : [{ kind, place, operands, whole: [place, end] }];
  if (name === 'cast' || name === 'try_cast') return castSite(tokens, items, call);
  if (CHOICES.has(name)) return call('choice', items);
  if (name === 'if') return call('choice', items.slice(1));
  if (name === 'avg' || name === 'sum') return totalSite(tokens, place, items, end);
  if (name === 'quantile_disc') return call('percentile', items.slice(0, 1));
  if (NUMBER_FUNCTIONS.has(name)) return call('number-function', items);
  if (TIME_FUNCTIONS.has(name)) return call('time-function', items);
  if (name === 'date') return call('date-of', items);
  if (name === 'extract') return call('time-function', extracted(tokens, items));
  if (name === 'date_trunc') return call('date-keeping', items.slice(1, 2));
  if (name === 'date_add') return call('date-keeping', items.slice(2, 3));
  if (name === 'min' || name === 'max') {
    // A copy of the operand is put beside it, which is only sound for a column.
    const isColumn = items.every(([first, last]) => isColumnAt(tokens, first, last));
    return items.length === 1 && isColumn ? call('extreme', items) : [];
  }
  if (BY_OTHERS.has(name)) return call('extreme-by', items.slice(1, 2));
  return [];
}

/** `avg(x) FILTER (WHERE …) OVER (…)` */
function totalSite(
  tokens: readonly Token[],
  place: number,
  operands: readonly Span[],
  end: number,
): readonly TypeSite[] {
  let last = end;
  if (tokens[last + 1]?.key === 'filter') last = closingPlace(tokens, last + 2) ?? last;
  if (tokens[last + 1]?.key === 'over') {
    last = (tokens[last + 2]?.text === '(' ? closingPlace(tokens, last + 2) : last + 2) ?? last;
  }
  return operands.length === 0 ? [] : [{ kind: 'total', place, operands, whole: [place, last] }];
}

/** `CAST(x AS BIGINT)`, `TRY_CAST(x AS VARCHAR(20))` */
function castSite(
  tokens: readonly Token[],
  [only, ...others]: readonly Span[],
  call: (kind: TypeSite['kind'], operands: readonly Span[]) => readonly TypeSite[],
): readonly TypeSite[] {
  if (only === undefined || others.length > 0) return [];
  const [first, last] = only;
  const as = asPlace(tokens, first, last);
  const kind = as === undefined ? undefined : CAST_KINDS.get(tokens[as + 1]?.key ?? '');
  if (as === undefined || kind === undefined || as === first) return [];
  const isMoment = kind === 'cast-to-time' && tokens[last]?.key === 'zone';
  return call(isMoment ? 'cast-to-moment' : kind, [[first, as - 1]]);
}

/** The AS in front of the type; a cast within the value has brackets of its own. */
function asPlace(tokens: readonly Token[], first: number, last: number): number | undefined {
  let depth = 0;
  for (let at = last; at >= first; at -= 1) {
    const { text, key } = tokens[at] ?? {};
    if (text === ')') depth += 1;
    else if (text === '(') depth -= 1;
    else if (depth === 0 && key === 'as') return at;
  }
  return undefined;
}

function isColumnAt(tokens: readonly Token[], first: number, last: number): boolean {
  return tokens
    .slice(first, last + 1)
    .every(({ kind, text }, index) =>
      index % 2 === 0 ? kind === 'word' || kind === 'quoted' : text === '.',
    );
}

/** `EXTRACT(YEAR FROM x)` */
function extracted(tokens: readonly Token[], [only]: readonly Span[]): readonly Span[] {
  if (only === undefined || tokens[only[0] + 1]?.key !== 'from' || only[1] < only[0] + 2) return [];
  return [[only[0] + 2, only[1]]];
}
