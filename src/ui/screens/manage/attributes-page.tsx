import { type ReactNode, useEffect, useState } from 'react';
import type { AudienceIdType } from '../../../core/identifiers/types.ts';
import type { DefaultAttributes } from '../../../core/profiles/campaign-schema.ts';
import type { Columns, Profile } from '../../../core/profiles/schema.ts';
import { sourceTables } from '../../../core/profiles/source-tables.ts';
import { segmentTable } from '../../../core/segments/segment-sql.ts';
import {
  type KnownTable,
  knownTables,
  startAttributes,
  toDefaults,
  typesOf,
} from '../../../wizard/journeys/destination/default-attributes.ts';
import { SAMPLE_ROWS } from '../../../wizard/journeys/source/look.ts';
import { type MappingChoice, mappingRows } from '../../../wizard/journeys/template/mapping-view.ts';
import { columnsOf, withColumns } from '../../../wizard/journeys/template/template-form.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Message } from '../../components/message.tsx';
import { MultiChoice } from '../../components/multi-choice.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';

export interface AttributesPageProps {
  readonly destination: string;
  readonly profile: Profile;
  /** Undefined: nothing is sent by default any more. */
  readonly onSave: (attributes: DefaultAttributes | undefined) => void;
  readonly onBack: () => void;
}

/** What a destination is sent where a campaign doesn't say: which table, and which of its columns. */
export function AttributesPage(props: AttributesPageProps): ReactNode {
  const { destination, profile, onSave, onBack } = props;
  const [place, setPlace] = useState<KnownTable | undefined>(undefined);
  if (place !== undefined) {
    return <ColumnsOfTable {...props} place={place} onBack={() => setPlace(undefined)} />;
  }
  return (
    <TablePage
      tables={knownTables(profile)}
      saved={profile.defaultAttributes[destination]}
      onPick={setPlace}
      onClear={() => onSave(undefined)}
      onBack={onBack}
    />
  );
}

interface TablePageProps {
  readonly tables: readonly KnownTable[];
  readonly saved: DefaultAttributes | undefined;
  readonly onPick: (place: KnownTable) => void;
  readonly onClear: () => void;
  readonly onBack: () => void;
}

const MESSAGE_ROWS = 4;

function TablePage({ tables, saved, onPick, onClear, onBack }: TablePageProps): ReactNode {
  const { rows } = useBodySize();
  useKeys({ level: 'field', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });
  const items: readonly ChoiceItem<string>[] = [
    ...tables.map(({ table, of }, place) => ({
      id: String(place),
      label: visible(table),
      note: `of the ${visible(of)}`,
      description: 'Its columns are shown next.',
    })),
    ...(saved === undefined
      ? []
      : [{ id: 'clear', label: 'Send nothing by default', description: 'Each campaign then says itself.' }]),
    ...(tables.length === 0 ? [{ id: 'back', label: 'Back' }] : []),
  ];
  const current = tables.findIndex(({ table }) => table === saved?.table);
  return (
    <>
      {tables.length === 0 ? (
        <Message
          kind="info"
          text="Nothing that is set up reads a table yet."
          hint="Set up a segment or a query first."
        />
      ) : null}
      <Choice
        label="Which table has the people’s data?"
        items={items}
        initialId={current === -1 ? items[0]?.id : String(current)}
        rows={rows - (tables.length === 0 ? MESSAGE_ROWS : 0)}
        onChoose={(id) => {
          const place = tables[Number(id)];
          if (id === 'clear') onClear();
          else if (place === undefined) onBack();
          else onPick(place);
        }}
      />
    </>
  );
}

interface ColumnsOfTableProps extends AttributesPageProps {
  readonly place: KnownTable;
}

function ColumnsOfTable(props: ColumnsOfTableProps): ReactNode {
  const { destination, profile, place, onBack } = props;
  const { sources } = useServices();
  const { state, start } = useTask<{ readonly choice: MappingChoice; readonly mapping: Columns }>();
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const saved = profile.defaultAttributes[destination];
    start(attempt === 0 ? 'Reading the table' : 'Reading the table again', async ({ signal }) =>
      startAttributes(
        typesOf(profile, destination),
        await sources.sample(sourceTables(place.source), segmentTable(place), SAMPLE_ROWS, { signal }),
        saved?.table === undefined || saved.table === place.table ? saved : undefined,
      ),
    );
  }, [sources, profile, destination, place, attempt, start]);

  if (state.status === 'failed') {
    return (
      <Failure
        error={state.error}
        items={[
          { id: 'retry', label: 'Try again' },
          { id: 'back', label: 'Choose another table' },
        ]}
        onChoose={(id) => (id === 'retry' ? setAttempt((number) => number + 1) : onBack())}
      />
    );
  }
  if (state.status !== 'done') return <Working label="Reading the table" onCancel={onBack} />;
  return <Columnar {...props} choice={state.value.choice} initial={state.value.mapping} />;
}

interface ColumnarProps extends ColumnsOfTableProps {
  readonly choice: MappingChoice;
  readonly initial: Columns;
}

function Columnar({
  destination,
  profile,
  place,
  choice,
  initial,
  onSave,
  onBack,
}: ColumnarProps): ReactNode {
  const types = typesOf(profile, destination);
  const [mapping, setMapping] = useState(initial);
  const [opened, setOpened] = useState<AudienceIdType | undefined>(undefined);
  const back = (): void => (opened === undefined ? onBack() : setOpened(undefined));
  useKeys({ level: 'field', bindings: [{ keys: ['escape'], hint: 'back', run: back }] });
  if (opened !== undefined) {
    return (
      <MultiChoice
        label={`Which columns hold ${opened}? None is possible.`}
        items={choice.columns.map(({ name, examples, reason }) => ({
          id: name,
          label: visible(name),
          note: examples.join('  '),
          description: reason,
        }))}
        initialIds={columnsOf(mapping, opened)}
        atLeast={0}
        onSubmit={(columns) => {
          setMapping(withColumns(mapping, opened, columns));
          setOpened(undefined);
        }}
      />
    );
  }
  const defaults = toDefaults(place.table, types, mapping);
  const items: readonly ChoiceItem<'save' | AudienceIdType>[] = [
    {
      id: 'save',
      label: 'Save',
      description: 'Campaigns and new templates start with it.',
      ...(defaults === undefined ? { disabledBecause: 'No column is chosen yet.' } : {}),
    },
    ...mappingRows(choice, types, mapping).map(({ type, columns, explanation, problem }) => ({
      id: type,
      label: `${type} ← ${columns.length === 0 ? 'not sent' : visible(columns.join(' + '))}`,
      description: problem ?? explanation,
    })),
  ];
  return (
    <Choice
      key={JSON.stringify(mapping)}
      label={`What of ${place.table} is sent by default?`}
      items={items}
      initialId={defaults === undefined ? types[0] : 'save'}
      onChoose={(id) => (id === 'save' ? onSave(defaults) : setOpened(id))}
    />
  );
}
