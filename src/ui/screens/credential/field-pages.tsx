import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Environment } from '../../../core/profiles/schema.ts';
import { checkNewName } from '../../../wizard/journeys/common/check-field.ts';
import { type AuthorizationMethod, withChange } from '../../../wizard/journeys/credential/answers.ts';
import {
  checkAppId,
  checkRedirectUri,
  checkSecret,
  environmentName,
} from '../../../wizard/journeys/credential/credential-form.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Toned } from '../../components/toned.tsx';
import type { CredentialPageProps } from './page-props.ts';
import { useSecretPlace } from './use-secret-place.ts';

export function NamePage({ answers, note, answer }: CredentialPageProps): ReactNode {
  return (
    <TextField
      label="Name of this credential"
      placeholder="Acme Ads"
      note="A name that your colleagues recognise."
      initialValue={answers.name}
      validate={(name) => checkNewName(name, answers.taken)}
      onChange={(name) => note({ name })}
      onSubmit={(name) => answer({ name })}
    />
  );
}

const ENVIRONMENTS: readonly ChoiceItem<Environment>[] = [
  {
    id: 'production',
    label: environmentName('production'),
    description: 'Real ad accounts: what is sent reaches them.',
  },
  {
    id: 'sandbox',
    label: environmentName('sandbox'),
    description: 'TikTok’s practice accounts; they list no audiences.',
  },
  {
    id: 'simulator',
    label: environmentName('simulator'),
    description: 'A server of your own, started with: tada simulator',
  },
];

export function EnvironmentPage({ answers, answer }: CredentialPageProps): ReactNode {
  return (
    <Choice
      label="Which TikTok is it for?"
      items={ENVIRONMENTS}
      initialId={answers.environment}
      onChoose={(environment) => answer(withChange(answers, { environment }))}
    />
  );
}

export function MethodPage({ answers, answer }: CredentialPageProps): ReactNode {
  const items: readonly ChoiceItem<AuthorizationMethod>[] = [
    {
      id: 'browser',
      label: 'In the browser',
      description: 'Here, or by someone you send the link to.',
    },
    {
      id: 'token',
      label: 'With an access token',
      description: answers.isDemo
        ? 'The simulator has one ready for you.'
        : 'From TikTok’s developer portal, or from a colleague.',
    },
  ];
  return (
    <Choice
      label="How do you authorize tada?"
      items={items}
      initialId={answers.method}
      onChoose={(method) => answer({ method })}
    />
  );
}

export function AppIdPage({ answers, note, answer }: CredentialPageProps): ReactNode {
  const check = (appId: string) => checkAppId({ ...answers, appId });
  return (
    <TextField
      label="App id"
      history="app-id"
      placeholder="7000000000000000001"
      note={
        checkAppId({ ...answers, appId: '' }) === undefined
          ? 'Lists your advertisers; leave it empty to type their ids.'
          : 'On TikTok’s developer portal: My Apps, App Detail.'
      }
      isToken
      initialValue={answers.appId}
      validate={check}
      onChange={(appId) => note(withChange(answers, { appId }))}
      onSubmit={(appId) => answer({ appId })}
    />
  );
}

export function SecretPage({ answers, note, answer }: CredentialPageProps): ReactNode {
  const place = useSecretPlace();
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      <TextField
        label="App secret"
        placeholder={answers.storedSecret === undefined ? undefined : 'kept as it is'}
        note="Beside the app id on TikTok’s developer portal."
        isMasked
        initialValue={answers.secret}
        validate={(secret) => checkSecret({ ...answers, secret })}
        onChange={(secret) => note(withChange(answers, { secret }))}
        onSubmit={(secret) => answer({ secret })}
      />
      <Toned tone="muted">{place}</Toned>
    </Box>
  );
}

export function RedirectPage({ answers, note, answer }: CredentialPageProps): ReactNode {
  return (
    <TextField
      label="Redirect URL of the app"
      history="redirect-url"
      placeholder="empty: tada’s own address on this machine"
      note="TikTok compares it letter by letter."
      isToken
      initialValue={answers.redirectUri}
      validate={checkRedirectUri}
      onChange={(redirectUri) => note({ redirectUri })}
      onSubmit={(redirectUri) => answer({ redirectUri })}
    />
  );
}
