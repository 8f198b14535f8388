import type { ComponentType, ReactNode } from 'react';
import { findEntity } from '../../../core/profiles/entities.ts';
import { startForm } from '../../../wizard/journeys/common/form.ts';
import {
  eventsTargetOf,
  newEventsTemplate,
  savedEventsTemplate,
} from '../../../wizard/journeys/template/events-template.ts';
import {
  newTemplate,
  queryOfTemplate,
  savedTemplate,
  TEMPLATE_FORM,
  type TemplateAnswers,
  type TemplateStep,
  toTemplate,
} from '../../../wizard/journeys/template/template-form.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { AudienceTemplateAccessPage } from '../common/access-pages.tsx';
import { DescriptionPage } from '../common/description-page.tsx';
import { MissingFrame } from '../common/missing-frame.tsx';
import { ProfileForm } from '../common/profile-form.tsx';
import { putTemplate } from '../common/put-entity.ts';
import { useForm } from '../common/use-form.ts';
import { EventsTemplateForm } from './events-form.tsx';
import { AudienceNamePage, DestinationPage, NamePage, QueryPage, ReviewPage } from './field-pages.tsx';
import { MappingPage } from './mapping-page.tsx';
import type { TemplatePageProps } from './page-props.ts';

/** The page of every step: a new step without one doesn't compile. */
const PAGES: Readonly<Record<TemplateStep, ComponentType<TemplatePageProps>>> = {
  destination: DestinationPage,
  query: QueryPage,
  mapping: MappingPage,
  audienceName: AudienceNamePage,
  name: NamePage,
  description: DescriptionPage,
  access: AudienceTemplateAccessPage,
  review: ReviewPage,
};

const HELP = [
  'A data template says which columns of a query become which ids at TikTok.',
  'The proposal is what the destination is sent by default, or else what names and contents of the columns say. Samples are masked.',
  'Several columns for one id type mean: every known address or number of a person.',
];

/** Setting up a data template, or changing one; those for events have a form of their own. */
export function TemplateScreen(props: ScreenProps<'template'>): ReactNode {
  const { screen, navigation } = props;
  const { profile } = useProfile();
  const { name } = screen;
  if (name === undefined) {
    const target = eventsTargetOf(profile, screen.destination);
    return target === undefined ? (
      <TemplateForm {...props} initial={newTemplate(profile, screen)} />
    ) : (
      <EventsTemplateForm {...props} initial={newEventsTemplate(profile, target, screen.query)} />
    );
  }
  const saved = findEntity(profile, 'template', name);
  if (saved !== undefined) {
    const query = screen.query ?? queryOfTemplate(profile, name);
    return eventsTargetOf(profile, saved.destination) === undefined ? (
      <TemplateForm {...props} initial={savedTemplate(profile, saved, query)} />
    ) : (
      <EventsTemplateForm {...props} initial={savedEventsTemplate(profile, saved, query)} />
    );
  }
  return (
    <MissingFrame
      subject="Template"
      message={`There is no template “${name}”.`}
      onBack={() => navigation.back()}
    />
  );
}

interface TemplateFormProps extends ScreenProps<'template'> {
  readonly initial: TemplateAnswers;
}

function TemplateForm({ screen, navigation, initial }: TemplateFormProps): ReactNode {
  const { profile } = useProfile();
  const { name = '', destination = '', query = '' } = screen;
  const form = useForm(
    TEMPLATE_FORM,
    `template/${name}/${destination}/${query}`,
    () => startForm(TEMPLATE_FORM, initial, initial.saved === undefined ? 'first' : 'review'),
    () => navigation.back(),
    () => navigation.replace(screen),
  );
  const { answers, page } = form;
  const Page = PAGES[page];
  const target = findEntity(profile, 'destination', answers.target?.name ?? '');

  return (
    <ProfileForm
      form={form}
      subject="Mapping"
      help={HELP}
      guided={screen.step}
      credential={target?.credential}
      make={() => toTemplate(form.read())}
      put={putTemplate}
      onSaved={(name) => navigation.finish({ name })}
    >
      {(save) => (
        <Page
          key={page}
          {...form}
          navigation={navigation}
          onEvents={(name) => navigation.replace({ ...screen, destination: name })}
          save={save}
        />
      )}
    </ProfileForm>
  );
}
