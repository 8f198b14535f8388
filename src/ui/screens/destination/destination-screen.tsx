import { type ComponentType, type ReactNode, useState } from 'react';
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
import {
  newEventsDestination,
  savedEventsDestination,
} from '../../../wizard/journeys/destination/events-answers.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { DestinationAccessPage } from '../common/access-pages.tsx';
import { DescriptionPage } from '../common/description-page.tsx';
import { MissingFrame } from '../common/missing-frame.tsx';
import { ProfileForm } from '../common/profile-form.tsx';
import { putDestination } from '../common/put-entity.ts';
import { useForm } from '../common/use-form.ts';
import { AdvertiserPage } from './advertiser-page.tsx';
import { CredentialPage } from './credential-page.tsx';
import { EventsDestinationForm } from './events-form.tsx';
import { KindFrame } from './events-kind-frame.tsx';
import { AudienceNamePage, CountryPage, IdTypesPage, ModePage, NamePage } from './field-pages.tsx';
import type { DestinationPageProps } from './page-props.ts';
import { ReviewPage } from './review-page.tsx';
import { ChannelPage, EmailRulePage, IdfaCasePage, PhoneRulePage, PlaceholdersPage } from './rule-pages.tsx';

/** The page of every step: a new step without one doesn't compile. */
const PAGES: Readonly<Record<DestinationStep, ComponentType<DestinationPageProps>>> = {
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
  channel: ChannelPage,
  access: DestinationAccessPage,
  review: ReviewPage,
};

const HELP = [
  'A destination says where people go at TikTok: which ad accounts, which audience, and how they are recognised.',
  'An audience is found by its name and reused; it is created when there is none. It is never deleted here.',
  'Match makes the audience become your list, so people who left it are taken out. Add only adds.',
];

/** Setting up a destination, or changing one; the two kinds have forms of their own. */
export function DestinationScreen(props: ScreenProps<'destination'>): ReactNode {
  const { screen, navigation } = props;
  const { profile } = useProfile();
  const { name } = screen;
  const leave = (): void => navigation.back();
  if (name === undefined) return <NewDestination {...props} />;
  const saved = findEntity(profile, 'destination', name);
  switch (saved?.kind) {
    case 'audience':
      return <DestinationForm {...props} saved={saved} initial={savedDestination(saved)} onLeave={leave} />;
    case 'events':
      return (
        <EventsDestinationForm
          {...props}
          saved={saved}
          initial={savedEventsDestination(saved)}
          onLeave={leave}
        />
      );
    case undefined:
      return (
        <MissingFrame subject="Destination" message={`There is no destination “${name}”.`} onBack={leave} />
      );
  }
}

/** A new one: its kind first, unless whoever opened this has chosen it. */
function NewDestination(props: ScreenProps<'destination'>): ReactNode {
  const { screen, navigation } = props;
  const { simulator } = useServices();
  const { profile } = useProfile();
  const [kind, setKind] = useState(screen.kind);
  const leave = (): void => (screen.kind === undefined ? setKind(undefined) : navigation.back());
  const { credential } = screen;
  switch (kind) {
    case undefined:
      return <KindFrame screen={screen} onChoose={setKind} onBack={() => navigation.back()} />;
    case 'audience':
      return (
        <DestinationForm
          {...props}
          saved={undefined}
          initial={newDestination(profile, simulator, credential)}
          onLeave={leave}
        />
      );
    case 'events':
      return (
        <EventsDestinationForm
          {...props}
          saved={undefined}
          initial={newEventsDestination(profile, simulator, credential)}
          onLeave={leave}
        />
      );
  }
}

interface DestinationFormProps extends ScreenProps<'destination'> {
  readonly saved: AudienceDestination | undefined;
  readonly initial: DestinationAnswers;
  /** Back from the first question. */
  readonly onLeave: () => void;
}

function DestinationForm({ screen, navigation, saved, initial, onLeave }: DestinationFormProps): ReactNode {
  const { focus } = screen;
  const form = useForm(
    DESTINATION_FORM,
    `destination/${screen.name ?? ''}/${screen.credential ?? ''}/${focus ?? ''}`,
    () =>
      focus === undefined
        ? startForm(DESTINATION_FORM, initial, saved === undefined ? 'first' : 'review')
        : startAtFocus(initial, focus),
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
      make={() => toDestination(form.read())}
      put={putDestination}
      onSaved={(name) => navigation.finish({ name })}
    >
      {(save) => <Page key={page} {...form} navigation={navigation} save={save} />}
    </ProfileForm>
  );
}
