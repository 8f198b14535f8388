import type { ReactNode } from 'react';
import { checkNewName } from '../../../wizard/journeys/common/check-field.ts';
import { reviewRows } from '../../../wizard/journeys/common/form.ts';
import {
  EVENTS_TEMPLATE_FORM,
  type EventsTemplateAnswers,
  type EventsTemplateStep,
  eventsTargetOf,
  eventsTemplateName,
  sourceOfTarget,
} from '../../../wizard/journeys/template/events-template.ts';
import { TextField } from '../../components/text-field.tsx';
import type { Navigation } from '../../navigation/screen-types.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { AnswersReview } from '../common/answers-review.tsx';
import { PickOrCreate } from '../common/pick-or-create.tsx';
import type { PageProps } from '../common/use-form.ts';
import { EventNameField } from '../destination/events-name-field.tsx';
import { EventSourceField } from '../destination/events-source-field.tsx';

export interface EventsTemplatePageProps extends PageProps<EventsTemplateStep, EventsTemplateAnswers> {
  readonly navigation: Navigation<'template'>;
}

export function EventsDestinationPage({ answers, answer, navigation }: EventsTemplatePageProps): ReactNode {
  const { profile, latest } = useProfile();
  const pick = (name: string): void => answer({ target: eventsTargetOf(latest(), name) });
  return (
    <PickOrCreate
      label="Which destination is it for?"
      items={profile.destinations.map(({ name, kind, credential, description }) => ({
        name,
        note: credential,
        description,
        ...(kind === 'events' ? {} : { disabledBecause: 'It takes people, not events.' }),
      }))}
      chosen={answers.target?.name}
      createLabel="Set up a new destination"
      onPick={pick}
      onCreate={() => navigation.open({ id: 'destination', kind: 'events' }, ({ name }) => pick(name))}
    />
  );
}

export function EventsQueryPage({ answers, answer, navigation }: EventsTemplatePageProps): ReactNode {
  const { profile } = useProfile();
  return (
    <PickOrCreate
      label="Columns of which query?"
      items={profile.queries.map(({ name, description }) => ({ name, description }))}
      chosen={answers.query}
      createLabel="Set up a new query"
      onPick={(query) => answer({ query })}
      onCreate={() => navigation.open({ id: 'query', kind: 'events' }, ({ name }) => answer({ query: name }))}
    />
  );
}

export function TemplateEventSourcePage({
  answers,
  answer,
  back,
  navigation,
}: EventsTemplatePageProps): ReactNode {
  const { target, eventSourceId } = answers;
  const credential = target?.credential ?? '';
  return (
    <EventSourceField
      credential={credential}
      advertiserIds={target?.advertiserIds ?? []}
      eventSource={sourceOfTarget(answers)}
      chosen={eventSourceId}
      leaveOpen={
        target?.eventSourceId === undefined
          ? 'The orchestration gives it.'
          : `The destination’s counts: ${target.eventSourceId}.`
      }
      onChoose={(source) => answer({ eventSourceId: source?.id })}
      onBack={back}
      onAuthorize={(onDone) =>
        navigation.open({ id: 'credential', name: credential, authorizeOnly: true }, onDone)
      }
    />
  );
}

export function TemplateEventNamePage({ answers, answer }: EventsTemplatePageProps): ReactNode {
  const inherited = answers.target?.fixedEventName;
  return (
    <EventNameField
      label="What happened? No column says it."
      eventSource={sourceOfTarget(answers)}
      chosen={answers.fixedEventName}
      leaveOpen={
        inherited === undefined ? 'The orchestration gives it.' : `The destination’s counts: ${inherited}.`
      }
      proposed={inherited === undefined ? 'Purchase' : undefined}
      onChoose={(fixedEventName) => answer({ fixedEventName })}
    />
  );
}

export function EventsNamePage({ answers, note, answer }: EventsTemplatePageProps): ReactNode {
  return (
    <TextField
      label="Name of this template"
      initialValue={eventsTemplateName(answers)}
      validate={(name) => checkNewName(name, answers.taken)}
      onChange={(name) => note({ name })}
      onSubmit={(name) => answer({ name })}
    />
  );
}

export function EventsTemplateReviewPage(props: EventsTemplatePageProps): ReactNode {
  const { answers, edit, save, startOver } = props;
  return (
    <AnswersReview
      label={`Template ${eventsTemplateName(answers)}`}
      saveLabel="Save this template"
      answers={reviewRows(EVENTS_TEMPLATE_FORM, answers)}
      onSave={save}
      onStartOver={startOver}
      onEdit={edit}
    />
  );
}
