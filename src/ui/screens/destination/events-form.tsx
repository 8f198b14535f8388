import type { ComponentType, ReactNode } from 'react';
import type { EventsDestination } from '../../../core/profiles/schema.ts';
import { startForm } from '../../../wizard/journeys/common/form.ts';
import {
  type EventsDestinationAnswers,
  toEventsDestination,
} from '../../../wizard/journeys/destination/events-answers.ts';
import {
  EVENTS_DESTINATION_FORM,
  type EventsDestinationStep,
  startEventsAtFocus,
} from '../../../wizard/journeys/destination/events-form.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { DestinationAccessPage } from '../common/access-pages.tsx';
import { DescriptionPage } from '../common/description-page.tsx';
import { ProfileForm } from '../common/profile-form.tsx';
import { putDestination } from '../common/put-entity.ts';
import { useForm } from '../common/use-form.ts';
import {
  EventNamePage,
  EventSourceIdPage,
  EventSourcePage,
  EventsAdvertiserPage,
  EventsCredentialPage,
  type EventsPageProps,
  EventsReviewPage,
  LimitedDataUsePage,
  OldEventsPage,
  TimeZonePage,
} from './events-pages.tsx';
import { CountryPage, NamePage } from './field-pages.tsx';
import { EmailRulePage, PhoneRulePage } from './rule-pages.tsx';

/** The page of every step: a new step without one doesn't compile. */
const PAGES: Readonly<Record<EventsDestinationStep, ComponentType<EventsPageProps>>> = {
  credential: EventsCredentialPage,
  name: NamePage,
  advertiser: EventsAdvertiserPage,
  eventSource: EventSourcePage,
  eventSourceId: EventSourceIdPage,
  eventName: EventNamePage,
  country: CountryPage,
  timeZone: TimeZonePage,
  limitedDataUse: LimitedDataUsePage,
  oldEvents: OldEventsPage,
  description: DescriptionPage,
  emailRule: EmailRulePage,
  phoneRule: PhoneRulePage,
  access: DestinationAccessPage,
  review: EventsReviewPage,
};

const HELP = [
  'A destination for events says where they go at TikTok: which ad accounts, and which event set (offline) or pixel (web).',
  'TikTok takes a pixel’s code, not its numeric id. An event set has to be there before events are sent; it can be created here.',
  'Event names are case-sensitive. The name chosen here is for rows that name no event themselves.',
];

export interface EventsDestinationFormProps extends ScreenProps<'destination'> {
  readonly saved: EventsDestination | undefined;
  readonly initial: EventsDestinationAnswers;
  /** Back from the first question. */
  readonly onLeave: () => void;
}

/** Setting up a destination for events, or changing one. */
export function EventsDestinationForm(props: EventsDestinationFormProps): ReactNode {
  const { screen, navigation, saved, initial, onLeave } = props;
  const form = useForm(
    EVENTS_DESTINATION_FORM,
    `events-destination/${screen.name ?? ''}/${screen.credential ?? ''}/${screen.focus ?? ''}`,
    () =>
      saved === undefined
        ? startForm(EVENTS_DESTINATION_FORM, initial)
        : startEventsAtFocus(initial, screen.focus),
    onLeave,
    () => navigation.replace(screen),
  );
  const { answers, page } = form;
  const Page = PAGES[page];

  return (
    <ProfileForm
      form={form}
      subject="Destination"
      help={HELP}
      guided={screen.step}
      credential={answers.credential}
      make={() => toEventsDestination(form.read())}
      put={putDestination}
      onSaved={(name) => navigation.finish({ name })}
    >
      {(save) => <Page key={page} {...form} navigation={navigation} save={save} />}
    </ProfileForm>
  );
}
