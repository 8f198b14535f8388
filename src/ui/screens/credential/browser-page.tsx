import type { ReactNode } from 'react';
import type { TokenView } from '../../../wizard/credential-service.ts';
import { filled } from '../../../wizard/journeys/common/check-field.ts';
import { draftOf } from '../../../wizard/journeys/credential/answers.ts';
import { useServices } from '../../navigation/services-context.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
import { AccessView } from './access-view.tsx';
import { LinkView } from './link-view.tsx';
import type { CredentialPageProps } from './page-props.ts';
import { useAuthorization } from './use-authorization.ts';

/** Authorizing in a browser, on this machine or on another one. */
export function BrowserPage(props: CredentialPageProps): ReactNode {
  const { view } = props.answers;
  return view === undefined ? <Authorize {...props} /> : <AccessView {...props} view={view} />;
}

function Authorize({ answers, note, back }: CredentialPageProps): ReactNode {
  const { credentials } = useServices();
  const access = useTask<TokenView>();
  const draft = draftOf(answers);
  const { link, refused, paste, restart } = useAuthorization(draft, filled(answers.redirectUri), (grant) => {
    note({ accessToken: grant.accessToken });
    inspect(grant.accessToken);
  });

  function inspect(accessToken: string): void {
    access.start(
      'Asking TikTok whose access this is',
      ({ onWait }) => credentials.inspectToken(draft, accessToken, onWait),
      (view) => note({ accessToken, view }),
    );
  }

  if (access.state.status === 'running') {
    return <Working label={access.state.label} wait={access.state.wait} onCancel={access.cancel} />;
  }
  if (access.state.status === 'failed') {
    return (
      <Failure
        error={access.state.error}
        items={[
          { id: 'retry', label: 'Try again', description: 'Asks TikTok once more; nobody signs in again.' },
          { id: 'restart', label: 'Authorize again', description: 'With a new link.' },
        ]}
        onChoose={(id) => {
          if (id === 'retry') {
            inspect(answers.accessToken);
            return;
          }
          access.cancel();
          restart();
        }}
      />
    );
  }
  const problem = link.status === 'failed' ? link.error : refused;
  if (problem !== undefined) {
    return (
      <Failure
        error={problem}
        items={[
          { id: 'restart', label: 'Try again', description: 'With a new link.' },
          { id: 'back', label: 'Go back', description: 'To change the app, or to use an access token.' },
        ]}
        onChoose={(id) => (id === 'restart' ? restart() : back())}
      />
    );
  }
  if (link.status === 'done') {
    return (
      <LinkView
        authorization={link.value}
        onPaste={paste}
        onRedirectUri={(redirectUri) => note({ redirectUri })}
      />
    );
  }
  return <Working label={link.status === 'running' ? link.label : 'Preparing the link'} />;
}
