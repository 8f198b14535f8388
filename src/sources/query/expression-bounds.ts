import type { Token } from './tokens.ts';

/** Finds where expressions begin and end in a list of tokens, without parsing them. */

const COMPARISONS = new Set(['=', '<>', '!=', '<', '<=', '>', '>=']);

/** Words that no operand of a comparison goes across. */
const BOUNDARY_WORDS = new Set(
  `select distinct all from where group by having order limit offset fetch union intersect except on using and or
   not when then else as is in like ilike similar between escape join inner left right full cross natural filter
   over window qualify asc desc nulls values with lateral partition rows range groups any some case end set
   exists tablesample at`.split(/\s+/),
);

/** Boundary words that are functions when a bracket follows. */
const ALSO_FUNCTIONS = new Set(['left', 'right']);

export function isComparison(token: Token | undefined): boolean {
  return token?.kind === 'symbol' && COMPARISONS.has(token.text);
}

function isBoundary(tokens: readonly Token[], place: number): boolean {
  const token = tokens[place];
  if (token === undefined) return true;
  if (token.kind === 'symbol') {
    return isComparison(token) || token.text === ',' || token.text === ';' || token.text === '->';
  }
  if (token.kind !== 'word' || !BOUNDARY_WORDS.has(token.key)) return false;
  // After a dot it is a column's name.
  if (tokens[place - 1]?.text === '.') return false;
  return !(ALSO_FUNCTIONS.has(token.key) && tokens[place + 1]?.text === '(');
}

const OPENING = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const CLOSING = new Map([...OPENING].map(([opening, closing]) => [closing, opening]));

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

/** The `case` of the `end` at `place`, or the other way round. */
function otherCaseWord(tokens: readonly Token[], place: number, step: 1 | -1): number | undefined {
  let depth = 0;
  for (let at = place; at >= 0 && at < tokens.length; at += step) {
    const token = tokens[at];
    if (token?.kind !== 'word') continue;
    if (token.key === 'case') depth += 1;
    else if (token.key === 'end') depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}

/** First and last token of the operand that ends at `last`; undefined when there is none. */
export function operandBefore(tokens: readonly Token[], last: number): readonly [number, number] | undefined {
  let first = last + 1;
  for (let at = last; at >= 0; ) {
    const token = tokens[at];
    if (token === undefined) break;
    let begin: number | undefined = at;
    if (token.kind === 'symbol' && CLOSING.has(token.text)) begin = openingPlace(tokens, at);
    else if (token.kind === 'symbol' && OPENING.has(token.text)) break;
    else if (token.kind === 'word' && token.key === 'end') begin = otherCaseWord(tokens, at, -1);
    else if (isBoundary(tokens, at)) break;
    if (begin === undefined) return undefined;
    first = begin;
    at = begin - 1;
  }
  return first > last ? undefined : [first, last];
}

/** First and last token of the operand that starts at `first`; undefined when there is none. */
export function operandAfter(tokens: readonly Token[], first: number): readonly [number, number] | undefined {
  let last = first - 1;
  for (let at = first; at < tokens.length; ) {
    const token = tokens[at];
    if (token === undefined) break;
    let end: number | undefined = at;
    if (token.kind === 'symbol' && OPENING.has(token.text)) end = closingPlace(tokens, at);
    else if (token.kind === 'symbol' && CLOSING.has(token.text)) break;
    else if (token.kind === 'word' && token.key === 'case') end = otherCaseWord(tokens, at, 1);
    else if (isBoundary(tokens, at)) break;
    if (end === undefined) return undefined;
    last = end;
    at = end + 1;
  }
  return last < first ? undefined : [first, last];
}

/** Places of the first and last token of each argument of the call whose bracket opens at `opening`. */
export function argumentsOf(
  tokens: readonly Token[],
  opening: number,
): readonly (readonly [first: number, last: number])[] | undefined {
  const closing = closingPlace(tokens, opening);
  if (closing === undefined) return undefined;
  const found: (readonly [number, number])[] = [];
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
