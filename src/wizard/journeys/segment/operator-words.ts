import type { Condition, FilterOperator } from '../../../core/segments/filter.ts';
import type { FieldKind } from './fields.ts';

/** Order has other words for amounts than for days; of texts it is that of the alphabet. */
type OrderOperator = '<' | '<=' | '>' | '>=';

const ORDER_WORDS: Readonly<Record<FieldKind, Readonly<Record<OrderOperator, string>>>> = {
  number: { '<': 'is less than', '<=': 'is at most', '>': 'is more than', '>=': 'is at least' },
  time: { '<': 'is before', '<=': 'is on or before', '>': 'is after', '>=': 'is on or after' },
  text: {
    '<': 'comes before, by letter,',
    '<=': 'is or comes before, by letter,',
    '>': 'comes after, by letter,',
    '>=': 'is or comes after, by letter,',
  },
  // Truth values aren't asked for their order.
  truth: { '<': '<', '<=': '<=', '>': '>', '>=': '>=' },
};

const WORDS: Readonly<Record<Exclude<FilterOperator, OrderOperator>, string>> = {
  '=': 'is',
  '!=': 'is not',
  between: 'is between',
  in: 'is one of',
  'not in': 'is none of',
  contains: 'contains',
  'starts with': 'starts with',
  'ends with': 'ends with',
  'is empty': 'is empty',
  'is not empty': 'is not empty',
  'within last': 'is in the last',
};

/** An operator as it is said after the name of a field that holds values of the kind; profiles keep the operator itself. */
export function operatorInWords(op: FilterOperator, kind: FieldKind): string {
  switch (op) {
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ORDER_WORDS[kind][op];
    default:
      return WORDS[op];
  }
}

const DAY = /^\d{4}-\d{1,2}-\d{1,2}/;

/** The operator of a condition in words. What its field holds is read from the value it is compared with. */
export function operatorOf(condition: Condition): string {
  if (!('value' in condition)) return operatorInWords(condition.op, 'text');
  const { op, value } = condition;
  if (typeof value === 'number') return operatorInWords(op, 'number');
  return operatorInWords(op, typeof value === 'string' && DAY.test(value) ? 'time' : 'text');
}
