import { useEffect, useEffectEvent, useState } from 'react';
import { KnownError } from '../../../core/errors.ts';
import type { TokenGrant } from '../../../core/ports/tiktok.ts';
import type { Authorization, CredentialDraft } from '../../../wizard/credential-service.ts';
import { useServices } from '../../navigation/services-context.ts';
import { problemText } from '../common/problem-text.ts';
import type { TaskState } from '../common/task-state.ts';
import { useTask } from '../common/use-task.ts';

export interface AuthorizationFlow {
  /** The link, as soon as there is one. */
  readonly link: TaskState<Authorization>;
  /** What the browser brought back and TikTok refused; a new link is needed then. */
  readonly refused: KnownError | undefined;
  /** Takes what a person pasted; resolves to what is wrong with it, in a sentence. */
  readonly paste: (text: string) => Promise<string | undefined>;
  /** A new link in place of this one. */
  readonly restart: () => void;
}

/**
 * A browser authorization for as long as the page is shown: `onGrant` is told once, by whichever way comes
 * first, the browser's or a paste.
 */
export function useAuthorization(
  draft: CredentialDraft,
  redirectUri: string | undefined,
  onGrant: (grant: TokenGrant) => void,
): AuthorizationFlow {
  const { credentials } = useServices();
  const { state: link, start } = useTask<Authorization>();
  const [attempt, setAttempt] = useState(0);
  const [refused, setRefused] = useState<KnownError | undefined>(undefined);
  const granted = useEffectEvent(onGrant);
  const { environment, appId, secret } = draft;

  // Every attempt is a link of its own: its state belongs to one browser visit.
  useEffect(() => {
    let opened: Authorization | undefined;
    let isOver = false;
    setRefused(undefined);
    start(attempt === 0 ? 'Preparing the link' : 'Preparing a new link', async () => {
      const authorization = await credentials.authorize({ environment, appId, secret }, redirectUri);
      if (isOver) await authorization.close();
      else opened = authorization;
      return authorization;
    });
    return () => {
      isOver = true;
      void opened?.close();
    };
  }, [credentials, environment, appId, secret, redirectUri, attempt, start]);

  const authorization = link.status === 'done' ? link.value : undefined;
  useEffect(() => {
    let isOver = false;
    authorization?.granted.then(
      (grant) => {
        if (!isOver) granted(grant);
      },
      (error: unknown) => {
        if (isOver) return;
        if (error instanceof KnownError) setRefused(error);
        else throw error;
      },
    );
    return () => {
      isOver = true;
    };
  }, [authorization]);

  return {
    link,
    refused,
    restart: () => setAttempt((number) => number + 1),
    paste: async (text) => {
      try {
        const grant = await authorization?.paste(text);
        if (grant !== undefined) onGrant(grant);
        return undefined;
      } catch (error) {
        if (error instanceof KnownError) return refusalOf(error);
        throw error;
      }
    },
  };
}

/** A code that TikTok refuses is used up: the way on is here, a visit to the link away. */
function refusalOf(error: KnownError): string {
  if (error.kind !== 'invalid-credentials') return problemText(error);
  const { message, requestId } = error;
  return problemText(
    new KnownError({
      kind: error.kind,
      message,
      hint: 'Open the link once more for a new code, and paste what comes back.',
      requestId,
    }),
  );
}
