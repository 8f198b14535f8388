import { type ReactNode, useState } from 'react';
import { findColumn } from '../../../core/segments/compile-filter.ts';
import type { Condition, FilterOperator } from '../../../core/segments/filter.ts';
import {
  type ConditionDraft,
  EMPTY_DRAFT,
  readCondition,
  stepBack,
  typedValue,
} from '../../../wizard/journeys/segment/condition-draft.ts';
import { operatorsFor, type SegmentField } from '../../../wizard/journeys/segment/fields.ts';
import { hasAddress } from '../../../wizard/journeys/segment/hide-addresses.ts';
import { operatorInWords } from '../../../wizard/journeys/segment/operator-words.ts';
import { Choice } from '../../components/choice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { visible } from '../../text/visible.ts';
import { truncate } from '../../text/width.ts';

export interface ConditionEditorProps {
  readonly fields: readonly SegmentField[];
  /** The one that is changed; undefined for a new one. */
  readonly condition: Condition | undefined;
  readonly rows: number;
  readonly onDone: (condition: Condition) => void;
  readonly onClose: () => void;
}

const KINDS = { text: 'text', number: 'numbers', time: 'dates', truth: 'true or false' } as const;

/** A condition, answer by answer: the field, how it is asked, and with what it is compared. */
export function ConditionEditor({
  fields,
  condition,
  rows,
  onDone,
  onClose,
}: ConditionEditorProps): ReactNode {
  const [draft, setDraft] = useState<ConditionDraft>(() => ({ ...EMPTY_DRAFT }));
  const { field, op, low } = draft;

  useKeys({
    level: 'field',
    bindings: [
      {
        keys: ['escape'],
        hint: 'back',
        run: () => {
          const before = stepBack(draft);
          if (before === undefined) onClose();
          else setDraft(before);
        },
      },
    ],
  });

  if (field === undefined) {
    return (
      <Choice
        label="Which field?"
        items={fields.map(({ name, kind, examples }) => ({
          id: name,
          label: name,
          note: examples.slice(0, 2).join(', '),
          description: `Holds ${KINDS[kind]}.`,
        }))}
        rows={rows}
        initialId={condition === undefined ? undefined : findColumn(fields, condition.field)?.name}
        onChoose={(name) => setDraft({ ...EMPTY_DRAFT, field: fields.find((each) => each.name === name) })}
      />
    );
  }
  if (op === undefined) {
    return (
      <OperatorChoice
        field={field}
        rows={rows}
        initialOp={condition?.op}
        onChoose={(chosen) => {
          const done = chosen === 'is empty' || chosen === 'is not empty';
          if (done) onDone({ field: field.name, op: chosen });
          else setDraft({ field, op: chosen, low: undefined });
        }}
      />
    );
  }
  return (
    <ValueField
      key={low === undefined ? 'first' : 'second'}
      field={field}
      op={op}
      low={low}
      condition={condition?.op === op && condition.field === field.name ? condition : undefined}
      onLow={(value) => setDraft({ field, op, low: value })}
      onDone={onDone}
    />
  );
}

/** A name that leaves room for the words around it, also in a narrow window. */
const LABEL_COLUMNS = 20;

function shortName(name: string): string {
  return truncate(visible(name), LABEL_COLUMNS);
}

interface OperatorChoiceProps {
  readonly field: SegmentField;
  readonly rows: number;
  readonly initialOp: FilterOperator | undefined;
  readonly onChoose: (op: FilterOperator) => void;
}

function OperatorChoice({ field, rows, initialOp, onChoose }: OperatorChoiceProps): ReactNode {
  return (
    <Choice
      label={`${shortName(field.name)} …`}
      items={operatorsFor(field).map((op) => ({
        id: op,
        label: operatorInWords(op, field.kind),
        // Who knows SQL types it as there.
        keywords: op,
        description: (field.kind === 'time' ? ABOUT_TIMES[op] : undefined) ?? ABOUT[op],
      }))}
      rows={rows}
      initialId={initialOp}
      onChoose={onChoose}
    />
  );
}

const ABOUT: Readonly<Partial<Record<FilterOperator, string>>> = {
  '!=': 'Also where the field is empty.',
  'not in': 'Also where the field is empty.',
  between: 'From one value to another, both included.',
  contains: 'Capital and small letters count.',
  'starts with': 'Capital and small letters count.',
  'ends with': 'Capital and small letters count.',
  'within last': 'Days, weeks or months up to today, of the UTC calendar.',
};

/** Days are compared as they are written, and a time of the day is longer than its day. */
const ABOUT_TIMES: Readonly<Partial<Record<FilterOperator, string>>> = {
  '=': 'Where fields hold times, too, a day alone is none of them.',
  '<=': 'Where fields hold times, too: ask for “is before” the day after.',
  '>': 'Where fields hold times, too: those of the day itself are after it.',
  between: 'Both days included. Where fields hold times, too, give the day after as the second.',
};

interface ValueFieldProps {
  readonly field: SegmentField;
  readonly op: FilterOperator;
  readonly low: string | undefined;
  readonly condition: Condition | undefined;
  readonly onLow: (value: string) => void;
  readonly onDone: (condition: Condition) => void;
}

function ValueField({ field, op, low, condition, onLow, onDone }: ValueFieldProps): ReactNode {
  const isLow = op === 'between' && low === undefined;
  // What was written by hand may hold an address, which is neither shown nor taken again.
  const [first, second] = typedValue(condition).map((text) => (hasAddress(text) ? '' : text));
  /** The lower bound is only checked by itself: together with itself it is a pair that is in order. */
  const read = (text: string) => readCondition(field, op, text, isLow ? text : low);
  return (
    <TextField
      label={labelOf(field, op, low)}
      note={NOTES[op] ?? noteOf(field)}
      initialValue={low === undefined ? first : second}
      validate={(text) => {
        const result = read(text);
        return result.ok ? undefined : result.problem;
      }}
      onSubmit={(text) => {
        const result = read(text);
        if (isLow) onLow(text);
        else if (result.ok) onDone(result.condition);
      }}
    />
  );
}

function labelOf({ name, kind }: SegmentField, op: FilterOperator, low: string | undefined): string {
  const asked = `${shortName(name)} ${operatorInWords(op, kind)}`;
  return low === undefined ? asked : `${asked} ${truncate(low, LABEL_COLUMNS)} and`;
}

const NOTES: Readonly<Partial<Record<FilterOperator, string>>> = {
  in: 'Separate the values by commas.',
  'not in': 'Separate the values by commas.',
  'within last': 'Such as 30 days, 4 weeks or 12 months.',
};

/** Masked examples would be no example of what to type. */
function noteOf({ kind }: SegmentField): string {
  if (kind === 'time') return 'As in the data, such as 2026-01-31.';
  if (kind === 'truth') return 'true or false';
  return kind === 'number' ? 'A number, such as 3 or 2.5.' : 'Capital and small letters count.';
}
