import { Box } from 'ink';
import type { ReactNode } from 'react';
import { checkOptionalLine } from '../../../wizard/journeys/common/check-field.ts';
import {
  checkAuthentication,
  checkServerSecret,
  checkServerUrl,
  checkServerUser,
  keptSecret,
  type ServerAuthentication,
} from '../../../wizard/journeys/source/server-answers.ts';
import { Choice } from '../../components/choice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Toned } from '../../components/toned.tsx';
import { useSecretPlace } from '../credential/use-secret-place.ts';
import type { ServerPageProps } from './server-page-props.ts';

export function ServerUrlPage({ asked, note, answer }: ServerPageProps): ReactNode {
  return (
    <TextField
      label="Address of the server"
      history="server-url"
      placeholder="https://trino.example.com:8443"
      note="https:// unless it is this machine: a password must not travel in the clear."
      isToken
      initialValue={asked.url}
      validate={checkServerUrl}
      onChange={(url) => note({ url })}
      onSubmit={(url) => answer({ url })}
    />
  );
}

export function ServerEnginePage({ asked, answer }: ServerPageProps): ReactNode {
  return (
    <Choice
      label="What runs there?"
      items={[
        { id: 'trino' as const, label: 'Trino', description: 'Called PrestoSQL until 2020; Starburst, too.' },
        { id: 'presto' as const, label: 'Presto', description: 'prestodb.io; it goes by other headers.' },
      ]}
      initialId={asked.engine}
      onChoose={(engine) => answer({ engine })}
    />
  );
}

export function ServerUserPage({ asked, note, answer }: ServerPageProps): ReactNode {
  return (
    <TextField
      label="User"
      placeholder="analyst"
      note="The query runs with the rights that this user has there."
      initialValue={asked.user}
      validate={checkServerUser}
      onChange={(user) => note({ user })}
      onSubmit={(user) => answer({ user })}
    />
  );
}

export function AuthenticationPage({ asked, answer }: ServerPageProps): ReactNode {
  const item = (id: ServerAuthentication, label: string, description: string) => {
    const problem = checkAuthentication({ ...asked, authentication: id });
    return { id, label, description, ...(problem === undefined ? {} : { disabledBecause: problem }) };
  };
  return (
    <Choice
      label="How does the user sign in?"
      items={[
        item('password', 'With a password', 'It is kept by tada, never in a file as text.'),
        item('token', 'With a token', 'A JSON Web Token, kept like a password.'),
        item('none', 'With the name only', 'For servers that ask for nothing else.'),
      ]}
      initialId={checkAuthentication(asked) === undefined ? asked.authentication : 'none'}
      onChoose={(authentication) => answer({ authentication })}
    />
  );
}

export function ServerSecretPage({ asked, note, answer }: ServerPageProps): ReactNode {
  const place = useSecretPlace();
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      <TextField
        label={asked.authentication === 'token' ? 'Token' : `Password of ${asked.user}`}
        placeholder={keptSecret(asked) === undefined ? undefined : 'kept as it is'}
        note="Masked here, tried on the server before it is kept."
        isMasked
        initialValue={asked.secret}
        validate={(secret) => checkServerSecret({ ...asked, secret })}
        onChange={(secret) => note({ secret })}
        onSubmit={(secret) => answer({ secret })}
      />
      <Toned tone="muted">{place}</Toned>
    </Box>
  );
}

interface CertificateFieldProps extends Pick<ServerPageProps, 'asked' | 'note'> {
  readonly onSubmit: (caFile: string) => void;
}

/** The file with an authority's certificate; whether it can be read is found out by the next test. */
export function CertificateField({ asked, note, onSubmit }: CertificateFieldProps): ReactNode {
  return (
    <TextField
      label="File with your authority’s certificate (PEM)"
      history="certificate-file"
      placeholder="/etc/ssl/certs/company-ca.pem"
      note="Leave it empty where this machine knows the authority."
      initialValue={asked.caFile}
      validate={checkOptionalLine}
      onChange={(caFile) => note({ caFile })}
      onSubmit={onSubmit}
    />
  );
}

export function CertificatePage({ asked, note, answer }: ServerPageProps): ReactNode {
  return <CertificateField asked={asked} note={note} onSubmit={(caFile) => answer({ caFile })} />;
}
