import type { ComponentType, ReactNode } from 'react';
import { startForm } from '../../../wizard/journeys/common/form.ts';
import {
  EVENTS_TEMPLATE_FORM,
  type EventsTemplateAnswers,
  type EventsTemplateStep,
  toEventsTemplate,
} from '../../../wizard/journeys/template/events-template.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { DescriptionPage } from '../common/description-page.tsx';
import { environmentOf } from '../common/environment-of.ts';
import { FormFrame } from '../common/form-frame.tsx';
import { putTemplate } from '../common/put-entity.ts';
import { Saving } from '../common/saving.tsx';
import { useForm } from '../common/use-form.ts';
import { useTask } from '../common/use-task.ts';
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
  const services = useServices();
  const { profile } = useProfile();
  const saving = useTask<unknown>();
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

  function save(): void {
    const template = toEventsTemplate(form.read());
    saving.start(
      'Saving',
      () => services.profile.update((current) => putTemplate(current, template)),
      () => {
        form.forget();
        navigation.finish({ name: template.name });
      },
    );
  }

  return (
    <FormFrame
      environment={environmentOf(services, profile, answers.target?.credential)}
      subject="Mapping"
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
