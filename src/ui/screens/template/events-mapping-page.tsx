import { type ReactNode, useState } from 'react';
import { defaultColumns } from '../../../core/detection/default-columns.ts';
import { type EventFieldName, findEventField } from '../../../core/events/fields.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { Query } from '../../../core/profiles/schema.ts';
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
import { useProfile } from '../../navigation/use-profile.ts';
import { EventsMappingOverview } from './events-mapping-overview.tsx';
import { ColumnsOfField, UnsentColumns } from './events-mapping-parts.tsx';
import type { EventsTemplatePageProps } from './events-pages.tsx';
import { QuerySample } from './query-sample.tsx';

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
  const { back, navigation, query, sql } = props;
  return (
    <QuerySample query={query} sql={sql} navigation={navigation} read={eventMappingChoice} onBack={back}>
      {(choice, changeQuery) => <MapFields {...props} choice={choice} onQuery={changeQuery} />}
    </QuerySample>
  );
}

interface MapFieldsProps extends MapQueryProps {
  readonly choice: EventMappingChoice;
  readonly onQuery: () => void;
}

/** The list of fields, and what is opened above it. */
function MapFields(props: MapFieldsProps): ReactNode {
  const { answers, note, choice } = props;
  const [opened, setOpened] = useState<Opened>(undefined);
  const close = (): void => setOpened(undefined);
  const names = choice.columns.map(({ name }) => name);
  const mapping = answers.isByName
    ? defaultColumns('events', [], names)
    : (answers.columns ?? choice.proposal.columns);

  function feed(field: EventFieldName, columns: readonly string[]): void {
    note({ columns: withFieldColumns(mapping, field, columns), isByName: false });
    close();
  }

  switch (opened?.part) {
    case 'field':
      return (
        <ColumnsOfField
          field={opened.field}
          choice={choice}
          mapping={mapping}
          onSubmit={(columns) => feed(opened.field, columns)}
          onClose={close}
        />
      );
    case 'unsent':
      return (
        <UnsentColumns
          choice={choice}
          mapping={mapping}
          eventSource={sourceOfTarget(answers)}
          onFeed={(field, column) => {
            const before = takesSeveralColumns(field) ? columnsOfField(mapping, field) : [];
            feed(field, [...before, column]);
          }}
          onClose={close}
        />
      );
    case undefined:
      return (
        <EventsMappingOverview
          {...props}
          mapping={mapping}
          onOpen={(id) => {
            const field = findEventField(id);
            setOpened(field === undefined ? { part: 'unsent' } : { part: 'field', field });
          }}
        />
      );
  }
}
