import { columnPlace } from '../detection/column-place.ts';
import { configurationError } from '../errors.ts';
import type { ColumnInfo } from '../ports/sources.ts';
import { didYouMean } from '../profiles/nearest.ts';
import { firstDay, lastDay } from './days.ts';
import type { Condition, Filter, FilterValue } from './filter.ts';
import { numberLiteral, quoteName, quoteText } from './sql-text.ts';

/** What a filter is compiled against. */
export interface FilterTarget {
  /** For messages, such as `segment "loyal"`. */
  readonly subject: string;
  /** For messages: the table, or what stands for it. */
  readonly table: string;
  readonly columns: readonly ColumnInfo[];
  /** Milliseconds since 1970; `within last` counts from its day in UTC. */
  readonly now: number;
}

/**
 * A filter as a condition in Presto's dialect, the same on both engines. It is TRUE for the rows that fit; for
 * the others it is FALSE, or NULL, which a WHERE and a WHEN take for FALSE. Whatever stands under a `not` is
 * never NULL, so that every row is on one of its two sides. Throws kind `configuration`, with the nearest name,
 * for a field that isn't there.
 */
export function compileFilter(filter: Filter, target: FilterTarget): string {
  return compile(filter, target, false);
}

function compile(filter: Filter, target: FilterTarget, isTotal: boolean): string {
  if ('not' in filter) return `NOT (${compile(filter.not, target, true)})`;
  if ('field' in filter) {
    const condition = compileCondition(filter, readField(filter.field, target), target.now);
    return isTotal ? total(condition) : condition;
  }
  const [parts, word] = 'all' in filter ? [filter.all, 'AND'] : [filter.any, 'OR'];
  return parts.map((part) => `(${compile(part, target, isTotal)})`).join(` ${word} `);
}

/** NULL, an answer that is neither, counts as no. */
function total(condition: string): string {
  return `CASE WHEN ${condition} THEN TRUE ELSE FALSE END`;
}

/** A field in the forms in which it can be compared; each is NULL where the field isn't of that form. */
interface Field {
  readonly text: string;
  readonly number: string;
  readonly day: string;
  readonly isEmpty: string;
  readonly isFilled: string;
}

/** The column that a field means: as it is written, else without regard to case. */
export function findColumn(columns: readonly ColumnInfo[], name: string): ColumnInfo | undefined {
  return columns[
    columnPlace(
      columns.map((column) => column.name),
      name,
    )
  ];
}

const WHOLE_OR_DECIMAL = /^(u?(tiny|small|big|huge)int|u?integer|int|decimal|numeric)\b/i;
const TEXT = /^(varchar|char|text|string)\b/i;
const TIME = /^(date|timestamp)\b/i;

/**
 * Texts that are numbers, and nothing else that a cast would take, such as `nan` and `infinity`, which
 * DuckDB puts above every number.
 */
const NUMBER = String.raw`^\s*[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?\s*$`;
/** The day of a date or a time as ISO 8601 writes it, whatever its zone. */
const DAY = String.raw`^\s*([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})([ T].*)?$`;

function readField(name: string, { subject, table, columns }: FilterTarget): Field {
  const column = findColumn(columns, name);
  if (column === undefined) {
    const names = columns.map((each) => each.name);
    throw configurationError(
      `The ${subject} looks at the field "${name}", which ${table} doesn't have${didYouMean(name, names) || '.'}`,
      `Its fields are ${names.join(', ')}.`,
    );
  }
  const field = quoteName(column.name);
  const isText = TEXT.test(column.type);
  const text = isText ? field : `CAST(${field} AS VARCHAR)`;
  return {
    text,
    number: WHOLE_OR_DECIMAL.test(column.type)
      ? field
      : `TRY_CAST(regexp_extract(${text}, ${quoteText(NUMBER)}) AS DOUBLE)`,
    day: TIME.test(column.type)
      ? `CAST(${field} AS DATE)`
      : `TRY_CAST(regexp_extract(${text}, ${quoteText(DAY)}, 1) AS DATE)`,
    isEmpty: isText ? `(${field} IS NULL OR ${field} = '')` : `${field} IS NULL`,
    // Of a missing text this is NULL, which is no answer.
    isFilled: isText ? `${field} <> ''` : `${field} IS NOT NULL`,
  };
}

function compileCondition(condition: Condition, field: Field, now: number): string {
  switch (condition.op) {
    case '=':
      return equals(field, [condition.value]);
    case '!=':
      return `NOT ${total(equals(field, [condition.value]))}`;
    case 'in':
      return equals(field, condition.value);
    case 'not in':
      return `NOT ${total(equals(field, condition.value))}`;
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const { value, op } = condition;
      if (typeof value === 'number') return `${field.number} ${op} ${numberLiteral(value)}`;
      // The empty text comes before every other one, but is no value.
      return `${field.isFilled} AND ${field.text} ${op} ${quoteText(value)}`;
    }
    case 'between': {
      const [low, high] = condition.value;
      return typeof low === 'number' && typeof high === 'number'
        ? `${field.number} BETWEEN ${numberLiteral(low)} AND ${numberLiteral(high)}`
        : `${field.text} BETWEEN ${quoteText(String(low))} AND ${quoteText(String(high))}`;
    }
    case 'contains':
      return like(field, `%${escapePattern(condition.value)}%`);
    case 'starts with':
      return like(field, `${escapePattern(condition.value)}%`);
    case 'ends with':
      return like(field, `%${escapePattern(condition.value)}`);
    case 'is empty':
      return field.isEmpty;
    case 'is not empty':
      return field.isFilled;
    case 'within last': {
      const first = firstDay(now, condition.value, condition.unit);
      return `${field.day} BETWEEN DATE '${first}' AND DATE '${lastDay(now)}'`;
    }
  }
}

/** Numbers are compared as numbers, truth values by their word, texts letter by letter. */
function equals(field: Field, values: readonly FilterValue[]): string {
  const numbers = values.filter((value) => typeof value === 'number').map(numberLiteral);
  const texts = values.filter((value) => typeof value === 'string').map(quoteText);
  const words = values.filter((value) => typeof value === 'boolean').map((value) => `'${value}'`);
  const parts = [
    ...oneOf(field.text, texts),
    ...oneOf(field.number, numbers),
    ...oneOf(`lower(${field.text})`, words),
  ];
  return parts.length === 1 ? (parts[0] ?? 'FALSE') : `(${parts.join(' OR ')})`;
}

function oneOf(expression: string, literals: readonly string[]): readonly string[] {
  if (literals.length === 0) return [];
  return [
    literals.length === 1 ? `${expression} = ${literals[0]}` : `${expression} IN (${literals.join(', ')})`,
  ];
}

function like(field: Field, pattern: string): string {
  return `${field.text} LIKE ${quoteText(pattern)} ESCAPE '!'`;
}

function escapePattern(text: string): string {
  return text.replace(/[%_!]/g, '!$&');
}
