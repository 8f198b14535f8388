import type { ComponentType, ReactNode } from 'react';
import { startForm } from '../../../wizard/journeys/common/form.ts';
import {
  EVENTS_TEMPLATE_FORM,
  type EventsTemplateAnswers,
  type EventsTemplateStep,
  toEventsTemplate,
} from '../../../wizard/journeys/template/events-template.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { EventsTemplateAccessPage } from '../common/access-pages.tsx';
import { DescriptionPage } from '../common/description-page.tsx';
import { ProfileForm } from '../common/profile-form.tsx';
import { putTemplate } from '../common/put-entity.ts';
import { useForm } from '../common/use-form.ts';
import { EventsMappingPage } from './events-mapping-page.tsx';
import {
  EventsDestinationPage,
  EventsNamePage,
  EventsQueryPage,
  type EventsTemplatePageProps,
  EventsTemplateReviewPage,
  TemplateEventNamePage,
  TemplateEventSourcePage,
} from './events-pages.tsx';

/** The page of every step: a new step without one doesn't compile. */
const PAGES: Readonly<Record<EventsTemplateStep, ComponentType<EventsTemplatePageProps>>> = {
  destination: EventsDestinationPage,
  query: EventsQueryPage,
  mapping: EventsMappingPage,
  eventSourceId: TemplateEventSourcePage,
  eventName: TemplateEventNamePage,
  name: EventsNamePage,
  description: DescriptionPage,
  access: EventsTemplateAccessPage,
  review: EventsTemplateReviewPage,
};

const HELP = [
  'A data template says which columns of a query become which fields of an event at TikTok.',
  'One row is one event; rows with the same event id are one event with several products.',
  'The proposal comes from the names of the columns and from what is in them. Samples are masked.',
];

export interface EventsTemplateFormProps extends ScreenProps<'template'> {
  readonly initial: EventsTemplateAnswers;
}

/** Setting up a data template for events, or changing one. */
export function EventsTemplateForm({ screen, navigation, initial }: EventsTemplateFormProps): ReactNode {
  const { name = '', destination = '', query = '' } = screen;
  const form = useForm(
    EVENTS_TEMPLATE_FORM,
    `events-template/${name}/${destination}/${query}`,
    () => startForm(EVENTS_TEMPLATE_FORM, initial, initial.saved === undefined ? 'first' : 'review'),
    () => navigation.back(),
    () => navigation.replace(screen),
  );
  const { answers, page } = form;
  const Page = PAGES[page];

  return (
    <ProfileForm
      form={form}
      subject="Mapping"
      help={HELP}
      guided={screen.step}
      credential={answers.target?.credential}
      make={() => toEventsTemplate(form.read())}
      put={putTemplate}
      onSaved={(name) => navigation.finish({ name })}
    >
      {(save) => <Page key={page} {...form} navigation={navigation} save={save} />}
    </ProfileForm>
  );
}
