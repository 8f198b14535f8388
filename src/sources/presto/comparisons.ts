import { type Macro, macro } from './macro.ts';

/**
 * Comparisons, where one side may be a text that is compared with something else. Operators like `<` are no
 * functions to DuckDB, so the query is edited to call these by name (query/text-columns.ts).
 */

export const COMPARISON_OPERATORS = ['=', '<>', '<', '<=', '>', '>='] as const;

export function comparisonName(operator: string): string {
  return `tada ${operator === '!=' ? '<>' : operator}`;
}

/** What a text is read as beside each type. */
const READ_AS: readonly (readonly [type: string, reading: string])[] = [
  ['BIGINT', 'tada whole'],
  ['DOUBLE', 'tada number'],
  ['DATE', 'tada time'],
  ['TIMESTAMP', 'tada time'],
  ['TIMESTAMPTZ', 'tada time'],
];

function comparison(operator: string): Macro {
  return macro(
    `"${comparisonName(operator)}"`,
    ...READ_AS.flatMap(([type, reading]) => [
      `(a VARCHAR, b ${type}) AS ~"${reading}"(a) ${operator} b`,
      `(a ${type}, b VARCHAR) AS a ${operator} ~"${reading}"(b)`,
    ]),
    `(a VARCHAR, b BOOLEAN) AS CAST(a AS BOOLEAN) ${operator} b`,
    `(a BOOLEAN, b VARCHAR) AS a ${operator} CAST(b AS BOOLEAN)`,
    // Which of two texts is more: as in ORDER BY, numbers in numeric order.
    operator === '=' || operator === '<>'
      ? `(a VARCHAR, b VARCHAR) AS a ${operator} b`
      : `(a VARCHAR, b VARCHAR) AS ~"tada order"(a) ${operator} ~"tada order"(b)`,
    `(a, b) AS a ${operator} b`,
  );
}

export const COMPARISONS: readonly Macro[] = [
  ...COMPARISON_OPERATORS.map(comparison),
  // The text as what stands beside it in a list or a choice.
  macro(
    '"tada as"',
    ...READ_AS.map(([type, reading]) => `(x VARCHAR, y ${type}) AS ~"${reading}"(x)`),
    '(x VARCHAR, y VARCHAR) AS x',
    '(x, y) AS x',
  ),
];
