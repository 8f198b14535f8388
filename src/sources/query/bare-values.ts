import { type Edit, insertion } from './edited-text.ts';
import { closingPlace, operandAfter, type Span } from './expression-bounds.ts';
import type { Token } from './tokens.ts';

/** Rows of one column that are written without brackets: `VALUES 1, 2` → `VALUES (1), (2)`. */
export function editBareValues(tokens: readonly Token[], place: number): readonly Edit[] {
  const edits: Edit[] = [];
  for (let at = place + 1; ; ) {
    const row = rowAt(tokens, at);
    if (row === undefined) return edits;
    const [first, last] = row;
    if (closingPlace(tokens, first) !== last || tokens[first]?.text !== '(') {
      edits.push(insertion(tokens[first]?.start ?? 0, '('), insertion(tokens[last]?.end ?? 0, ')'));
    }
    if (tokens[last + 1]?.text !== ',') return edits;
    at = last + 2;
  }
}

/** An operand doesn't begin with a word such as NULL or CASE that ends others; a row may. */
function rowAt(tokens: readonly Token[], first: number): Span | undefined {
  const isNothing = tokens[first]?.key === 'null' && [',', ')', undefined].includes(tokens[first + 1]?.text);
  return isNothing ? [first, first] : operandAfter(tokens, first);
}
