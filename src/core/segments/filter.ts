/**
 * What a person says about rows without SQL: which fields must be how. The form of a profile's `filter`, and
 * what the wizard's filter builder makes.
 *
 * A field is empty when it is missing (NULL) or a text without a character. An empty field matches `!=`,
 * `not in` and `is empty`, and none of the others; `not` turns whatever it holds around.
 */

/** A text, a number or a truth value, as the profile has it. */
export type FilterValue = string | number | boolean;

/** Operators that compare with one value; an empty field is only unlike something. */
export const EQUALITY_OPERATORS = ['=', '!='] as const;
export const ORDER_OPERATORS = ['<', '<=', '>', '>='] as const;
export const LIST_OPERATORS = ['in', 'not in'] as const;
/** Parts of texts; upper and lower case count. */
export const TEXT_OPERATORS = ['contains', 'starts with', 'ends with'] as const;
export const EMPTINESS_OPERATORS = ['is empty', 'is not empty'] as const;

export const FILTER_OPERATORS = [
  ...EQUALITY_OPERATORS,
  ...ORDER_OPERATORS,
  'between',
  ...LIST_OPERATORS,
  ...TEXT_OPERATORS,
  ...EMPTINESS_OPERATORS,
  'within last',
] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

export const DATE_UNITS = ['day', 'week', 'month'] as const;
export type DateUnit = (typeof DATE_UNITS)[number];

export type Condition =
  | {
      readonly field: string;
      readonly op: (typeof EQUALITY_OPERATORS)[number];
      readonly value: FilterValue;
    }
  | {
      readonly field: string;
      readonly op: (typeof ORDER_OPERATORS)[number];
      readonly value: string | number;
    }
  /** From the first to the second, both included. */
  | {
      readonly field: string;
      readonly op: 'between';
      readonly value: readonly [string, string] | readonly [number, number];
    }
  | {
      readonly field: string;
      readonly op: (typeof LIST_OPERATORS)[number];
      readonly value: readonly FilterValue[];
    }
  | { readonly field: string; readonly op: (typeof TEXT_OPERATORS)[number]; readonly value: string }
  | { readonly field: string; readonly op: (typeof EMPTINESS_OPERATORS)[number] }
  /** From so many days, weeks or months ago to the end of today, in whole days of UTC. */
  | { readonly field: string; readonly op: 'within last'; readonly value: number; readonly unit: DateUnit };

export type Filter =
  | { readonly all: readonly Filter[] }
  | { readonly any: readonly Filter[] }
  | { readonly not: Filter }
  | Condition;

/** Every field a filter looks at, each once, in the order of the filter. */
export function fieldsOfFilter(filter: Filter): readonly string[] {
  if ('field' in filter) return [filter.field];
  if ('not' in filter) return fieldsOfFilter(filter.not);
  const parts = 'all' in filter ? filter.all : filter.any;
  return [...new Set(parts.flatMap(fieldsOfFilter))];
}
