import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { checkNewName, checkOptionalLine, filled } from '../../../wizard/journeys/common/check-field.ts';
import { listCountries } from '../../../wizard/journeys/destination/countries.ts';
import { adviseAudienceName } from '../../../wizard/journeys/destination/destination-form.ts';
import { ID_TYPES, MODES } from '../../../wizard/journeys/destination/explanations.ts';
import { DESTINATION_KINDS } from '../../../wizard/journeys/destination/kinds.ts';
import { Choice } from '../../components/choice.tsx';
import { Message } from '../../components/message.tsx';
import { MultiChoice } from '../../components/multi-choice.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { SendingKind } from '../../navigation/screen-types.ts';
import type { DestinationPageProps, PartPageProps } from './page-props.ts';

export function KindPage({ onChoose }: { readonly onChoose: (kind: SendingKind) => void }): ReactNode {
  return (
    <Choice
      label="What do you want to send?"
      items={DESTINATION_KINDS}
      isFilterable
      placeholder="type a few letters, such as tik"
      onChoose={onChoose}
    />
  );
}

export function NamePage({ answers, note, answer }: PartPageProps<'name' | 'taken'>): ReactNode {
  return (
    <TextField
      label="Name of this destination"
      placeholder="Acme audiences"
      note="A name that your colleagues recognise."
      initialValue={answers.name}
      validate={(name) => checkNewName(name, answers.taken)}
      onChange={(name) => note({ name })}
      onSubmit={(name) => answer({ name })}
    />
  );
}

export function AudienceNamePage({ answers, note, answer }: DestinationPageProps): ReactNode {
  const advice = adviseAudienceName(answers);
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      <TextField
        label="Which audience is filled?"
        history="audience-name"
        placeholder="VIP customers"
        note="One of this name is reused. Empty: named later."
        initialValue={answers.audienceName}
        validate={checkOptionalLine}
        onChange={(audienceName) => note({ audienceName })}
        onSubmit={(audienceName) => answer({ audienceName })}
      />
      {advice === undefined ? null : <Message kind="warning" text={advice} />}
    </Box>
  );
}

export function IdTypesPage({ answers, note, answer }: DestinationPageProps): ReactNode {
  return (
    <MultiChoice
      label="What are people recognised by?"
      items={ID_TYPES}
      initialIds={answers.idTypes}
      onChange={(idTypes) => note({ idTypes })}
      onSubmit={(idTypes) => answer({ idTypes })}
    />
  );
}

/** Not a country's code, so that it can stand among them. */
const NO_COUNTRY = '-';

export function CountryPage({ answers, answer }: PartPageProps<'defaultCountry'>): ReactNode {
  const [countries] = useState(listCountries);
  const items = [
    {
      id: NO_COUNTRY,
      label: 'No default country',
      description: 'Only numbers that start with + and a country count.',
    },
    ...countries.map(({ code, name }) => ({
      id: code,
      label: name,
      note: code,
      description: `Numbers without a country are read as those of ${name}.`,
    })),
  ];
  return (
    <Choice
      label="Default country of phone numbers"
      items={items}
      initialId={answers.defaultCountry ?? NO_COUNTRY}
      isFilterable
      placeholder="type a country"
      onChoose={(id) => answer({ defaultCountry: id === NO_COUNTRY ? undefined : id })}
    />
  );
}

export function ModePage({ answers, answer }: DestinationPageProps): ReactNode {
  const name = filled(answers.audienceName);
  return (
    <Choice
      label={name === undefined ? 'What happens to the audience?' : `What happens to ${name}?`}
      items={MODES}
      initialId={answers.mode}
      onChoose={(mode) => answer({ mode })}
    />
  );
}
