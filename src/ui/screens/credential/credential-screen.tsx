import { type ComponentType, type ReactNode, useEffect } from 'react';
import { findEntity } from '../../../core/profiles/entities.ts';
import { startForm } from '../../../wizard/journeys/common/form.ts';
import {
  type CredentialAnswers,
  newCredential,
  savedCredential,
  toSave,
} from '../../../wizard/journeys/credential/answers.ts';
import { CREDENTIAL_FORM, type CredentialStep } from '../../../wizard/journeys/credential/credential-form.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { DescriptionPage } from '../common/description-page.tsx';
import { FormFrame } from '../common/form-frame.tsx';
import { LoadingFrame } from '../common/loading-frame.tsx';
import { Saving } from '../common/saving.tsx';
import { useForm } from '../common/use-form.ts';
import { useTask } from '../common/use-task.ts';
import { BrowserPage } from './browser-page.tsx';
import {
  AppIdPage,
  EnvironmentPage,
  MethodPage,
  NamePage,
  RedirectPage,
  SecretPage,
} from './field-pages.tsx';
import type { CredentialPageProps } from './page-props.ts';
import { ReviewPage } from './review-page.tsx';
import { TokenPage } from './token-page.tsx';

/** The page of every step: a new step without one doesn't compile. */
const PAGES: Readonly<Record<CredentialStep, ComponentType<CredentialPageProps>>> = {
  name: NamePage,
  environment: EnvironmentPage,
  method: MethodPage,
  appId: AppIdPage,
  secret: SecretPage,
  browser: BrowserPage,
  token: TokenPage,
  description: DescriptionPage,
  redirectUri: RedirectPage,
  review: ReviewPage,
};

const HELP = [
  'A credential is how tada signs in to TikTok: an app, and the access a person gave it.',
  'The app id and its secret come from TikTok’s developer portal. Without an app of your own, paste an access token.',
  'Who authorizes needs the role Admin or Operator on the ad account. It can be someone else: send them the link.',
];

/** Setting up a credential, changing it, or authorizing it again. */
export function CredentialScreen(props: ScreenProps<'credential'>): ReactNode {
  const { screen, navigation } = props;
  const services = useServices();
  const { profile } = useProfile();
  const loading = useTask<CredentialAnswers>();
  const { name, authorizeOnly = false } = screen;
  const { state, start } = loading;

  useEffect(() => {
    if (name === undefined) return;
    start('Reading the credential', async () => {
      const draft = await services.credentials.draftOf(name);
      const saved = findEntity(services.profile.load(), 'credential', name);
      const isDemo = services.simulator !== undefined;
      const fallback = { name, environment: draft.environment };
      return savedCredential(saved ?? fallback, draft, { isAuthorizeOnly: authorizeOnly, isDemo });
    });
  }, [services, name, authorizeOnly, start]);

  if (name === undefined) {
    return <CredentialForm {...props} initial={newCredential(profile, services.simulator)} />;
  }
  if (state.status === 'done') return <CredentialForm {...props} initial={state.value} />;
  return <LoadingFrame task={loading.state} subject="Credential" onBack={() => navigation.back()} />;
}

interface CredentialFormProps extends ScreenProps<'credential'> {
  readonly initial: CredentialAnswers;
}

function CredentialForm({ screen, navigation, initial }: CredentialFormProps): ReactNode {
  const { credentials } = useServices();
  const saving = useTask<undefined>();
  const isWhole = initial.saved !== undefined && !initial.isAuthorizeOnly;
  const place = `credential/${screen.name ?? ''}${initial.isAuthorizeOnly ? '/access' : ''}`;
  const form = useForm(
    CREDENTIAL_FORM,
    place,
    () => startForm(CREDENTIAL_FORM, initial, isWhole ? 'review' : 'first'),
    () => navigation.back(),
    () => navigation.replace(screen),
  );
  const { answers, page } = form;
  const Page = PAGES[page];
  // A badge that says PRODUCTION would be a guess before anything was chosen.
  const isUndecided = !answers.isDemo && (page === 'name' || page === 'environment');

  function save(): void {
    const { credential, secrets } = toSave(form.read(), new Date().toISOString());
    saving.start(
      'Saving',
      async () => {
        await credentials.save(credential, secrets);
        return undefined;
      },
      () => {
        form.forget();
        navigation.finish({ name: credential.name });
      },
    );
  }

  return (
    <FormFrame
      environment={isUndecided ? undefined : answers.environment}
      subject="Credential"
      progress={form.progress}
      guided={screen.step}
      help={HELP}
      onBack={form.back}
    >
      <Saving task={saving} onRetry={save}>
        <Page key={page} {...form} save={save} />
      </Saving>
    </FormFrame>
  );
}
