import { type Edit, insertion } from './edited-text.ts';
import { closingPlace, operandAfter, type Span } from './expression-bounds.ts';
import type { Token } from './tokens.ts';

/**
 * Columns in ORDER BY come in numeric order where they hold numbers: `x` → `"tada order"(x)`, which orders
 * values of any other type as they are.
 */
export function editOrders(tokens: readonly Token[]): readonly Edit[] {
  return tokens.flatMap((token, place) =>
    token.kind === 'word' && token.key === 'order' ? editOrder(tokens, place) : [],
  );
}

function editOrder(tokens: readonly Token[], place: number): readonly Edit[] {
  // A frame of RANGE is measured from the value itself.
  if (isMeasured(tokens, place)) return [];
  // The rows of a UNION can only be ordered by columns as they are.
  if (tokens[place + 1]?.key !== 'by' || followsSetOperation(tokens, place)) return [];
  const edits: Edit[] = [];
  for (let at = place + 2; ; ) {
    const item = operandAfter(tokens, at);
    if (item === undefined) return edits;
    const next = tokens[item[1] + 1];
    // Where something else follows, the column is only a part of what is ordered by.
    const isAll = next === undefined || ITEM_ENDS.has(next.key);
    if (isAll && isColumn(tokens, item)) {
      edits.push(insertion(tokens[item[0]]?.start ?? 0, '"tada order"('));
      edits.push(insertion(tokens[item[1]]?.end ?? 0, ')'));
    }
    const comma = nextComma(tokens, item[1] + 1);
    if (comma === undefined) return edits;
    at = comma + 1;
  }
}

/** Whether the window that the ORDER BY stands in has a frame such as RANGE BETWEEN 7 PRECEDING AND CURRENT ROW. */
function isMeasured(tokens: readonly Token[], place: number): boolean {
  let isRange = false;
  for (let at = place; at < tokens.length; at += 1) {
    const { text, key, kind } = tokens[at] ?? {};
    if (text === '(') at = closingPlace(tokens, at) ?? tokens.length;
    else if (text === ')') return false;
    else if (key === 'range') isRange = true;
    else if (isRange && (kind === 'number' || key === 'interval')) return true;
  }
  return false;
}

/** What may follow a whole item of ORDER BY. */
const ITEM_ENDS = new Set(', ; ) asc desc nulls limit offset fetch rows range groups'.split(' '));

/** The comma that ends an item of a list; undefined at the end of the list. */
function nextComma(tokens: readonly Token[], from: number): number | undefined {
  for (let at = from; at < tokens.length; at += 1) {
    const { text = '', key = '' } = tokens[at] ?? {};
    if (text === '(') at = closingPlace(tokens, at) ?? tokens.length;
    else if (text === ',') return at;
    else if (text === ')' || text === ';' || LIST_ENDS.has(key)) return undefined;
  }
  return undefined;
}

const LIST_ENDS = new Set('limit offset fetch rows range groups'.split(' '));

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

/** A column, perhaps with its table in front. */
function isColumn(tokens: readonly Token[], [first, last]: Span): boolean {
  for (let place = first; place <= last; place += 1) {
    const token = tokens[place];
    const isName = token?.kind === 'quoted' || token?.kind === 'word';
    if ((place - first) % 2 === 0 ? !isName : token?.text !== '.') return false;
  }
  return (last - first) % 2 === 0;
}
