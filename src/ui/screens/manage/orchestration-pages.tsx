import type { ReactNode } from 'react';
import { checkNewName, checkOptionalLine } from '../../../wizard/journeys/common/check-field.ts';
import { reviewRows } from '../../../wizard/journeys/common/form.ts';
import { sourceNoun } from '../../../wizard/journeys/destination/events-sources.ts';
import type { EventsChoice } from '../../../wizard/journeys/orchestration/events-choice.ts';
import {
  audienceNameOf,
  listTemplates,
  nameOf,
  ORCHESTRATION_FORM,
  type OrchestrationAnswers,
  type OrchestrationStep,
  templateChoice,
} from '../../../wizard/journeys/orchestration/orchestration-form.ts';
import { TextField } from '../../components/text-field.tsx';
import type { Navigation } from '../../navigation/screen-types.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { AnswersReview } from '../common/answers-review.tsx';
import { PickOrCreate } from '../common/pick-or-create.tsx';
import type { PageProps } from '../common/use-form.ts';
import { EventNameField } from '../destination/events-name-field.tsx';
import { EventSourceField } from '../destination/events-source-field.tsx';

export interface OrchestrationPageProps extends PageProps<OrchestrationStep, OrchestrationAnswers> {
  readonly navigation: Navigation<'orchestration'>;
}

export function QueryPage({ answers, answer, navigation }: OrchestrationPageProps): ReactNode {
  const { profile } = useProfile();
  return (
    <PickOrCreate
      label="Which query gives the rows?"
      items={profile.queries.map(({ name, description }) => ({ name, description }))}
      chosen={answers.query}
      createLabel="Set up a new query"
      onPick={(query) => answer({ query })}
      onCreate={() => navigation.open({ id: 'query' }, ({ name }) => answer({ query: name }))}
    />
  );
}

export function TemplatePage({ answers, answer, navigation }: OrchestrationPageProps): ReactNode {
  const { profile, latest } = useProfile();
  const pick = (name: string): void => answer({ template: templateChoice(latest(), name) });
  return (
    <PickOrCreate
      label="Which template takes them there?"
      items={listTemplates(profile).map(({ name, destination, audienceName, events }) => ({
        name,
        note: destination,
        description: events === undefined ? fillsInWords(audienceName) : sendsInWords(events),
      }))}
      chosen={answers.template?.name}
      createLabel="Set up a new template"
      onPick={pick}
      onCreate={() => navigation.open({ id: 'template', query: answers.query }, ({ name }) => pick(name))}
    />
  );
}

function fillsInWords(audienceName: string | undefined): string {
  return audienceName === undefined ? 'Leaves the audience open.' : `Fills ${audienceName}.`;
}

function sendsInWords({ eventSource, eventSourceId }: EventsChoice): string {
  return eventSourceId === undefined
    ? `Leaves the ${sourceNoun(eventSource)} open.`
    : `Sends events to the ${sourceNoun(eventSource)} ${eventSourceId}.`;
}

export function EventSourcePage({ answers, answer, back, navigation }: OrchestrationPageProps): ReactNode {
  const events = answers.template?.events;
  if (events === undefined) return null;
  const { credential, advertiserIds, eventSource, eventSourceId } = events;
  return (
    <EventSourceField
      credential={credential}
      advertiserIds={advertiserIds}
      eventSource={eventSource}
      chosen={answers.eventSourceId}
      leaveOpen={eventSourceId === undefined ? undefined : `The template’s counts: ${eventSourceId}.`}
      onChoose={(source) => answer({ eventSourceId: source?.id })}
      onBack={back}
      onAuthorize={(onDone) =>
        navigation.open({ id: 'credential', name: credential, authorizeOnly: true }, onDone)
      }
    />
  );
}

export function EventNamePage({ answers, answer }: OrchestrationPageProps): ReactNode {
  const events = answers.template?.events;
  if (events === undefined) return null;
  const { eventSource, fixedEventName, namedBy } = events;
  const inherited =
    fixedEventName === undefined ? 'Rows name their events.' : `The template’s counts: ${fixedEventName}.`;
  const canBeOpen = fixedEventName !== undefined || namedBy !== 'nothing';
  return (
    <EventNameField
      label="Which event, where rows name none?"
      eventSource={eventSource}
      chosen={answers.fixedEventName}
      leaveOpen={canBeOpen ? inherited : undefined}
      proposed={canBeOpen ? undefined : 'Purchase'}
      onChoose={(name) => answer({ fixedEventName: name })}
    />
  );
}

export function AudienceNamePage({ answers, note, answer }: OrchestrationPageProps): ReactNode {
  const inherited = answers.template?.audienceName;
  return (
    <TextField
      label="Which audience is filled?"
      history="audience-name"
      placeholder={inherited ?? 'VIP customers'}
      note={
        inherited === undefined ? 'One of this name is reused.' : `Empty: ${inherited}, from the template.`
      }
      initialValue={answers.audienceName}
      validate={(audienceName) =>
        audienceNameOf({ ...answers, audienceName }) === undefined
          ? 'A name is needed; nothing else gives one.'
          : checkOptionalLine(audienceName)
      }
      onChange={(audienceName) => note({ audienceName })}
      onSubmit={(audienceName) => answer({ audienceName })}
    />
  );
}

export function NamePage({ answers, note, answer }: OrchestrationPageProps): ReactNode {
  return (
    <TextField
      label="Name of this orchestration"
      initialValue={nameOf(answers)}
      validate={(name) => checkNewName(name, answers.taken)}
      onChange={(name) => note({ name })}
      onSubmit={(name) => answer({ name })}
    />
  );
}

export function ReviewPage({ answers, edit, save, startOver }: OrchestrationPageProps): ReactNode {
  return (
    <AnswersReview
      label={`Orchestration ${nameOf(answers)}`}
      saveLabel="Save this orchestration"
      answers={reviewRows(ORCHESTRATION_FORM, answers)}
      onSave={save}
      onStartOver={startOver}
      onEdit={edit}
    />
  );
}
