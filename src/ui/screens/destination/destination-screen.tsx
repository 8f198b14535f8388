import type { ComponentType, ReactNode } from 'react';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { AudienceDestination } from '../../../core/profiles/schema.ts';
import { startForm } from '../../../wizard/journeys/common/form.ts';
import {
  type DestinationAnswers,
  newDestination,
  savedDestination,
  toDestination,
} from '../../../wizard/journeys/destination/answers.ts';
import {
  DESTINATION_FORM,
  type DestinationStep,
  startAtFocus,
} from '../../../wizard/journeys/destination/destination-form.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { environmentOf } from '../common/environment-of.ts';
import { FormFrame } from '../common/form-frame.tsx';
import { MissingFrame } from '../common/missing-frame.tsx';
import { putDestination } from '../common/put-entity.ts';
import { Saving } from '../common/saving.tsx';
import { useForm } from '../common/use-form.ts';
import { useTask } from '../common/use-task.ts';
import { AdvertiserPage } from './advertiser-page.tsx';
import { CredentialPage } from './credential-page.tsx';
import {
  AudienceNamePage,
  CountryPage,
  DescriptionPage,
  IdTypesPage,
  KindPage,
  ModePage,
  NamePage,
} from './field-pages.tsx';
import type { DestinationPageProps } from './page-props.ts';
import { ReviewPage } from './review-page.tsx';
import { EmailRulePage, IdfaCasePage, PhoneRulePage, PlaceholdersPage } from './rule-pages.tsx';

/** The page of every step: a new step without one doesn't compile. */
const PAGES: Readonly<Record<DestinationStep, ComponentType<DestinationPageProps>>> = {
  kind: KindPage,
  credential: CredentialPage,
  name: NamePage,
  advertiser: AdvertiserPage,
  audienceName: AudienceNamePage,
  idTypes: IdTypesPage,
  country: CountryPage,
  mode: ModePage,
  description: DescriptionPage,
  emailRule: EmailRulePage,
  phoneRule: PhoneRulePage,
  idfaCase: IdfaCasePage,
  placeholders: PlaceholdersPage,
  review: ReviewPage,
};

const HELP = [
  'A destination says where people go at TikTok: which ad accounts, which audience, and how they are recognised.',
  'An audience is found by its name and reused; it is created when there is none. It is never deleted here.',
  'Match makes the audience become your list, so people who left it are taken out. Add only adds.',
];

/** Setting up a destination for audiences, or changing one. */
export function DestinationScreen(props: ScreenProps<'destination'>): ReactNode {
  const { screen, navigation } = props;
  const { simulator } = useServices();
  const { profile } = useProfile();
  const { name, credential } = screen;
  if (name === undefined) {
    return (
      <DestinationForm
        {...props}
        saved={undefined}
        initial={newDestination(profile, simulator, credential)}
      />
    );
  }
  const saved = findEntity(profile, 'destination', name);
  if (saved?.kind === 'audience') {
    return <DestinationForm {...props} saved={saved} initial={savedDestination(saved)} />;
  }
  const message =
    saved === undefined
      ? `There is no destination “${name}”.`
      : `“${name}” takes events; change it in a profile file, with tada apply.`;
  return <MissingFrame subject="Destination" message={message} onBack={() => navigation.back()} />;
}

interface DestinationFormProps extends ScreenProps<'destination'> {
  readonly saved: AudienceDestination | undefined;
  readonly initial: DestinationAnswers;
}

function DestinationForm({ screen, navigation, saved, initial }: DestinationFormProps): ReactNode {
  const services = useServices();
  const { profile } = useProfile();
  const saving = useTask<unknown>();
  const { focus } = screen;
  const form = useForm(
    DESTINATION_FORM,
    `destination/${screen.name ?? ''}/${screen.credential ?? ''}/${focus ?? ''}`,
    () =>
      focus === undefined
        ? startForm(DESTINATION_FORM, initial, saved === undefined ? 'first' : 'review')
        : startAtFocus(initial, focus),
    () => navigation.back(),
  );
  const { answers, page } = form;
  const Page = PAGES[page];

  function save(): void {
    const destination = toDestination(form.read());
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
