import { AUDIENCE_ID_TYPES, type IdentifierType } from '../../../core/identifiers/types.ts';
import type { ColumnInfo, SampleRows } from '../../../core/ports/sources.ts';
import {
  EMPTINESS_OPERATORS,
  EQUALITY_OPERATORS,
  type FilterOperator,
  LIST_OPERATORS,
  ORDER_OPERATORS,
  TEXT_OPERATORS,
} from '../../../core/segments/filter.ts';
import { maskSample } from '../source/mask-sample.ts';

/** What a field seems to hold, by its type, or by its first values where files know texts only. */
export type FieldKind = 'text' | 'number' | 'time' | 'truth';

/** A field to ask about, as it may be shown. */
export interface SegmentField extends ColumnInfo {
  readonly kind: FieldKind;
  /** Set where its values are people's identifiers. */
  readonly identifier: IdentifierType | undefined;
  /** Masked. */
  readonly examples: readonly string[];
}

const NUMBER_TYPE = /^(u?(tiny|small|big|huge)int|u?integer|int|decimal|numeric|double|real|float)\b/i;
const TIME_TYPE = /^(date|timestamp)\b/i;
const TRUTH_TYPE = /^bool/i;
const TEXT_TYPE = /^(varchar|char|text|string)\b/i;

/** The columns of a table with what they hold; `sample` are rows of it. */
export function readFields(columns: readonly ColumnInfo[], sample: SampleRows): readonly SegmentField[] {
  const masked = maskSample(sample);
  return columns.map((column) => {
    const position = sample.columns.findIndex(({ name }) => name === column.name);
    const values = sample.rows.flatMap((row) => row[position] ?? []).filter((value) => value.trim() !== '');
    const about = masked.find(({ name }) => name === column.name);
    return {
      ...column,
      kind: kindOf(column.type, values),
      identifier: about?.type,
      examples: about?.examples ?? [],
    };
  });
}

function kindOf(type: string, values: readonly string[]): FieldKind {
  if (NUMBER_TYPE.test(type)) return 'number';
  if (TIME_TYPE.test(type)) return 'time';
  if (TRUTH_TYPE.test(type)) return 'truth';
  if (values.length === 0) return 'text';
  const are = (pattern: RegExp) => values.every((value) => pattern.test(value));
  if (are(/^\s*[-+]?\d+(\.\d+)?\s*$/)) return 'number';
  if (are(/^\s*\d{4}-\d{1,2}-\d{1,2}([ T].*)?$/)) return 'time';
  return are(/^\s*(true|false)\s*$/i) ? 'truth' : 'text';
}

const OPERATORS: Readonly<Record<FieldKind, readonly FilterOperator[]>> = {
  text: [
    ...EQUALITY_OPERATORS,
    ...LIST_OPERATORS,
    ...TEXT_OPERATORS,
    ...EMPTINESS_OPERATORS,
    ...ORDER_OPERATORS,
    'between',
  ],
  number: [...ORDER_OPERATORS, 'between', ...EQUALITY_OPERATORS, ...LIST_OPERATORS, ...EMPTINESS_OPERATORS],
  time: ['within last', ...ORDER_OPERATORS, 'between', ...EQUALITY_OPERATORS, ...EMPTINESS_OPERATORS],
  truth: ['=', '!=', ...EMPTINESS_OPERATORS],
};

/**
 * What can be asked of a field, the likeliest first. Of texts that look like numbers parts can be asked for
 * too: a postal code begins with something. Whole identifiers can't be compared with: a segment is kept on
 * disk, and one person's address has no place there.
 */
export function operatorsFor({ kind, type, identifier }: SegmentField): readonly FilterOperator[] {
  if (AUDIENCE_ID_TYPES.some((each) => each === identifier))
    return [...EMPTINESS_OPERATORS, ...TEXT_OPERATORS];
  const operators = OPERATORS[kind];
  return kind === 'number' && TEXT_TYPE.test(type) ? [...operators, ...TEXT_OPERATORS] : operators;
}
