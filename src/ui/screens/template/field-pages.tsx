import type { ReactNode } from 'react';
import { checkNewName, checkOptionalLine } from '../../../wizard/journeys/common/check-field.ts';
import { reviewRows } from '../../../wizard/journeys/common/form.ts';
import { nameOf, TEMPLATE_FORM, targetOf } from '../../../wizard/journeys/template/template-form.ts';
import { TextField } from '../../components/text-field.tsx';
import { useProfile } from '../../navigation/use-profile.ts';
import { AnswersReview } from '../common/answers-review.tsx';
import { PickOrCreate } from '../common/pick-or-create.tsx';
import type { TemplatePageProps } from './page-props.ts';

export function DestinationPage(props: TemplatePageProps): ReactNode {
  const { answers, answer, navigation, onEvents } = props;
  const { profile, latest } = useProfile();
  /** A new template follows the kind of its destination; a saved one keeps its mapping, so its kind as well. */
  function pick(name: string): void {
    const target = targetOf(latest(), name);
    if (target !== undefined) answer({ target });
    else onEvents(name);
  }
  return (
    <PickOrCreate
      label="Which destination is it for?"
      items={profile.destinations.map(({ name, kind, credential, description }) => ({
        name,
        note: credential,
        description,
        ...(kind === 'audience' || answers.saved === undefined
          ? {}
          : { disabledBecause: 'It takes events, not people.' }),
      }))}
      chosen={answers.target?.name}
      createLabel="Set up a new destination"
      onPick={pick}
      onCreate={() =>
        navigation.open(
          { id: 'destination', kind: answers.saved === undefined ? undefined : 'audience' },
          ({ name }) => pick(name),
        )
      }
    />
  );
}

export function QueryPage({ answers, answer, navigation }: TemplatePageProps): ReactNode {
  const { profile } = useProfile();
  return (
    <PickOrCreate
      label="Columns of which query?"
      items={profile.queries.map(({ name, description }) => ({ name, description }))}
      chosen={answers.query}
      createLabel="Set up a new query"
      onPick={(query) => answer({ query })}
      onCreate={() => navigation.open({ id: 'query' }, ({ name }) => answer({ query: name }))}
    />
  );
}

export function AudienceNamePage({ answers, note, answer }: TemplatePageProps): ReactNode {
  return (
    <TextField
      label="Which audience is filled?"
      history="audience-name"
      placeholder="VIP customers"
      note="The destination leaves it open. Empty: named later."
      initialValue={answers.audienceName}
      validate={checkOptionalLine}
      onChange={(audienceName) => note({ audienceName })}
      onSubmit={(audienceName) => answer({ audienceName })}
    />
  );
}

export function NamePage({ answers, note, answer }: TemplatePageProps): ReactNode {
  return (
    <TextField
      label="Name of this template"
      initialValue={nameOf(answers)}
      validate={(name) => checkNewName(name, answers.taken)}
      onChange={(name) => note({ name })}
      onSubmit={(name) => answer({ name })}
    />
  );
}

export function ReviewPage({ answers, edit, save, startOver }: TemplatePageProps): ReactNode {
  return (
    <AnswersReview
      label={`Template ${nameOf(answers)}`}
      saveLabel="Save this template"
      answers={reviewRows(TEMPLATE_FORM, answers)}
      onSave={save}
      onStartOver={startOver}
      onEdit={edit}
    />
  );
}
