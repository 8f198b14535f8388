import { type ReactNode, useState } from 'react';
import { KnownError } from '../../../core/errors.ts';
import type { OnWait } from '../../../core/ports/tiktok.ts';
import type { CredentialService } from '../../../wizard/credential-service.ts';
import { reviewRows } from '../../../wizard/journeys/common/form.ts';
import {
  type EventsDestinationAnswers,
  proposeEventsName,
  sourceIdOf,
} from '../../../wizard/journeys/destination/events-answers.ts';
import {
  EVENT_SOURCES,
  LIMITED_DATA_USE,
  OLD_EVENTS,
} from '../../../wizard/journeys/destination/events-explanations.ts';
import {
  EVENTS_DESTINATION_FORM,
  type EventsDestinationStep,
} from '../../../wizard/journeys/destination/events-form.ts';
import { listSources } from '../../../wizard/journeys/destination/events-sources.ts';
import { timeZoneItems, zoneOf } from '../../../wizard/journeys/destination/events-time-zones.ts';
import { objectionToSource } from '../../../wizard/journeys/destination/events-verdict.ts';
import { type Objection, objectionTo } from '../../../wizard/journeys/destination/verdict.ts';
import { Choice } from '../../components/choice.tsx';
import type { Navigation } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { AnswersReview } from '../common/answers-review.tsx';
import type { PageProps } from '../common/use-form.ts';
import { AdvertiserPage } from './advertiser-page.tsx';
import { CredentialPage } from './credential-page.tsx';
import { EventNameField } from './events-name-field.tsx';
import { EventSourceField } from './events-source-field.tsx';
import { TryBeforeSaving } from './review-page.tsx';

export interface EventsPageProps extends PageProps<EventsDestinationStep, EventsDestinationAnswers> {
  readonly navigation: Navigation<'destination'>;
}

export function EventsCredentialPage(props: EventsPageProps): ReactNode {
  return <CredentialPage {...props} propose={proposeEventsName} />;
}

export function EventsAdvertiserPage(props: EventsPageProps): ReactNode {
  return (
    <AdvertiserPage
      {...props}
      label="Which ad accounts are the events for?"
      onListed={(advertisers) =>
        props.note({
          zones: Object.fromEntries(
            advertisers.flatMap(({ id, timeZone }) => (timeZone === undefined ? [] : [[id, timeZone]])),
          ),
        })
      }
    />
  );
}

export function EventSourcePage({ answers, answer }: EventsPageProps): ReactNode {
  return (
    <Choice
      label="Where do the events come from?"
      items={EVENT_SOURCES}
      initialId={answers.eventSource}
      onChoose={(eventSource) => answer({ eventSource })}
    />
  );
}

export function EventSourceIdPage({ answers, answer, back, navigation }: EventsPageProps): ReactNode {
  const { credential = '', advertiserIds, eventSource, sourceIds } = answers;
  return (
    <EventSourceField
      credential={credential}
      advertiserIds={advertiserIds}
      eventSource={eventSource}
      chosen={sourceIdOf(answers)}
      leaveOpen="The template or the orchestration gives it."
      onChoose={(source) =>
        answer({
          sourceIds: { ...sourceIds, [eventSource]: source?.id },
          autoTracking: source?.autoTracking,
        })
      }
      onBack={back}
      onAuthorize={(onDone) =>
        navigation.open({ id: 'credential', name: credential, authorizeOnly: true }, onDone)
      }
    />
  );
}

export function EventNamePage({ answers, answer }: EventsPageProps): ReactNode {
  return (
    <EventNameField
      label="Which event, where rows name none?"
      eventSource={answers.eventSource}
      chosen={answers.fixedEventName}
      leaveOpen="Rows have a column that names the event, or it is given later."
      // A saved one without a name has it left open.
      proposed={answers.saved === undefined ? 'Purchase' : undefined}
      onChoose={(fixedEventName) => answer({ fixedEventName })}
    />
  );
}

export function TimeZonePage({ answers, answer }: EventsPageProps): ReactNode {
  const own = zoneOf(answers.advertiserIds, answers.zones);
  const [items] = useState(() => timeZoneItems(own, answers.timeZone));
  return (
    <Choice
      label="Time zone of times that carry none"
      items={items}
      initialId={answers.timeZone ?? own ?? 'UTC'}
      isFilterable
      placeholder="type a city"
      onChoose={(timeZone) => answer({ timeZone })}
    />
  );
}

export function LimitedDataUsePage({ answers, answer }: EventsPageProps): ReactNode {
  return (
    <Choice
      label="Limited data use"
      items={LIMITED_DATA_USE}
      initialId={answers.limitedDataUse ? 'yes' : 'no'}
      onChoose={(id) => answer({ limitedDataUse: id === 'yes' })}
    />
  );
}

export function OldEventsPage({ answers, answer }: EventsPageProps): ReactNode {
  return (
    <Choice
      label="What about events older than 28 days?"
      items={OLD_EVENTS}
      initialId={answers.sendOldEvents ? 'send' : 'hold'}
      onChoose={(id) => answer({ sendOldEvents: id === 'send' })}
    />
  );
}

/** Every answer once more; saving asks TikTok first whether it can work. */
export function EventsReviewPage(props: EventsPageProps): ReactNode {
  const { answers, edit, save, startOver, navigation } = props;
  const { credentials } = useServices();
  return (
    <TryBeforeSaving
      credential={answers.credential ?? ''}
      navigation={navigation}
      ask={(onWait) => objectionOf(credentials, answers, onWait)}
      onSave={save}
      onEdit={edit}
    >
      {(tryAndSave) => (
        <AnswersReview
          label={`Destination ${answers.name}`}
          saveLabel="Test the connection and save"
          answers={reviewRows(EVENTS_DESTINATION_FORM, answers)}
          onSave={tryAndSave}
          onStartOver={startOver}
          onEdit={edit}
        />
      )}
    </TryBeforeSaving>
  );
}

/** First the ad accounts, then the event source: with the wrong account the right source is refused too. */
async function objectionOf(
  credentials: CredentialService,
  answers: EventsDestinationAnswers,
  onWait: OnWait,
): Promise<Objection | undefined> {
  const { credential = '', advertiserIds, eventSource } = answers;
  const objection = objectionTo(advertiserIds, await credentials.inspect(credential, onWait));
  const id = sourceIdOf(answers);
  if (objection !== undefined || id === undefined) return objection;
  try {
    const { listed, problem } = await listSources(
      credentials,
      credential,
      advertiserIds,
      eventSource,
      onWait,
    );
    return problem === undefined ? objectionToSource(eventSource, id, listed) : undefined;
  } catch (error) {
    // TikTok may refuse to list what it lets one send to: then nothing can be said.
    if (error instanceof KnownError) return undefined;
    throw error;
  }
}
