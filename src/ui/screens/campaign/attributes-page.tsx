import { type ReactNode, useState } from 'react';
import type { AudienceIdType } from '../../../core/identifiers/types.ts';
import {
  attributesInWords,
  byNames,
  defaultsOf,
  proposeAttributes,
  setColumns,
  wantedTypes,
} from '../../../wizard/journeys/campaign/attributes.ts';
import { destinationsOf } from '../../../wizard/journeys/campaign/campaign-answers.ts';
import type { SegmentField } from '../../../wizard/journeys/segment/fields.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { MultiChoice } from '../../components/multi-choice.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { FieldsGate } from './fields-gate.tsx';
import type { CampaignPageProps } from './page-props.ts';

/** Which columns are sent of each person. */
export function AttributesPage(props: CampaignPageProps): ReactNode {
  return (
    <FieldsGate {...props} onBack={props.back}>
      {(fields) => <Attributes {...props} fields={fields} />}
    </FieldsGate>
  );
}

interface AttributesProps extends CampaignPageProps {
  readonly fields: readonly SegmentField[];
}

function Attributes({ answers, note, answer, profile, fields }: AttributesProps): ReactNode {
  const [type, setType] = useState<AudienceIdType>();
  const destinations = destinationsOf(answers);
  const types = wantedTypes(profile, destinations);
  const defaults = defaultsOf(profile, destinations);
  const inherited = defaults?.attributes ?? byNames(fields, types);
  // What was decided before stays; something new gets what its columns hold.
  const own =
    answers.attributes ??
    (answers.saved === undefined && defaults === undefined ? proposeAttributes(fields, types) : undefined);
  const shown = own ?? inherited;

  useKeys(
    {
      level: 'field',
      bindings: [{ keys: ['escape'], hint: 'back', run: () => setType(undefined) }],
    },
    type !== undefined,
  );

  if (type !== undefined) {
    return (
      <MultiChoice
        label={`Which columns are ${type}?`}
        items={fields.map(({ name, examples }) => ({
          id: name,
          label: name,
          note: examples.slice(0, 2).join(', '),
          description: 'Several columns may hold it. None: it is not sent.',
        }))}
        initialIds={shown[type] ?? []}
        atLeast={0}
        onSubmit={(columns) => {
          note({ attributes: setColumns(shown, type, columns) });
          setType(undefined);
        }}
      />
    );
  }
  const isNothing = types.every((each) => shown[each] === undefined);
  const items: ChoiceItem<AudienceIdType | 'done' | 'inherit'>[] = [
    {
      id: 'done',
      label: 'Continue',
      description: 'Only hashes of these are sent, never the values.',
      ...(isNothing ? { disabledBecause: 'Nothing would be sent: choose a column for one of them.' } : {}),
    },
    ...types.map((each) => ({
      id: each,
      label: `${each} ← ${shown[each]?.join(' + ') ?? 'not sent'}`,
      description: 'Press Enter to choose its columns.',
    })),
    ...(own === undefined
      ? []
      : [
          {
            id: 'inherit' as const,
            label: defaults === undefined ? 'Go by the columns’ names' : 'Take what the destination says',
            note: attributesInWords(inherited),
            description: inheritedInWords(defaults?.table),
          },
        ]),
  ];
  return (
    <Choice
      key={attributesInWords(shown)}
      label={
        own === undefined
          ? `What is sent, ${defaults === undefined ? 'by name' : 'by default'}`
          : 'What is sent'
      }
      items={items}
      initialId={isNothing ? types[0] : 'done'}
      onChoose={(id) => {
        if (id === 'done') answer({ attributes: own });
        else if (id === 'inherit') answer({ attributes: undefined });
        else setType(id);
      }}
    />
  );
}

function inheritedInWords(table: string | undefined): string {
  return table === undefined
    ? 'It follows when the names change.'
    : `From the table ${table}, joined by the column that tells people apart.`;
}
