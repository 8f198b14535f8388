import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Columns } from '../../../core/profiles/schema.ts';
import { formatAmount } from '../../../core/wording.ts';
import {
  columnsOfField,
  type EventFieldRow,
  type EventMappingChoice,
  eventFieldRows,
  missingInWords,
  unsentColumns,
} from '../../../wizard/journeys/template/events-mapping.ts';
import {
  type EventsTemplateAnswers,
  sourceOfTarget,
} from '../../../wizard/journeys/template/events-template.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Message } from '../../components/message.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { visible } from '../../text/visible.ts';
import { fitTo, widthOf } from '../../text/width.ts';
import type { EventsTemplatePageProps } from './events-pages.tsx';

export interface EventsMappingOverviewProps extends Pick<EventsTemplatePageProps, 'answers' | 'answer'> {
  readonly choice: EventMappingChoice;
  readonly mapping: Columns;
  /** A field, or anything else for the columns that aren't sent. */
  readonly onOpen: (id: string) => void;
  readonly onQuery: () => void;
}

/** Keep apart from the names of fields. */
const CONTINUE = ' continue';
const UNSENT = ' unsent';
const QUERY = ' query';

const PROBLEM_ROWS = 3;
const SAID_ROWS = 1;
/** Share of a row for the names of columns; the rest is for the example. */
const NAME_SHARE = 0.3;

/** Every field with what feeds it; what is missing is said before anything else. */
export function EventsMappingOverview(props: EventsMappingOverviewProps): ReactNode {
  const { answers, answer, choice, mapping, onOpen, onQuery } = props;
  const { rows, columns: width } = useBodySize();
  const source = sourceOfTarget(answers);
  const fields = eventFieldRows(choice, mapping, source);
  const unsent = unsentColumns(choice, mapping, source).map(({ name }) => name);
  const wrong = fields.find((row) => row.problem !== undefined);
  const missing = missingInWords(mapping, source) ?? wrong?.problem;
  const items: readonly ChoiceItem[] = [
    {
      id: CONTINUE,
      label: 'Continue',
      description: 'Or choose a field to take another column.',
      ...(missing === undefined ? {} : { disabledBecause: `${missing} Choose a field below.` }),
    },
    ...(unsent.length === 0
      ? []
      : [
          {
            id: UNSENT,
            label: `${formatAmount(unsent.length, 'column')} not sent: ${visible(unsent.join(', '))}`,
            description: 'No field has their names. Choose this to give them to a field.',
          },
        ]),
    ...fields.map((row) => ({
      id: row.field,
      label: labelOf(row, width, fields),
      description: row.problem ?? row.explanation,
    })),
    { id: QUERY, label: 'Change the query', description: 'You come back here with its new columns.' },
  ];
  const said = missing === undefined ? nameInWords(answers, mapping) : undefined;
  return (
    <Box flexDirection="column" flexShrink={0}>
      {missing === undefined ? null : <Message kind="warning" text={missing} />}
      {said === undefined ? null : (
        <Toned tone="muted" wrap="truncate-end">
          {said}
        </Toned>
      )}
      <Choice
        label="Which columns are sent?"
        items={items}
        initialId={missing === undefined ? CONTINUE : (wrong?.field ?? firstUnfed(fields))}
        rows={rows - (missing === undefined ? 0 : PROBLEM_ROWS) - (said === undefined ? 0 : SAID_ROWS)}
        onChoose={(id) => {
          if (id === CONTINUE) answer({ columns: mapping, isByName: false });
          else if (id === QUERY) onQuery();
          else onOpen(id);
        }}
      />
    </Box>
  );
}

function firstUnfed(fields: readonly EventFieldRow[]): string | undefined {
  return fields.find(({ columns }) => columns.length === 0)?.field;
}

/** What names the events, where no column does. */
function nameInWords({ target }: EventsTemplateAnswers, mapping: Columns): string | undefined {
  if (columnsOfField(mapping, 'event').length > 0) return undefined;
  const fixed = target?.fixedEventName;
  return fixed === undefined
    ? 'No column names the event; the next question asks for it.'
    : `Every event is ${fixed}: no column names it.`;
}

function labelOf(
  { field, columns, example }: EventFieldRow,
  width: number,
  fields: readonly EventFieldRow[],
): string {
  const fieldColumns = Math.max(...fields.map((row) => widthOf(row.field)));
  const names = columns.length === 0 ? 'no column' : visible(columns.join(' + '));
  const label = `${fitTo(field, fieldColumns)}  ${fitTo(names, Math.round(width * NAME_SHARE))}`;
  return `${label}  ${visible(example)}`;
}
