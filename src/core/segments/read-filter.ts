import { isRecord } from '../is-record.ts';
import { didYouMean } from '../profiles/nearest.ts';
import { formatCount } from '../wording.ts';
import {
  type Condition,
  DATE_UNITS,
  type DateUnit,
  EMPTINESS_OPERATORS,
  EQUALITY_OPERATORS,
  FILTER_OPERATORS,
  type Filter,
  type FilterOperator,
  type FilterValue,
  LIST_OPERATORS,
  ORDER_OPERATORS,
  TEXT_OPERATORS,
} from './filter.ts';

type Path = readonly (string | number)[];

/** What is wrong with a filter: the place below it and a sentence; never a value, which may be personal. */
export interface FilterProblem {
  readonly path: Path;
  readonly message: string;
}

export type ReadFilter =
  | { readonly ok: true; readonly filter: Filter }
  | { readonly ok: false; readonly problems: readonly FilterProblem[] };

/** Deep enough for any question, and far from the depth at which an engine's parser gives up. */
const MOST_LEVELS = 20;
const MOST_VALUES = 10_000;
/** A thousand years: further back there is no date to compare with. */
const MOST_UNITS = 12_000;

/** As texts, "10" comes before "9": hardly ever what is meant. */
const QUOTED_NUMBER = 'has a number in quotes; without them it is compared as a number';
const EXAMPLE = '{"field":"orders","op":">=","value":3}';

/** A filter out of JSON. Written by hand and not as a union of shapes, so that each mistake has its sentence. */
export function readFilter(value: unknown): ReadFilter {
  const problems: FilterProblem[] = [];
  const filter = read(value, [], 1, (path, message) => problems.push({ path, message }));
  return filter === undefined || problems.length > 0 ? { ok: false, problems } : { ok: true, filter };
}

type Report = (path: Path, message: string) => void;
type Fields = Readonly<Record<string, unknown>>;

function read(value: unknown, path: Path, level: number, report: Report): Filter | undefined {
  if (!isRecord(value)) {
    report(path, `must be a condition, such as ${EXAMPLE}, or a group of them under "all", "any" or "not"`);
    return undefined;
  }
  if (level > MOST_LEVELS) {
    report(path, `is nested more than ${MOST_LEVELS} levels deep`);
    return undefined;
  }
  const groups = ['all', 'any', 'not'].filter((key) => Object.hasOwn(value, key));
  const [group] = groups;
  if (group === undefined) return readCondition(value, path, report);
  const others = Object.keys(value).filter((key) => key !== group);
  if (others.length > 0) {
    report([...path, others[0] ?? ''], `stands beside "${group}"; a group has nothing beside it`);
    return undefined;
  }
  if (group === 'not') {
    const inner = read(value.not, [...path, 'not'], level + 1, report);
    return inner === undefined ? undefined : { not: inner };
  }
  const list = value[group];
  if (!Array.isArray(list) || list.length === 0) {
    report([...path, group], 'must be a list of at least one condition: [{…}, {…}]');
    return undefined;
  }
  const parts = list.flatMap((item: unknown, index) => {
    const part = read(item, [...path, group, index], level + 1, report);
    return part === undefined ? [] : [part];
  });
  return group === 'all' ? { all: parts } : { any: parts };
}

function readCondition(value: Fields, path: Path, report: Report): Condition | undefined {
  const { field, op } = value;
  if (typeof field !== 'string' || field.trim() === '') {
    report([...path, 'field'], 'names the column to look at, in double quotes');
    return undefined;
  }
  if (!isOperator(op)) {
    const meant = typeof op === 'string' ? didYouMean(op, FILTER_OPERATORS) : '';
    report([...path, 'op'], `must be one of ${FILTER_OPERATORS.join(', ')}${meant}`);
    return undefined;
  }
  const allowed = ['field', 'op', ...valueKeys(op)];
  const unknown = Object.keys(value).filter((key) => !allowed.includes(key));
  for (const key of unknown) {
    const reason =
      key === 'value' || key === 'unit'
        ? `doesn't belong to "${op}"`
        : `isn't a setting here${didYouMean(key, allowed) || `; possible are ${allowed.join(', ')}`}`;
    report([...path, key], reason);
  }
  if (unknown.length > 0) return undefined;
  return readValue(field, op, value, path, report);
}

function valueKeys(op: FilterOperator): readonly string[] {
  if (isOneOf(EMPTINESS_OPERATORS, op)) return [];
  return op === 'within last' ? ['value', 'unit'] : ['value'];
}

function readValue(
  field: string,
  op: FilterOperator,
  { value, unit }: Fields,
  path: Path,
  report: Report,
): Condition | undefined {
  const wrong = (message: string): undefined => {
    report([...path, 'value'], message);
  };
  if (isOneOf(EMPTINESS_OPERATORS, op)) return { field, op };
  if (value === undefined) return wrong(`is missing: "${op}" compares with something`);
  if (isEmptyText(value)) return wrong('is an empty text; ask with "is empty" or "is not empty"');
  if (isOneOf(EQUALITY_OPERATORS, op)) {
    return isValue(value) ? { field, op, value } : wrong('must be a text, a number, true or false');
  }
  if (isOneOf(ORDER_OPERATORS, op)) {
    if (isQuotedNumber(value)) return wrong(QUOTED_NUMBER);
    const isOrdered = isText(value) || isNumber(value);
    return isOrdered ? { field, op, value } : wrong(`must be a number or a text for "${op}"`);
  }
  if (isOneOf(TEXT_OPERATORS, op)) {
    return isText(value) ? { field, op, value } : wrong(`must be a text in double quotes for "${op}"`);
  }
  if (isOneOf(LIST_OPERATORS, op)) return readList(field, op, value, wrong);
  if (op === 'between') return readBounds(field, value, wrong);
  if (!(Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_UNITS)) {
    return wrong(`must be a whole number from 1 to ${MOST_UNITS} for "within last"`);
  }
  if (!isUnit(unit)) {
    report([...path, 'unit'], `must be one of ${DATE_UNITS.join(', ')} for "within last"`);
    return undefined;
  }
  return { field, op, value: Number(value), unit };
}

function readList(
  field: string,
  op: (typeof LIST_OPERATORS)[number],
  value: unknown,
  wrong: (message: string) => undefined,
): Condition | undefined {
  if (!Array.isArray(value) || value.length === 0) {
    return wrong(`must be a list of values for "${op}": ["US", "CA"]`);
  }
  if (value.length > MOST_VALUES) return wrong(`has more than ${formatCount(MOST_VALUES)} values`);
  const values: readonly unknown[] = value;
  if (values.some(isEmptyText)) return wrong('holds an empty text; ask with "is empty" or "is not empty"');
  return values.every(isValue)
    ? { field, op, value: values }
    : wrong('must hold texts, numbers, true or false only');
}

function readBounds(
  field: string,
  value: unknown,
  wrong: (message: string) => undefined,
): Condition | undefined {
  const bounds: readonly unknown[] = Array.isArray(value) ? value : [];
  const [low, high] = bounds;
  if (bounds.some(isQuotedNumber)) return wrong(QUOTED_NUMBER);
  const isPair = bounds.length === 2 && !bounds.some(isEmptyText);
  if (isPair && isNumber(low) && isNumber(high)) {
    if (low > high) return wrong('has its larger number first, so nothing is between');
    return { field, op: 'between', value: [low, high] };
  }
  if (isPair && isText(low) && isText(high)) {
    if (low > high) return wrong('has its later text first, so nothing is between');
    return { field, op: 'between', value: [low, high] };
  }
  return wrong('must be two numbers, or two texts, for "between": [1, 5]');
}

function isOneOf<Item extends string>(items: readonly Item[], value: unknown): value is Item {
  return items.some((item) => item === value);
}

function isOperator(value: unknown): value is FilterOperator {
  return isOneOf(FILTER_OPERATORS, value);
}

function isUnit(value: unknown): value is DateUnit {
  return isOneOf(DATE_UNITS, value);
}

function isEmptyText(value: unknown): boolean {
  return value === '';
}

function isQuotedNumber(value: unknown): boolean {
  return typeof value === 'string' && /^\s*[-+]?\d+(\.\d+)?\s*$/.test(value);
}

/** No engine keeps a NUL in a text, so no field could be like it. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\u0000');
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isValue(value: unknown): value is FilterValue {
  return isText(value) || isNumber(value) || typeof value === 'boolean';
}
