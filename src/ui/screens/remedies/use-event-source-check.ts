import { useEffect, useMemo, useState } from 'react';
import { attemptOr } from '../../../core/errors.ts';
import type { WrittenEntry } from '../../../core/ports/journal.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import {
  type EventSourceFacts,
  eventSourceChecks,
  eventSourceFacts,
  type SourceFinding,
} from '../../../wizard/journeys/remedies/event-source-check.ts';
import type { Services } from '../../../wizard/services.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { useBug } from '../run/use-bug.ts';

export interface EventSourceLook {
  readonly profile: Profile;
  /** Undefined where the profile doesn't hold the orchestration any more. */
  readonly facts: EventSourceFacts | undefined;
  /** What was found so far, in the order of looking. */
  readonly findings: readonly SourceFinding[];
  /** After a repair: with the profile as it is now, from the first look on. */
  readonly lookAgain: () => void;
}

/** Looks at source, advertiser and event name, one after the other. */
export function useEventSourceCheck(orchestration: string, runId: string | undefined): EventSourceLook {
  const { credentials, runs } = useServices();
  const { profile, reload } = useProfile();
  const throwBug = useBug();
  const [journal] = useState(() => journalOf(runs, runId));
  const facts = useMemo(
    () => eventSourceFacts(profile, orchestration, journal),
    [profile, orchestration, journal],
  );
  const [findings, setFindings] = useState<readonly SourceFinding[]>([]);

  useEffect(() => {
    if (facts === undefined) return;
    let isLeft = false;
    setFindings([]);
    const look = async (): Promise<void> => {
      for (const check of eventSourceChecks(credentials, facts)) {
        const finding = await check();
        if (isLeft) return;
        setFindings((before) => [...before, finding]);
      }
    };
    look().catch(throwBug);
    return () => {
      isLeft = true;
    };
  }, [credentials, facts, throwBug]);

  return { profile, facts, findings, lookAgain: reload };
}

function journalOf(runs: Services['runs'], runId: string | undefined): readonly WrittenEntry[] {
  return runId === undefined ? [] : attemptOr(() => runs.show(runId).journal, []);
}
