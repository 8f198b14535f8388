import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { campaignRunOf } from '../../../core/campaigns/campaign-record.ts';
import type { KnownError } from '../../../core/errors.ts';
import type { RunRecord } from '../../../core/ports/storage.ts';
import type { Campaign } from '../../../core/profiles/campaign-schema.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import { failedDestination, groupOfRun } from '../../../wizard/journeys/delivery/campaign-runs.ts';
import type { Place } from '../../../wizard/journeys/delivery/place.ts';
import { canResume } from '../../../wizard/journeys/delivery/run-list.ts';
import { failedGroup, failedTask, type RunState } from '../../../wizard/journeys/delivery/run-state.ts';
import { subjectOfRun } from '../../../wizard/journeys/delivery/run-subject.ts';
import { type RunKind, TASK_TITLES } from '../../../wizard/journeys/delivery/task-words.ts';
import type { Services } from '../../../wizard/services.ts';
import { Message } from '../../components/message.tsx';
import { Screen } from '../../components/screen.tsx';
import { useFarewell } from '../../hooks/use-farewell.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import type { Navigation, ScreenOf, ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { credentialOfCampaign, credentialOfOrchestration, environmentOf } from '../common/environment-of.ts';
import { Failure } from '../common/failure.tsx';
import { fixesFor, openProfileFix } from '../preview/profile-fixes.ts';
import { useSettings } from '../preview/use-settings.ts';
import { RemedyPage, SIGNS_HELP } from '../remedies/remedy-page.tsx';
import { ResultPage } from '../result/result-page.tsx';
import { ProgressPage } from './progress-page.tsx';
import { agreedPlaces, movedSince, recordOf } from './run-place.ts';
import { type StartDelivery, useDelivery } from './use-delivery.ts';

const HELP = [
  'The run goes through the tasks, one after the other. What TikTok has confirmed is written down at once: stopping, a lost connection or a power cut loses nothing, and nothing confirmed is sent twice.',
  'Pausing and stopping finish what is in flight. The run can be gone on with from here, from the list of runs, or with tada runs resume.',
  SIGNS_HELP,
] as const;

/** Where a run stands: under way, or ended in one of its ways. */
type Phase =
  | { readonly kind: 'running'; readonly resume: string | undefined; readonly attempt: number }
  | { readonly kind: 'ended'; readonly state: RunState; readonly attempt: number }
  | {
      readonly kind: 'refused';
      readonly error: KnownError;
      readonly resume: string | undefined;
      readonly attempt: number;
    };

/** A delivery from its first task to its result, or to what resolves its failure and back. */
export function RunScreen({ screen, navigation }: ScreenProps<'run'>): ReactNode {
  const { orchestration, step } = screen;
  const [phase, setPhase] = useState<Phase>({ kind: 'running', resume: screen.resume, attempt: 1 });
  const { settings, profile } = useSettings(orchestration, screen.set);
  const services = useServices();
  const [agreed] = useState(() => agreedPlaces(services, screen));
  const campaign = findEntity(profile, 'campaign', orchestration);
  const kind = campaign === undefined ? (settings?.kind ?? 'audience') : 'campaign';
  // What taking a campaign's audience back is called leads to the campaign.
  const { name } = subjectOfRun(profile, orchestration) ?? { name: orchestration };

  const resume = (runId: string | undefined): void =>
    setPhase(({ attempt }) => ({ kind: 'running', resume: runId, attempt: attempt + 1 }));

  return (
    <Screen
      environment={
        settings?.credential.environment ??
        environmentOf(
          services,
          profile,
          credentialOfRun(recordOf(services, screen.undo)) ??
            credentialOfOrchestration(profile, name) ??
            credentialOfCampaign(profile, name),
        )
      }
      subject={`Run of ${orchestration}`}
      step={
        step === undefined ? undefined : { ...step, title: phase.kind === 'running' ? 'Delivery' : 'Result' }
      }
      help={HELP}
    >
      {phase.kind === 'running' ? (
        <Running
          key={phase.attempt}
          screen={screen}
          kind={isUndo(services, screen, phase.resume) ? 'undo' : kind}
          campaign={campaign}
          resume={phase.resume}
          agreedPlaces={agreed}
          onEnd={(state) => setPhase({ kind: 'ended', state, attempt: phase.attempt })}
          onRefused={(error) =>
            setPhase({ kind: 'refused', error, resume: phase.resume, attempt: phase.attempt })
          }
        />
      ) : phase.kind === 'refused' ? (
        <Refused
          error={phase.error}
          profile={profile}
          orchestration={name}
          navigation={navigation}
          onRetry={() => resume(phase.resume)}
          onFixed={() =>
            phase.resume === undefined
              ? navigation.replace({ id: 'preview', orchestration: name, set: screen.set })
              : resume(phase.resume)
          }
        />
      ) : (
        <Ended
          screen={screen}
          profile={profile}
          navigation={navigation}
          state={phase.state}
          onResume={resume}
        />
      )}
    </Screen>
  );
}

interface RunningProps {
  readonly screen: ScreenOf<'run'>;
  readonly kind: RunKind;
  /** Set for a campaign's run. */
  readonly campaign: Campaign | undefined;
  readonly resume: string | undefined;
  /** Where it was to go when the person agreed to it. */
  readonly agreedPlaces: readonly Place[] | undefined;
  readonly onEnd: (state: RunState) => void;
  readonly onRefused: (error: KnownError) => void;
}

function Running(props: RunningProps): ReactNode {
  const { screen, kind, campaign, resume, onEnd, onRefused } = props;
  const services = useServices();
  const { delivery: service } = services;
  // Read when the attempt begins: the repair before it may have changed where it goes.
  const [moved] = useState(() => movedSince(services, screen, props.agreedPlaces));
  const recorded = recordedRehearsal(services, resume);
  const [doneBefore] = useState(() => audiencesDone(services, resume));
  const testMembers = screen.testMembers ?? recorded.testMembers;
  const testEventCode = screen.testEventCode ?? recorded.testEventCode;
  const start: StartDelivery = (options) => {
    const all = {
      ...options,
      set: screen.set,
      testMembers,
      testEventCode,
      allowRemovalPercent: screen.allowRemovalPercent,
      previewed: screen.previewed,
    };
    if (resume !== undefined) return service.resume(resume, all);
    return screen.undo === undefined
      ? service.run(screen.orchestration, all)
      : service.undo(screen.undo, options);
  };
  const isRehearsal = testMembers !== undefined || testEventCode !== undefined;
  const agreed = { previewed: screen.previewed, audiences: screen.agreed, isRehearsal, moved };
  const delivery = useDelivery(kind, start, agreed, { onEnd, onRefused });
  const what = [
    screen.orchestration,
    ...(screen.undo === undefined ? [] : [`taking back run ${screen.undo}`]),
    ...(testMembers === undefined ? [] : [`test audience of ${testMembers}`]),
    ...(testEventCode === undefined ? [] : [`test events ${testEventCode}`]),
  ].join(', ');
  const id = delivery.state.id ?? resume;
  useFarewell(farewellOf(id));
  return (
    <ProgressPage
      delivery={delivery}
      title={`${what}${id === undefined ? '' : ` (run ${id})`}`}
      campaign={campaign === undefined ? undefined : { campaign, doneBefore }}
    />
  );
}

/** A run that takes another one back, also when it is gone on with from the list of runs. */
function isUndo(services: Services, { undo }: ScreenOf<'run'>, resume: string | undefined): boolean {
  return undo !== undefined || recordOf(services, resume)?.settings.undoOf !== undefined;
}

/** What stays on the terminal when the wizard is left before the run is complete. */
function farewellOf(runId: string | undefined): readonly string[] {
  return runId === undefined
    ? []
    : [`The run ${runId} is kept. To go on with it:`, `tada runs resume ${runId}`];
}

/** A rehearsal stays one when it is gone on with; the record knows, whoever opened this screen. */
function recordedRehearsal(
  services: Services,
  runId: string | undefined,
): { readonly testMembers?: number; readonly testEventCode?: string } {
  const { testMembers, testEventCode } = recordOf(services, runId)?.settings ?? {};
  return {
    ...(typeof testMembers === 'number' ? { testMembers } : {}),
    ...(typeof testEventCode === 'string' ? { testEventCode } : {}),
  };
}

interface RefusedProps {
  readonly error: KnownError;
  readonly profile: Profile;
  readonly orchestration: string;
  readonly navigation: Navigation<'run'>;
  readonly onRetry: () => void;
  /** After a change: what was agreed to may not be what would be sent now. */
  readonly onFixed: () => void;
}

/** A run that could not begin: nothing was sent, and a setting has to be changed first. */
function Refused({ error, profile, orchestration, navigation, onRetry, onFixed }: RefusedProps): ReactNode {
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: navigation.back }] });
  return (
    <Failure
      error={error}
      items={[...fixesFor(profile, orchestration), { id: 'again', label: 'Try again' } as const]}
      onChoose={(id) =>
        id === 'again' ? onRetry() : openProfileFix(navigation.open, profile, orchestration, id, onFixed)
      }
    />
  );
}

interface EndedProps {
  readonly screen: ScreenOf<'run'>;
  readonly profile: Profile;
  readonly navigation: Navigation<'run'>;
  readonly state: RunState;
  readonly onResume: (runId: string | undefined) => void;
}

function Ended({ screen, profile, navigation, state, onResume }: EndedProps): ReactNode {
  const { orchestration, set } = screen;
  const subject = subjectOfRun(profile, orchestration);
  const name = subject?.name ?? orchestration;
  const services = useServices();
  const [isPaused, setIsPaused] = useState(state.stop === 'pause');
  const { summary, fault } = state;
  // The summary is always last; a run without one is a bug and was caught as such.
  if (summary === undefined) throw new Error('The run ended without a summary');
  useFarewell(canResume(summary) ? farewellOf(summary.run) : []);

  // The guided set-up ends with its first delivery: what comes after is no step of it.
  const showPreview = (): void => navigation.replace({ id: 'preview', orchestration: name, set });
  const resume = (): void => onResume(summary.run);
  const recorded = recordedRehearsal(services, screen.resume);
  const testMembers = screen.testMembers ?? recorded.testMembers;
  const testEventCode = screen.testEventCode ?? recorded.testEventCode;
  const isRehearsal = testMembers !== undefined || testEventCode !== undefined;

  if (summary.outcome === 'cancelled' && isPaused) {
    return <Paused onResume={resume} onLeave={() => setIsPaused(false)} />;
  }
  if (summary.outcome === 'error' && fault !== undefined) {
    const group = failedGroup(state);
    const task = failedTask(group ?? state);
    const where = group === undefined ? '' : `Group ${group.label}, `;
    return (
      <RemedyPage
        fault={fault}
        headline={task === undefined ? 'The run failed.' : `${where}${TASK_TITLES[task.name]}: failed.`}
        subject={{ orchestration: name, destination: destinationThatFailed(services, summary.run) }}
        runId={summary.run}
        open={navigation.open}
        onResume={resume}
        onRestart={showPreview}
        onClose={navigation.back}
      />
    );
  }
  return (
    <ResultPage
      summary={summary}
      state={state}
      orchestration={name}
      group={subject?.group}
      canRefresh={subject !== undefined}
      isRehearsal={isRehearsal}
      navigation={navigation}
      onResume={resume}
      onPreview={showPreview}
    />
  );
}

/** The runs of a campaign's audiences, in their order. */
function groupRecords(services: Services, runId: string | undefined): readonly RunRecord[] {
  const record = recordOf(services, runId);
  const ids = record === undefined ? [] : (campaignRunOf(record)?.deliveries ?? []);
  return ids.flatMap((id) => recordOf(services, id) ?? []);
}

/** Audiences that the run completed before it is gone on with. */
function audiencesDone(services: Services, runId: string | undefined): readonly string[] {
  const record = recordOf(services, runId);
  if (record === undefined) return [];
  return groupRecords(services, runId).flatMap((run) => (canResume(run) ? [] : [groupOfRun(run, record)]));
}

/** Of a campaign's audiences, which go to several; or the one that a run was taken back from. */
function destinationThatFailed(services: Services, runId: string): string | undefined {
  const record = recordOf(services, runId);
  const isTakingBack = record?.settings.undoOf !== undefined;
  return failedDestination(isTakingBack ? [record] : groupRecords(services, runId));
}

/** The credential that a run of the past was made with: taking it back goes where it went. */
function credentialOfRun(record: RunRecord | undefined): string | undefined {
  const credential = record?.settings.credential;
  return typeof credential === 'string' ? credential : undefined;
}

interface PausedProps {
  readonly onResume: () => void;
  readonly onLeave: () => void;
}

function Paused({ onResume, onLeave }: PausedProps): ReactNode {
  useKeys({
    level: 'screen',
    bindings: [
      { keys: ['enter', 'p'], hint: 'go on', run: onResume },
      { keys: ['escape'], hint: 'stop here', run: onLeave },
    ],
  });
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Message
        kind="info"
        text="The run is paused; what TikTok confirmed is kept."
        hint="Press Enter to go on where it stopped."
      />
    </Box>
  );
}
