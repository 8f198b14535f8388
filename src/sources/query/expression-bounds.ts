import type { Token } from './tokens.ts';

/** Finds where expressions begin and end in a list of tokens, without parsing them. */

/** First and last token of an expression. */
export type Span = readonly [first: number, last: number];

const COMPARISONS = new Set(['=', '<>', '!=', '<', '<=', '>', '>=']);

/** Words that no operand goes across. */
const BOUNDARY_WORDS = new Set(
  `select distinct all from where having order limit offset fetch union intersect except on using and or not
   when then else as is in like ilike similar between escape join inner left right full cross natural
   window qualify asc desc nulls values with lateral partition rows range groups any some case end set
   exists tablesample group by`.split(/\s+/),
);

/** Boundary words that are functions when a bracket follows. */
const ALSO_FUNCTIONS = new Set(['left', 'right']);

const OPENING = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const CLOSING = new Map([...OPENING].map(([opening, closing]) => [closing, opening]));

/** How tightly an operator holds its operands; an operand ends where a looser one, or an equal one, begins. */
export type Tightness = 'comparison' | 'sum' | 'product';

const LOOSER: Readonly<Record<Tightness, ReadonlySet<string>>> = {
  comparison: new Set(),
  sum: new Set(['||']),
  product: new Set(['||', '+', '-']),
};

export function isComparison(token: Token | undefined): boolean {
  return token?.kind === 'symbol' && COMPARISONS.has(token.text);
}

function isBoundary(tokens: readonly Token[], place: number): boolean {
  const token = tokens[place];
  if (token === undefined) return true;
  if (token.kind === 'symbol') return isComparison(token) || [',', ';', '->'].includes(token.text);
  if (token.kind !== 'word' || !BOUNDARY_WORDS.has(token.key)) return false;
  // After a dot it is a column's name.
  if (tokens[place - 1]?.text === '.') return false;
  return !(ALSO_FUNCTIONS.has(token.key) && tokens[place + 1]?.text === '(');
}

/** True for an operator with something in front of it, so that it isn't a sign or a star. */
export function isBinary(tokens: readonly Token[], place: number): boolean {
  const before = tokens[place - 1];
  if (before === undefined || isBoundary(tokens, place - 1)) return before?.key === 'end';
  if (before.kind !== 'symbol') return true;
  return CLOSING.has(before.text);
}

/** The place of the bracket that closes the one at `place`; undefined when none does. */
export function closingPlace(tokens: readonly Token[], place: number): number | undefined {
  let depth = 0;
  for (let at = place; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind !== 'symbol') continue;
    if (OPENING.has(token.text)) depth += 1;
    else if (CLOSING.has(token.text)) depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}

function openingPlace(tokens: readonly Token[], place: number): number | undefined {
  let depth = 0;
  for (let at = place; at >= 0; at -= 1) {
    const token = tokens[at];
    if (token?.kind !== 'symbol') continue;
    if (CLOSING.has(token.text)) depth += 1;
    else if (OPENING.has(token.text)) depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}

/** The `end` of the `case` at `place` (step 1), or the other way round (step -1). */
export function otherCaseWord(tokens: readonly Token[], place: number, step: 1 | -1): number | undefined {
  let depth = 0;
  for (let at = place; at >= 0 && at < tokens.length; at += step) {
    const token = tokens[at];
    if (token?.kind !== 'word' || tokens[at - 1]?.text === '.') continue;
    if (token.key === 'case') depth += 1;
    else if (token.key === 'end') depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}

/** The operand that ends at `last`; undefined when there is none. */
export function operandBefore(
  tokens: readonly Token[],
  last: number,
  tightness: Tightness = 'comparison',
): Span | undefined {
  let first = last + 1;
  for (let at = last; at >= 0; ) {
    const token = tokens[at];
    if (token === undefined) break;
    let begin: number | undefined = at;
    if (token.kind === 'symbol' && CLOSING.has(token.text)) begin = openingPlace(tokens, at);
    else if (token.kind === 'symbol' && OPENING.has(token.text)) break;
    else if (token.kind === 'word' && token.key === 'end') begin = otherCaseWord(tokens, at, -1);
    else if (isBoundary(tokens, at)) break;
    else if (token.kind === 'symbol' && LOOSER[tightness].has(token.text) && isBinary(tokens, at)) break;
    if (begin === undefined) return undefined;
    first = begin;
    at = begin - 1;
  }
  return first > last ? undefined : [first, last];
}

/** Operators that end the operand on the right: the looser ones, and those of the same kind. */
const ENDS_RIGHT: Readonly<Record<Tightness, ReadonlySet<string>>> = {
  comparison: new Set(),
  sum: new Set(['||', '+', '-']),
  product: new Set(['||', '+', '-', '*', '/', '%']),
};

/** The operand that starts at `first`; undefined when there is none. */
export function operandAfter(
  tokens: readonly Token[],
  first: number,
  tightness: Tightness = 'comparison',
): Span | undefined {
  let last = first - 1;
  for (let at = first; at < tokens.length; ) {
    const token = tokens[at];
    if (token === undefined) break;
    let end: number | undefined = at;
    const isOperator = token.kind === 'symbol' && ENDS_RIGHT[tightness].has(token.text);
    if (token.kind === 'symbol' && OPENING.has(token.text)) end = closingPlace(tokens, at);
    else if (token.kind === 'symbol' && CLOSING.has(token.text)) break;
    else if (token.kind === 'word' && token.key === 'case') end = otherCaseWord(tokens, at, 1);
    else if (isBoundary(tokens, at)) break;
    else if (isOperator && at > first && isBinary(tokens, at)) break;
    if (end === undefined) return undefined;
    last = end;
    at = end + 1;
  }
  return last < first ? undefined : [first, last];
}

/** The arguments of the call whose bracket opens at `opening`; undefined when it never closes. */
export function argumentsOf(tokens: readonly Token[], opening: number): readonly Span[] | undefined {
  const closing = closingPlace(tokens, opening);
  if (closing === undefined) return undefined;
  const found: Span[] = [];
  let first = opening + 1;
  for (let at = first; at <= closing; at += 1) {
    const token = tokens[at];
    if (at < closing && token?.kind === 'symbol' && OPENING.has(token.text)) {
      at = closingPlace(tokens, at) ?? closing;
    } else if (at === closing || token?.text === ',') {
      if (at > first) found.push([first, at - 1]);
      first = at + 1;
    }
  }
  return found;
}
