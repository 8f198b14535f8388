import { type ReactNode, useEffect, useState } from 'react';
import { defaultColumns } from '../../../core/detection/default-columns.ts';
import { type EventFieldName, findEventField } from '../../../core/events/fields.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { Query } from '../../../core/profiles/schema.ts';
import { sourceTables } from '../../../core/profiles/source-tables.ts';
import { SAMPLE_ROWS } from '../../../wizard/journeys/source/look.ts';
import {
  columnsOfField,
  type EventMappingChoice,
  eventMappingChoice,
  takesSeveralColumns,
  withFieldColumns,
} from '../../../wizard/journeys/template/events-mapping.ts';
import { sourceOfTarget } from '../../../wizard/journeys/template/events-template.ts';
import { Choice } from '../../components/choice.tsx';
import { Message } from '../../components/message.tsx';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
import { EventsMappingOverview } from './events-mapping-overview.tsx';
import { ColumnsOfField, UnsentColumns } from './events-mapping-parts.tsx';
import type { EventsTemplatePageProps } from './events-pages.tsx';

/** Which columns feed which event field: a proposal by names and contents, to be looked at and corrected. */
export function EventsMappingPage(props: EventsTemplatePageProps): ReactNode {
  const { answers, answer } = props;
  const { profile } = useProfile();
  const query = answers.query === undefined ? undefined : findEntity(profile, 'query', answers.query);
  if (query?.sql !== undefined) return <MapQuery {...props} query={query} sql={query.sql} />;
  return (
    <>
      <Message
        kind="info"
        text={
          query === undefined
            ? 'No query uses this template yet, so there are no columns to show.'
            : `The SQL of “${query.name}” is in a file of its own, so its columns can’t be shown here.`
        }
        hint="Columns called event, timestamp, email, phone, value and so on are used."
      />
      <Choice
        label="Is that right?"
        items={[{ id: 'continue', label: 'Continue' }]}
        rows={4}
        onChoose={() => answer(answers.columns === undefined ? { isByName: true } : {})}
      />
    </>
  );
}

interface MapQueryProps extends EventsTemplatePageProps {
  readonly query: Query;
  readonly sql: string;
}

/** What is open above the list of fields. */
type Opened =
  | { readonly part: 'field'; readonly field: EventFieldName }
  | { readonly part: 'unsent' }
  | undefined;

function MapQuery(props: MapQueryProps): ReactNode {
  const { answers, note, back, navigation, query, sql } = props;
  const { sources } = useServices();
  const { state, start } = useTask<EventMappingChoice>();
  const [attempt, setAttempt] = useState(0);
  const [opened, setOpened] = useState<Opened>(undefined);
  const { source } = query;
  const again = (): void => setAttempt((number) => number + 1);
  const close = (): void => setOpened(undefined);

  useEffect(() => {
    start(
      attempt === 0 ? 'Running the query for a sample' : 'Running the query again',
      async ({ signal }) => {
        const tables = sourceTables(source);
        return eventMappingChoice(await sources.sample(tables, sql, SAMPLE_ROWS, { signal }));
      },
    );
  }, [sources, source, sql, attempt, start]);

  if (state.status === 'failed') {
    return (
      <Failure
        error={state.error}
        items={[
          { id: 'query', label: 'Change the query' },
          { id: 'retry', label: 'Try again' },
          { id: 'back', label: 'Go back' },
        ]}
        onChoose={(id) => {
          if (id === 'query') navigation.open({ id: 'query', name: query.name }, again);
          else if (id === 'retry') again();
          else back();
        }}
      />
    );
  }
  if (state.status !== 'done') return <Working label="Running the query for a sample" onCancel={back} />;

  const choice = state.value;
  const names = choice.columns.map(({ name }) => name);
  const mapping = answers.isByName
    ? defaultColumns('events', [], names)
    : (answers.columns ?? choice.proposal.columns);
  const eventSource = sourceOfTarget(answers);

  function feed(field: EventFieldName, columns: readonly string[]): void {
    note({ columns: withFieldColumns(mapping, field, columns), isByName: false });
    close();
  }

  if (opened?.part === 'field') {
    return (
      <ColumnsOfField
        field={opened.field}
        choice={choice}
        mapping={mapping}
        onSubmit={(columns) => feed(opened.field, columns)}
        onClose={close}
      />
    );
  }
  if (opened?.part === 'unsent') {
    return (
      <UnsentColumns
        choice={choice}
        mapping={mapping}
        eventSource={eventSource}
        onFeed={(field, column) => {
          const before = takesSeveralColumns(field) ? columnsOfField(mapping, field) : [];
          feed(field, [...before, column]);
        }}
        onClose={close}
      />
    );
  }
  return (
    <EventsMappingOverview
      {...props}
      choice={choice}
      mapping={mapping}
      onOpen={(id) => {
        const field = findEventField(id);
        setOpened(field === undefined ? { part: 'unsent' } : { part: 'field', field });
      }}
      onQuery={() => navigation.open({ id: 'query', name: query.name }, again)}
    />
  );
}
