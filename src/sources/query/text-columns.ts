import { comparisonName } from '../presto/comparisons.ts';
import { type Edit, insertion } from './edited-text.ts';
import { argumentsOf, isComparison, operandAfter, operandBefore } from './expression-bounds.ts';
import type { Token } from './tokens.ts';

/**
 * Where a text column may stand beside a number or a time, the query gets the functions of presto/operators.ts
 * and presto/comparisons.ts put in by name; which of their overloads is meant, DuckDB decides by the types.
 * Whether the edited query still says the same is proved afterwards (same-meaning.ts).
 */

/** Aggregates of numbers. */
const NUMERIC_AGGREGATES = new Set(
  'sum avg stddev stddev_pop stddev_samp variance var_pop var_samp geometric_mean corr covar_pop covar_samp approx_percentile'.split(
    ' ',
  ),
);

/** Aggregates that pick by order, and the place of the argument that is ordered. */
const ORDERING_AGGREGATES: ReadonlyMap<string, { readonly stands: string; readonly ordered: number }> =
  new Map([
    ['min', { stands: 'arg_min', ordered: 0 }],
    ['max', { stands: 'arg_max', ordered: 0 }],
    ['min_by', { stands: 'min_by', ordered: 1 }],
    ['max_by', { stands: 'max_by', ordered: 1 }],
  ]);

/**
 * `isLoose` leaves equalities of two columns as they are. In a correlated subquery DuckDB knows the type of the
 * outer column too late to choose an overload, and two texts are equal as texts anyway.
 */
export function editTextColumns(sql: string, tokens: readonly Token[], isLoose: boolean): readonly Edit[] {
  const edits: Edit[] = [];
  for (const [place, token] of tokens.entries()) {
    if (isComparison(token)) edits.push(...editComparison(tokens, place, isLoose));
    else if (token.kind !== 'word' || tokens[place - 1]?.text === '.') continue;
    else if (token.key === 'between') edits.push(...editBetween(sql, tokens, place));
    else if (token.key === 'in') edits.push(...editList(sql, tokens, place));
    else if (token.key === 'coalesce') edits.push(...editChoice(tokens, place));
    else if (token.key === 'order') edits.push(...editOrder(tokens, place));
    else if (tokens[place + 1]?.text === '(') edits.push(...editAggregate(sql, tokens, place));
  }
  return edits;
}

function textOf(sql: string, tokens: readonly Token[], [first, last]: readonly [number, number]): string {
  return sql.slice(tokens[first]?.start, tokens[last]?.end);
}

/** A lone literal text: beside it a text is a text. */
function isLiteralText(tokens: readonly Token[], [first, last]: readonly [number, number]): boolean {
  return first === last && tokens[first]?.kind === 'text';
}

/** Words that stand for a value by themselves. */
const VALUE_WORDS = new Set(
  'null true false current_date current_time current_timestamp localtime localtimestamp'.split(' '),
);

/** A column, perhaps with its table in front. */
function isColumn(tokens: readonly Token[], [first, last]: readonly [number, number]): boolean {
  for (let place = first; place <= last; place += 1) {
    const token = tokens[place];
    const isName = token?.kind === 'quoted' || (token?.kind === 'word' && !VALUE_WORDS.has(token.key));
    if ((place - first) % 2 === 0 ? !isName : token?.text !== '.') return false;
  }
  return (last - first) % 2 === 0;
}

function isNumber(tokens: readonly Token[], [first, last]: readonly [number, number]): boolean {
  const isSigned = tokens[first]?.text === '-' || tokens[first]?.text === '+';
  return tokens[last]?.kind === 'number' && last - first === (isSigned ? 1 : 0);
}

function start(tokens: readonly Token[], place: number): number {
  return tokens[place]?.start ?? 0;
}

function end(tokens: readonly Token[], place: number): number {
  return tokens[place]?.end ?? 0;
}

/** `a < b` → `"tada <"(a, b)` */
function editComparison(tokens: readonly Token[], place: number, isLoose: boolean): readonly Edit[] {
  const left = operandBefore(tokens, place - 1);
  const right = operandAfter(tokens, place + 1);
  if (left === undefined || right === undefined) return [];
  if (isLiteralText(tokens, left) || isLiteralText(tokens, right)) return [];
  const isEquality = ['=', '<>', '!='].includes(tokens[place]?.text ?? '');
  if (isLoose && isEquality && isColumn(tokens, left) && isColumn(tokens, right)) return [];
  return [
    insertion(start(tokens, left[0]), `"${comparisonName(tokens[place]?.text ?? '')}"(`),
    { start: start(tokens, place), end: end(tokens, place), text: ',' },
    insertion(end(tokens, right[1]), ')'),
  ];
}

/** `x BETWEEN a AND b` → `("tada >="(x, a) AND "tada <="(x, b))`; with NOT in front of it all. */
function editBetween(sql: string, tokens: readonly Token[], place: number): readonly Edit[] {
  const isNegated = tokens[place - 1]?.key === 'not';
  const operator = isNegated ? place - 1 : place;
  const value = operandBefore(tokens, operator - 1);
  const low = operandAfter(tokens, place + 1);
  if (value === undefined || low === undefined || tokens[low[1] + 1]?.key !== 'and') return [];
  const high = operandAfter(tokens, low[1] + 2);
  if (high === undefined || !isColumn(tokens, value)) return [];
  if (isLiteralText(tokens, low) || isLiteralText(tokens, high)) return [];
  const text = textOf(sql, tokens, value);
  return [
    {
      start: start(tokens, value[0]),
      end: end(tokens, place),
      text: `${isNegated ? 'NOT ' : ''}("${comparisonName('>=')}"(${text},`,
    },
    {
      start: start(tokens, low[1] + 1),
      end: end(tokens, low[1] + 1),
      text: `) AND "${comparisonName('<=')}"(${text},`,
    },
    insertion(end(tokens, high[1]), '))'),
  ];
}

/** `x IN (1, 2)` → `"tada as"(x, 1) IN (1, 2)` */
function editList(sql: string, tokens: readonly Token[], place: number): readonly Edit[] {
  if (tokens[place + 1]?.text !== '(') return [];
  const operator = tokens[place - 1]?.key === 'not' ? place - 1 : place;
  const value = operandBefore(tokens, operator - 1);
  const items = argumentsOf(tokens, place + 1);
  const [first] = items ?? [];
  if (value === undefined || items === undefined || first === undefined) return [];
  // A subquery, or a list of texts.
  if (tokens[first[0]]?.key === 'select' || tokens[first[0]]?.key === 'with') return [];
  if (items.some((item) => isLiteralText(tokens, item))) return [];
  return readAs(tokens, value, textOf(sql, tokens, first));
}

/** `coalesce(x, 0)` → `coalesce("tada number"(x), 0)` */
function editChoice(tokens: readonly Token[], place: number): readonly Edit[] {
  const items = tokens[place + 1]?.text === '(' ? argumentsOf(tokens, place + 1) : undefined;
  if (items === undefined || !items.some((item) => isNumber(tokens, item))) return [];
  return items
    .filter((item) => isColumn(tokens, item))
    .flatMap((item) => wrapped(tokens, item, '"tada number"('));
}

function readAs(
  tokens: readonly Token[],
  [first, last]: readonly [number, number],
  as: string,
): readonly Edit[] {
  return [insertion(start(tokens, first), '"tada as"('), insertion(end(tokens, last), `, ${as})`)];
}

/** Columns in ORDER BY → `"tada order"(column)` */
function editOrder(tokens: readonly Token[], place: number): readonly Edit[] {
  // The rows of a UNION can only be ordered by columns as they are.
  if (tokens[place + 1]?.key !== 'by' || followsSetOperation(tokens, place)) return [];
  const edits: Edit[] = [];
  for (let at = place + 2; ; ) {
    const item = operandAfter(tokens, at);
    if (item === undefined) return edits;
    if (isColumn(tokens, item)) edits.push(...wrapped(tokens, item, '"tada order"('));
    at = item[1] + 1;
    while (['asc', 'desc', 'nulls', 'first', 'last'].includes(tokens[at]?.key ?? '')) at += 1;
    if (tokens[at]?.text !== ',') return edits;
    at += 1;
  }
}

function followsSetOperation(tokens: readonly Token[], place: number): boolean {
  let depth = 0;
  for (let at = place - 1; at >= 0 && depth >= 0; at -= 1) {
    const { text, key } = tokens[at] ?? {};
    if (text === ')') depth += 1;
    else if (text === '(') depth -= 1;
    else if (depth === 0 && (key === 'union' || key === 'intersect' || key === 'except')) return true;
  }
  return false;
}

function wrapped(
  tokens: readonly Token[],
  [first, last]: readonly [number, number],
  opening: string,
): readonly Edit[] {
  return [insertion(start(tokens, first), opening), insertion(end(tokens, last), ')')];
}

/** `sum(x)` → `sum("tada number"(x))`, `min(x)` → `arg_min(x, "tada order"(x))` */
function editAggregate(sql: string, tokens: readonly Token[], place: number): readonly Edit[] {
  const name = tokens[place]?.key ?? '';
  const ordering = ORDERING_AGGREGATES.get(name);
  if (ordering === undefined && !NUMERIC_AGGREGATES.has(name)) return [];
  const items = argumentsOf(tokens, place + 1)?.map(([first, last]): readonly [number, number] => {
    const isMarked = tokens[first]?.key === 'distinct' || tokens[first]?.key === 'all';
    return [isMarked && last > first ? first + 1 : first, last];
  });
  if (items === undefined) return [];
  if (ordering === undefined) {
    const [first] = items;
    return first !== undefined && isColumn(tokens, first) ? wrapped(tokens, first, '"tada number"(') : [];
  }
  const ordered = items[ordering.ordered];
  if (ordered === undefined || items.length !== ordering.ordered + 1 || !isColumn(tokens, ordered)) return [];
  if (ordering.ordered > 0) return wrapped(tokens, ordered, '"tada order"(');
  return [
    { start: start(tokens, place), end: end(tokens, place), text: ordering.stands },
    insertion(end(tokens, ordered[1]), `, "tada order"(${textOf(sql, tokens, ordered)})`),
  ];
}
