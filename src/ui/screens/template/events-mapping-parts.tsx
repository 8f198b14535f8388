import { type ReactNode, useState } from 'react';
import { EVENT_FIELDS, type EventFieldName, findEventField } from '../../../core/events/fields.ts';
import type { EventSource } from '../../../core/events/settings.ts';
import type { Columns } from '../../../core/profiles/schema.ts';
import {
  columnsOfField,
  type EventMappingChoice,
  fieldsToFeed,
  takesSeveralColumns,
  unsentColumns,
} from '../../../wizard/journeys/template/events-mapping.ts';
import { Choice } from '../../components/choice.tsx';
import { MultiChoice } from '../../components/multi-choice.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { visible } from '../../text/visible.ts';

export interface ColumnsOfFieldProps {
  readonly field: EventFieldName;
  readonly choice: EventMappingChoice;
  readonly mapping: Columns;
  readonly onSubmit: (columns: readonly string[]) => void;
  readonly onClose: () => void;
}

/** Can't be the name of a column that SQL gives without quotes. */
const NO_COLUMN = ' none';

/** The column that feeds a field; of addresses and numbers all known ones of a person. */
export function ColumnsOfField({
  field,
  choice,
  mapping,
  onSubmit,
  onClose,
}: ColumnsOfFieldProps): ReactNode {
  useKeys({ level: 'field', bindings: [{ keys: ['escape'], hint: 'back', run: onClose }] });
  const chosen = columnsOfField(mapping, field);
  const items = choice.columns.map(({ name, examples, reason }) => ({
    id: name,
    label: visible(name),
    note: examples.join('  '),
    description: reason,
  }));
  if (takesSeveralColumns(field)) {
    return (
      <MultiChoice
        label={`Which columns hold ${field}? None is possible.`}
        items={items}
        initialIds={chosen}
        atLeast={0}
        onSubmit={onSubmit}
      />
    );
  }
  return (
    <Choice
      label={`Which column is ${EVENT_FIELDS[field].purpose}?`}
      items={[{ id: NO_COLUMN, label: 'No column', description: 'The field is left out.' }, ...items]}
      initialId={chosen[0] ?? NO_COLUMN}
      isFilterable
      onChoose={(id) => onSubmit(id === NO_COLUMN ? [] : [id])}
    />
  );
}

export interface UnsentColumnsProps {
  readonly choice: EventMappingChoice;
  readonly mapping: Columns;
  readonly eventSource: EventSource;
  readonly onFeed: (field: EventFieldName, column: string) => void;
  readonly onClose: () => void;
}

/** Columns that feed nothing, each with the field whose name is nearest; one can be given to a field. */
export function UnsentColumns(props: UnsentColumnsProps): ReactNode {
  const { choice, mapping, eventSource, onFeed, onClose } = props;
  const [column, setColumn] = useState<string | undefined>(undefined);
  const unsent = unsentColumns(choice, mapping, eventSource);
  useKeys({
    level: 'field',
    bindings: [
      {
        keys: ['escape'],
        hint: 'back',
        run: () => (column === undefined ? onClose() : setColumn(undefined)),
      },
    ],
  });
  if (column === undefined) {
    return (
      <Choice
        label="These columns are not sent"
        items={unsent.map(({ name, nearest }) => ({
          id: name,
          label: visible(name),
          note: choice.columns.find((each) => each.name === name)?.examples.join('  '),
          description:
            nearest === undefined ? 'No field has a name like it.' : `Did you mean the field ${nearest}?`,
        }))}
        chooseHint="give it to a field"
        onChoose={setColumn}
      />
    );
  }
  const nearest = unsent.find(({ name }) => name === column)?.nearest;
  return (
    <Choice
      label={`Which field does ${visible(column)} feed?`}
      items={fieldsToFeed(eventSource).map((field) => ({
        id: field,
        label: field,
        note: columnsOfField(mapping, field).join(' + '),
        description: EVENT_FIELDS[field].purpose,
      }))}
      initialId={nearest === undefined ? undefined : findEventField(nearest)}
      isFilterable
      onChoose={(field) => onFeed(field, column)}
    />
  );
}
