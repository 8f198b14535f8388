import {
  type Condition,
  EMPTINESS_OPERATORS,
  type FilterOperator,
  type FilterValue,
  LIST_OPERATORS,
  ORDER_OPERATORS,
  TEXT_OPERATORS,
} from '../../../core/segments/filter.ts';
import { readFilter } from '../../../core/segments/read-filter.ts';
import { type FilterBuilder, isGroup } from './builder.ts';
import type { FieldKind, SegmentField } from './fields.ts';
import { hasAddress, hideAddresses } from './hide-addresses.ts';
import { operatorOf } from './operator-words.ts';

/** A condition on its way: each answer is asked for once the ones before are there. */
export interface ConditionDraft {
  readonly field: SegmentField | undefined;
  readonly op: FilterOperator | undefined;
  /** The lower bound of `between`, once it is given. */
  readonly low: string | undefined;
}

export const EMPTY_DRAFT: ConditionDraft = { field: undefined, op: undefined, low: undefined };

/** One answer back; undefined where there is none left to take back. */
export function stepBack({ field, op, low }: ConditionDraft): ConditionDraft | undefined {
  if (low !== undefined) return { field, op, low: undefined };
  if (op !== undefined) return { field, op: undefined, low: undefined };
  return field === undefined ? undefined : EMPTY_DRAFT;
}

export type ReadCondition =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly problem: string };

const NUMBER = /^[-+]?\d+(\.\d+)?$/;
const SPAN = /^(\d+)\s*(days?|weeks?|months?)?$/i;

/** The condition that was typed, or what is wrong with it, in a sentence for below the field. */
export function readCondition(
  field: SegmentField,
  op: FilterOperator,
  text: string,
  low?: string,
): ReadCondition {
  if (hasAddress(text) || hasAddress(low ?? '')) {
    return wrong('This is somebody’s e-mail address; a segment is kept on disk, and takes none.');
  }
  if (op === 'within last' && !SPAN.test(text)) {
    return wrong('Type a number of days, weeks or months, such as 30 days.');
  }
  if (LIST_OPERATORS.some((each) => each === op) && splitList(text).length === 0) {
    return wrong('Type at least one value, and commas between several.');
  }
  const values = op === 'between' ? [low ?? '', text] : [text];
  const long = isOrder(op) && values.some((value) => NUMBER.test(value) && !isExact(value));
  if (long) return wrong('This number has too many digits to be compared as a number.');
  const read = readFilter({ field: field.name, op, ...rawValue(field.kind, op, text, low) });
  if (read.ok && 'field' in read.filter) return { ok: true, condition: read.filter };
  const message = read.ok ? 'can’t be used' : (read.problems[0]?.message ?? 'can’t be used');
  return wrong(`The value ${message}.`);
}

function wrong(problem: string): ReadCondition {
  return { ok: false, problem };
}

function isExact(text: string): boolean {
  return text.replace(/[-+.]/g, '').length <= 15;
}

function isOrder(op: FilterOperator): boolean {
  return op === 'between' || ORDER_OPERATORS.some((each) => each === op);
}

function rawValue(
  kind: FieldKind,
  op: FilterOperator,
  text: string,
  low: string | undefined,
): { readonly value?: unknown; readonly unit?: string } {
  if (EMPTINESS_OPERATORS.some((each) => each === op)) return {};
  if (TEXT_OPERATORS.some((each) => each === op)) return { value: text };
  if (LIST_OPERATORS.some((each) => each === op)) {
    return { value: splitList(text).map((each) => plainValue(kind, each)) };
  }
  if (op === 'between') return { value: [orderedValue(low ?? ''), orderedValue(text)] };
  if (op === 'within last') {
    const [, amount, unit = 'day'] = SPAN.exec(text) ?? [];
    return {
      value: amount === undefined ? text : Number(amount),
      unit: unit.toLowerCase().replace(/s$/, ''),
    };
  }
  return { value: isOrder(op) ? orderedValue(text) : plainValue(kind, text) };
}

/** What comes before or after something is a number wherever it is written as one. */
function orderedValue(text: string): FilterValue {
  return NUMBER.test(text) ? Number(text) : text;
}

/** What is equal stays as it is written, unless it says the same as a number: 02134 and long ids don't. */
function plainValue(kind: FieldKind, text: string): FilterValue {
  if (kind === 'number' && String(Number(text)) === text && Number.isFinite(Number(text)))
    return Number(text);
  if (kind === 'truth' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}

/** Parts between commas; one that holds a comma itself stands in double quotes. */
function splitList(text: string): readonly string[] {
  const parts = text.match(/"[^"]*"|[^,]+/g) ?? [''];
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => part.replace(/^"(.*)"$/, '$1'));
}

/** The value of a condition as it is typed, for changing it; of `between` the bounds one by one. */
export function typedValue(condition: Condition | undefined): readonly [first: string, second: string] {
  if (condition === undefined || !('value' in condition)) return ['', ''];
  if (condition.op === 'between') {
    const [low, high] = condition.value;
    return [String(low), String(high)];
  }
  if (condition.op === 'in' || condition.op === 'not in') {
    const parts = condition.value.map(String);
    return [parts.map((part) => (part.includes(',') ? `"${part}"` : part)).join(', '), ''];
  }
  if (condition.op === 'within last') return [spanInWords(condition.value, condition.unit), ''];
  return [String(condition.value), ''];
}

function spanInWords(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/** A condition in one line, whole e-mail addresses masked. */
export function conditionInWords(condition: Condition): string {
  const asked = `${condition.field} ${operatorOf(condition)}`;
  if (!('value' in condition)) return asked;
  const [first, second] = typedValue(condition);
  return hideAddresses(`${asked} ${first}${condition.op === 'between' ? ` and ${second}` : ''}`);
}

/** All conditions in one line, those of a group in brackets; empty where there are none. */
export function builderInWords({ match, parts }: FilterBuilder): string {
  const words = parts.map((part) =>
    isGroup(part)
      ? `(${part.conditions.map(conditionInWords).join(part.match === 'all' ? ' and ' : ' or ')})`
      : conditionInWords(part),
  );
  return words.join(match === 'all' ? ' and ' : ' or ');
}
