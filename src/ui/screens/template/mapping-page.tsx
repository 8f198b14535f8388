import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { defaultColumns } from '../../../core/detection/default-columns.ts';
import { AUDIENCE_ID_TYPES, type AudienceIdType } from '../../../core/identifiers/types.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { Columns, Query } from '../../../core/profiles/schema.ts';
import {
  fullProfile,
  hasMoreColumns,
  type MappingChoice,
  type MappingRow,
  mappingChoice,
  mappingRows,
} from '../../../wizard/journeys/template/mapping-view.ts';
import { checkMapping, columnsOf, withColumns } from '../../../wizard/journeys/template/template-form.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Message } from '../../components/message.tsx';
import { MultiChoice } from '../../components/multi-choice.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { visible } from '../../text/visible.ts';
import { fitTo } from '../../text/width.ts';
import type { TemplatePageProps } from './page-props.ts';
import { QuerySample } from './query-sample.tsx';

/** Which columns feed which id type: a proposal by names and contents, to be looked at and corrected. */
export function MappingPage(props: TemplatePageProps): ReactNode {
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
        hint="Columns called EMAIL, PHONE, IDFA or AAID are used."
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

interface MapQueryProps extends TemplatePageProps {
  readonly query: Query;
  readonly sql: string;
}

function MapQuery(props: MapQueryProps): ReactNode {
  const { answers, note, back, navigation, query, sql } = props;
  const [opened, setOpened] = useState<AudienceIdType | undefined>(undefined);
  const { target } = answers;

  return (
    <QuerySample
      query={query}
      sql={sql}
      navigation={navigation}
      read={(sample) => mappingChoice(target?.idTypes ?? AUDIENCE_ID_TYPES, sample, target?.defaults)}
      onBack={back}
    >
      {(choice) => {
        const mapping = answers.isByName
          ? byName(choice, target)
          : (answers.columns ?? choice.proposal.columns);
        if (opened === undefined) {
          return <MappingOverview {...props} choice={choice} mapping={mapping} onOpen={setOpened} />;
        }
        return (
          <ColumnsOfType
            type={opened}
            choice={choice}
            mapping={mapping}
            onClose={() => setOpened(undefined)}
            onSubmit={(columns) => {
              note({ columns: withColumns(mapping, opened, columns), isByName: false });
              setOpened(undefined);
            }}
          />
        );
      }}
    </QuerySample>
  );
}

/** What is used while a template has no mapping of its own. */
function byName(choice: MappingChoice, target: TemplatePageProps['answers']['target']): Columns {
  const names = choice.columns.map(({ name }) => name);
  return defaultColumns('audience', target?.idTypes ?? AUDIENCE_ID_TYPES, names);
}

interface MappingOverviewProps extends MapQueryProps {
  readonly choice: MappingChoice;
  readonly mapping: Columns;
  readonly onOpen: (type: AudienceIdType) => void;
}

const PROBLEM_ROWS = 3;
/** Columns of the longest id type. */
const TYPE_COLUMNS = 5;
/** Share of a row for the names of columns; the rest is for the example. */
const NAME_SHARE = 0.3;

function MappingOverview(props: MappingOverviewProps): ReactNode {
  const { answers, answer, note, query, choice, mapping, onOpen } = props;
  const { rows, columns: width } = useBodySize();
  const idTypes = answers.target?.idTypes ?? AUDIENCE_ID_TYPES;
  const shown = mappingRows(choice, idTypes, mapping);
  const problem = checkMapping(mapping, idTypes);
  const wrong = shown.find((row) => row.problem !== undefined);
  const items: readonly ChoiceItem<'continue' | 'full' | AudienceIdType>[] = [
    {
      id: 'continue',
      label: 'Continue',
      description: 'Or choose a line to take other columns.',
      ...(problem === undefined ? {} : { disabledBecause: `${problem} Choose a line below.` }),
    },
    ...shown.map((row) => ({
      id: row.type,
      label: labelOf(row, width),
      description: row.problem ?? row.explanation,
    })),
    ...(hasMoreColumns(choice, mapping)
      ? [
          {
            id: 'full' as const,
            label: 'Use every known column',
            description: 'All e-mails and phones of a person, not only one.',
          },
        ]
      : []),
  ];
  return (
    <Box flexDirection="column" flexShrink={0}>
      {wrong === undefined ? null : <Message kind="warning" text={`${wrong.type}: ${wrong.problem}`} />}
      <Choice
        label={`Which columns of ${query.name} are sent?`}
        items={items}
        initialId={problem === undefined ? 'continue' : idTypes[0]}
        rows={rows - (wrong === undefined ? 0 : PROBLEM_ROWS)}
        onChoose={(id) => {
          if (id === 'continue') answer({ columns: mapping, isByName: false });
          else if (id === 'full') note({ columns: fullProfile(choice, idTypes), isByName: false });
          else onOpen(id);
        }}
      />
    </Box>
  );
}

function labelOf({ type, columns, example }: MappingRow, width: number): string {
  const names = columns.length === 0 ? 'no column' : visible(columns.join(' + '));
  return `${fitTo(type, TYPE_COLUMNS)}  ${fitTo(names, Math.round(width * NAME_SHARE))}  ${visible(example)}`;
}

interface ColumnsOfTypeProps {
  readonly type: AudienceIdType;
  readonly choice: MappingChoice;
  readonly mapping: Columns;
  readonly onSubmit: (columns: readonly string[]) => void;
  readonly onClose: () => void;
}

/** The columns that feed one type; several are all known addresses or numbers of a person. */
function ColumnsOfType({ type, choice, mapping, onSubmit, onClose }: ColumnsOfTypeProps): ReactNode {
  useKeys({ level: 'field', bindings: [{ keys: ['escape'], hint: 'back', run: onClose }] });
  return (
    <MultiChoice
      label={`Which columns hold ${type}? None is possible.`}
      items={choice.columns.map(({ name, examples, reason }) => ({
        id: name,
        label: visible(name),
        note: examples.join('  '),
        description: reason,
      }))}
      initialIds={columnsOf(mapping, type)}
      atLeast={0}
      onSubmit={onSubmit}
    />
  );
}
