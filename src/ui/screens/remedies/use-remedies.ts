import { useState } from 'react';
import { attemptOr, KnownError } from '../../../core/errors.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { Fault, FaultKind } from '../../../core/remedies/faults.ts';
import { runDetails } from '../../../wizard/journeys/delivery/run-details.ts';
import { withFileChannel } from '../../../wizard/journeys/remedies/file-channel.ts';
import type { FailureFacts } from '../../../wizard/journeys/remedies/guide.ts';
import { type RemedyId, WAIT_SECONDS } from '../../../wizard/journeys/remedies/offered-actions.ts';
import { type Remedies, remediesFor } from '../../../wizard/journeys/remedies/remedy-items.ts';
import {
  NOTHING_REPAIRED,
  type RepairState,
  reduceRepair,
  type Said,
} from '../../../wizard/journeys/remedies/repair-state.ts';
import { failedAdvertiser, withAdvertiser } from '../../../wizard/journeys/remedies/replace-advertiser.ts';
import type { Services } from '../../../wizard/services.ts';
import { useLiveReducer } from '../../hooks/use-live-reducer.ts';
import type { DestinationFocus, Navigation, ScreenId } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { problemText } from '../common/problem-text.ts';
import { openProfileFix } from '../preview/profile-fixes.ts';
import { useBug } from '../run/use-bug.ts';
import { type FailureSubject, useFailureFacts } from './use-failure-facts.ts';

/** Where ad accounts, people and their roles are managed. */
const BUSINESS_CENTER = 'https://business.tiktok.com/';

/** The setting of a destination that a fault is about; undefined: any of them. */
const FOCUS: Readonly<Partial<Record<FaultKind, DestinationFocus>>> = {
  'advertiser-not-found': 'advertiser',
  'advertiser-disabled': 'advertiser',
  'missing-permission': 'advertiser',
  'audience-not-found': 'audienceName',
  'audience-limit': 'audienceName',
  'event-source-invalid': 'eventSourceId',
};

/** A failure and where its remedies lead. */
export interface Failed {
  readonly fault: Fault;
  readonly subject: FailureSubject;
  /** The run to go on with; undefined for a check. */
  readonly runId: string | undefined;
  readonly open: Navigation<ScreenId>['open'];
  readonly onResume: () => void;
  readonly onRestart: () => void;
}

/** What the page of a failure shows: the list, or one of the actions that happen in place. */
export type RemedyPart = 'list' | 'details' | 'advertiser' | 'event-source' | 'rejects' | 'bundle' | 'wait';

export interface RemedyControl {
  readonly part: RemedyPart;
  readonly show: (part: RemedyPart) => void;
  readonly facts: FailureFacts | undefined;
  readonly remedies: Remedies;
  readonly repair: RepairState;
  readonly waitSeconds: number;
  readonly choose: (id: RemedyId) => void;
  readonly pickAdvertiser: (advertiserId: string) => void;
  readonly editDestination: () => void;
  readonly say: (said: Said) => void;
  /** Something was changed that can be the cause, in one sentence. */
  readonly repaired: (what: string) => void;
}

const SAVED = {
  'edit-query': 'The query is saved.',
  'edit-template': 'The data template is saved.',
} as const;

/** Everything that can be done about a failure from here, and what was done already. */
export function useRemedies(failed: Failed): RemedyControl {
  const { fault, subject, runId, open, onResume, onRestart } = failed;
  const services = useServices();
  const { profile } = useProfile();
  const throwBug = useBug();
  const [repair, dispatch] = useLiveReducer(reduceRepair, () => NOTHING_REPAIRED);
  const [part, show] = useState<RemedyPart>('list');
  const { facts, lookAgain } = useFailureFacts(subject, fault.kind);
  const [hasRejects] = useState(() => runId !== undefined && wereRowsRead(services.runs, runId));
  const isCampaign = findEntity(profile, 'campaign', subject.orchestration ?? '') !== undefined;
  const remedies = remediesFor(
    fault,
    {
      canResume: runId !== undefined,
      canRestart: subject.orchestration !== undefined,
      isCampaign,
      knowsSettings: facts !== undefined,
      canBundle: runId !== undefined,
      hasRejects,
      isRepaired: repair.isRepaired,
    },
    facts,
  );

  const say = (said: Said): void => void dispatch({ type: 'said', said });
  const repaired = (what: string): void => {
    dispatch({ type: 'repaired', what });
    lookAgain();
  };
  const fail = (error: unknown): void => {
    if (error instanceof KnownError) say({ kind: 'error', text: problemText(error) });
    else throwBug(error);
  };

  function editDestination(): void {
    if (facts === undefined) return;
    show('list');
    open({ id: 'destination', name: facts.destination, focus: FOCUS[fault.kind] }, ({ name }) =>
      repaired(`The destination “${name}” is saved.`),
    );
  }

  async function openBusinessCenter(): Promise<void> {
    if (facts?.environment === 'simulator') {
      repaired(`The simulator has no Business Center; TikTok’s is at ${BUSINESS_CENTER}`);
      return;
    }
    const { opened, reason } = await services.openPage(BUSINESS_CENTER);
    repaired(
      opened
        ? `Opened ${BUSINESS_CENTER} – once it is right there, choose Resolve.`
        : `Open ${BUSINESS_CENTER} yourself${reason === undefined ? '' : ` (${reason})`}, then choose Resolve.`,
    );
  }

  function choose(id: RemedyId): void {
    switch (id) {
      case 'retry-task':
        onResume();
        return;
      case 'restart-run':
        onRestart();
        return;
      case 'choose-advertiser':
        show('advertiser');
        return;
      case 'choose-event-source':
        show('event-source');
        return;
      case 'use-file-channel':
        switchToFiles();
        return;
      case 'save-rejects':
        show('rejects');
        return;
      case 'support-bundle':
        show('bundle');
        return;
      case 'wait':
        show('wait');
        return;
      case 'edit-destination':
        editDestination();
        return;
      case 'open-business-center':
        openBusinessCenter().catch(fail);
        return;
      case 'copy-request-id':
        services.copy(fault.requestId ?? '');
        say({ kind: 'info', text: `Copied, where your terminal allows it: ${fault.requestId}` });
        return;
      case 'edit-credential':
      case 'reauthorize':
        if (facts === undefined) return;
        open({ id: 'credential', name: facts.credential, authorizeOnly: id === 'reauthorize' }, ({ name }) =>
          repaired(`The credential “${name}” is saved.`),
        );
        return;
      case 'edit-template':
      case 'edit-query':
        if (subject.orchestration === undefined) return;
        openProfileFix(open, profile, subject.orchestration, id === 'edit-query' ? 'query' : 'template', () =>
          repaired(isCampaign ? 'It is saved.' : SAVED[id]),
        );
    }
  }

  function switchToFiles(): void {
    if (facts === undefined) return;
    const { destination } = facts;
    services.profile
      .update((profile) => withFileChannel(profile, destination))
      .then(() => repaired(`“${destination}” now delivers customer files.`), fail);
  }

  function pickAdvertiser(advertiserId: string): void {
    if (facts === undefined) return;
    const { destination, advertiserIds } = facts;
    const failedId = failedAdvertiser(fault.message, advertiserIds);
    services.profile
      .update((profile) => withAdvertiser(profile, destination, advertiserId, failedId))
      .then(() => repaired(`“${destination}” now delivers to ${advertiserId}.`), fail)
      .finally(() => show('list'));
  }

  return {
    part,
    show,
    facts,
    remedies,
    repair,
    waitSeconds: WAIT_SECONDS[fault.kind] ?? 0,
    choose,
    pickAdvertiser,
    editDestination,
    say,
    repaired,
  };
}

/** Rejected values can be listed once the rows were read. */
function wereRowsRead(runs: Services['runs'], runId: string): boolean {
  return attemptOr(() => runDetails(runs.show(runId)).hasRejects, false);
}
