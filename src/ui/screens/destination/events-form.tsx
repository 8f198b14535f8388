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
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { DescriptionPage } from '../common/description-page.tsx';
import { environmentOf } from '../common/environment-of.ts';
import { FormFrame } from '../common/form-frame.tsx';
import { putDestination } from '../common/put-entity.ts';
import { Saving } from '../common/saving.tsx';
import { useForm } from '../common/use-form.ts';
import { useTask } from '../common/use-task.ts';
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
  const services = useServices();
  const { profile } = useProfile();
  const saving = useTask<unknown>();
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

  function save(): void {
    const destination = toEventsDestination(form.read());
    saving.start(
      'Saving',
      () => services.profile.update((current) => putDestination(current, destination)),
      () => {
        form.forget();
        navigation.finish({ name: destination.name });
      },
    );
  }

  return (
    <FormFrame
      environment={environmentOf(services, profile, answers.credential)}
      subject="Destination"
      progress={form.progress}
      guided={screen.step}
      help={HELP}
      onBack={form.back}
    >
      <Saving task={saving} onRetry={save}>
        <Page key={page} {...form} navigation={navigation} save={save} />
      </Saving>
    </FormFrame>
  );
}
