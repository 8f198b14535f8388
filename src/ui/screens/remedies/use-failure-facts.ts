import { useCallback, useEffect, useRef, useState } from 'react';
import { KnownError } from '../../../core/errors.ts';
import { effectiveSettings } from '../../../core/profiles/effective-settings.ts';
import { findEntity, getEntity } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import type { FaultKind } from '../../../core/remedies/faults.ts';
import type { FailureFacts } from '../../../wizard/journeys/remedies/guide.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useBug } from '../run/use-bug.ts';

/** What the failure is about: a run's orchestration, a destination, or nobody knows what. */
export type FailureSubject =
  /** Of a campaign the destination that failed is told, too. */
  | { readonly orchestration: string; readonly destination?: string | undefined }
  | { readonly destination: string; readonly orchestration?: undefined }
  | { readonly destination?: undefined; readonly orchestration?: undefined };

/** Faults for which it matters what the token reaches; with a refused token TikTok can't be asked. */
const ASKS_TIKTOK: readonly FaultKind[] = ['advertiser-not-found', 'missing-permission'];

export interface LookedUpFacts {
  /** Undefined where the profile doesn't hold them any more. */
  readonly facts: FailureFacts | undefined;
  /** After a repair: what was found out before may be wrong by now. */
  readonly lookAgain: () => void;
}

/** The settings behind a failure, at once from the profile, then with what TikTok says of the credential. */
export function useFailureFacts(subject: FailureSubject, kind: FaultKind): LookedUpFacts {
  const services = useServices();
  const throwBug = useBug();
  const { orchestration, destination } = subject;
  const [facts, setFacts] = useState(() => readFacts(services.profile.load, orchestration, destination));
  const newest = useRef(0);

  const lookAgain = useCallback((): void => {
    newest.current += 1;
    const look = newest.current;
    const known = readFacts(services.profile.load, orchestration, destination);
    setFacts(known);
    if (known === undefined || !ASKS_TIKTOK.includes(kind)) return;
    services.credentials.inspect(known.credential).then(
      ({ user, advertisers, advertisersProblem }) => {
        if (look !== newest.current) return;
        setFacts({ ...known, user, reachable: advertisersProblem === undefined ? advertisers : undefined });
      },
      (error: unknown) => {
        // Not being able to ask leaves the facts as they are: unknown.
        if (!(error instanceof KnownError)) throwBug(error);
      },
    );
  }, [services, orchestration, destination, kind, throwBug]);

  useEffect(() => {
    lookAgain();
    return () => {
      newest.current += 1;
    };
  }, [lookAgain]);

  return { facts, lookAgain };
}

function readFacts(
  load: () => Profile,
  orchestration: string | undefined,
  destinationName: string | undefined,
): FailureFacts | undefined {
  try {
    const profile = load();
    const campaign = findEntity(profile, 'campaign', orchestration ?? '');
    const settings =
      orchestration === undefined || campaign !== undefined
        ? undefined
        : effectiveSettings(profile, orchestration);
    const firstDestination = campaign?.groups.find(({ control }) => control !== true)?.destination;
    const destination =
      settings?.destination ?? getEntity(profile, 'destination', destinationName ?? firstDestination ?? '');
    const credential = getEntity(profile, 'credential', destination.credential);
    return {
      destination: destination.name,
      template: settings?.template.name,
      credential: credential.name,
      environment: credential.environment,
      advertiserIds: destination.advertiserIds,
      lastValidated: credential.lastValidated,
      reachable: undefined,
      user: undefined,
    };
  } catch (error) {
    if (error instanceof KnownError) return undefined;
    throw error;
  }
}
