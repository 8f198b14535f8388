import type { AudiencePlan, StagedAudience } from '../audiences/plan.ts';
import { KnownError } from '../errors.ts';
import { audienceLockKey } from '../history/run-lock.ts';
import type { WrittenEntry } from '../ports/journal.ts';
import type { RunFolder } from '../ports/storage.ts';
import { makeFault } from '../remedies/remedies.ts';
import { formatAmount, formatCount } from '../wording.ts';
import { adoptUnansweredCreation } from './create-audience.ts';
import type { Warning } from './events.ts';
import { findTarget } from './file-fallback.ts';
import { planFiles } from './file-plan.ts';
import type { AudienceTarget } from './find-audience.ts';
import { keptDelivery } from './kept-plan.ts';
import { listReasons, nothingToSend } from './nothing-to-send.ts';
import { refuseOtherHome, warnAboutAddedAccounts, warnAboutLeftAudience } from './other-accounts.ts';
import { warnAboutOtherFiller } from './other-filler.ts';
import { refuseOtherNature } from './refuse-other-nature.ts';
import { type RemovalConsent, stopLargeRemovals } from './removal-stop.ts';
import { engineCall, type RunContext, TaskFailed, throwIfCancelled, warn } from './run-context.ts';
import type { AudienceRunSettings } from './settings.ts';
import { settleEarlierRuns } from './settle-earlier-runs.ts';
import { uniteLedgers } from './unite-ledgers.ts';
import { warnAboutPlan } from './warnings.ts';

/** What a person is shown before anything leaves. */
export interface AudienceReview {
  readonly kind: 'audience';
  readonly staged: StagedAudience;
  readonly plan: AudiencePlan;
  readonly target: AudienceTarget;
  readonly warnings: readonly Warning[];
  /** In a campaign's run: whose audience it is. */
  readonly group?: string | undefined;
}

/** What the preview showed, to notice when the data changed since. */
export interface PreviewedCounts {
  readonly fingerprint: string;
  readonly rowsRead: number;
  readonly added: number;
  readonly removed: number;
}

export interface AudienceRunRequest extends RemovalConsent {
  readonly settings: AudienceRunSettings;
  /** Send only the first N members, to a separate test audience. */
  readonly testMembers?: number | undefined;
  readonly previewed?: PreviewedCounts | undefined;
  /** Rows that a campaign staged for this run already, at the folder's `stagedPath`. */
  readonly staged?: StagedAudience | undefined;
  /** Asked once, after planning; false ends the run with nothing sent. Absent: go on. */
  readonly confirm?: ((review: AudienceReview) => Promise<boolean>) | undefined;
  readonly cancel: AbortSignal;
}

/** Finds the audience, settles what earlier runs left open, and compares the staged rows with the ledger. */
export async function prepareAudience(
  context: RunContext,
  asked: AudienceRunSettings,
  request: AudienceRunRequest,
  staged: StagedAudience,
  entries: readonly WrittenEntry[],
) {
  const { ports, folder } = context;
  const kept = keptDelivery(entries, ports, folder.record, asked);
  if (kept !== undefined) {
    if (kept.target.kind === 'existing') await holdAudience(context, kept.settings, kept.target.id);
    return { value: kept };
  }

  const { found, settings } = await findTarget(context, asked);
  const advertiserId = settings.advertiserIds[0] ?? '';
  if (found.target.kind === 'new' && settings.mode === 'remove') throw nothingToRemoveFrom(settings);
  if (found.target.kind === 'existing') await holdAudience(context, settings, found.target.id);
  const target = await withRecord(context, found.target, settings);
  const record = target.kind === 'existing' ? target.record : undefined;
  if (record !== undefined) refuseOtherNature(record, target.name, settings);
  const unsettled =
    target.kind === 'existing'
      ? await settleEarlierRuns(ports, advertiserId, target.id, folder.record.id)
      : [];

  const ledgerPath =
    target.kind === 'existing'
      ? ports.audiences.ledgerPath(advertiserId, target.id)
      : `${folder.stagedPath}.none`;
  const plan = await ports.engine.planAudience(
    {
      stagedPath: folder.stagedPath,
      ledgerPath,
      ledgerComplete: target.kind === 'new' || record?.ledgerComplete === true,
      mode: settings.mode,
      ...(request.testMembers === undefined ? {} : { limit: request.testMembers }),
    },
    engineCall(context, 'prepare'),
  );
  if (plan.expected.rows.valid === 0)
    throw nothingToSend(staged.rowsRead, 'has a usable identifier', reasonsOf(staged));

  const planning = { settings, staged, plan, target };
  const planWarnings = [
    ...unsettled,
    ...found.warnings,
    ...warnAboutPlan(plan, settings),
    ...(target.kind === 'existing'
      ? [
          ...warnAboutOtherFiller(context, settings, target.id, plan),
          ...warnAboutAddedAccounts(context, settings, target),
        ]
      : warnAboutLeftAudience(context, settings)),
  ];
  warn(context, planWarnings);
  const files = settings.channel === 'file' ? planFiles(planning) : undefined;
  const warnings = [...(files?.warnings ?? warnAboutMissingLedger(settings, target))];
  // A test run plans for its first members only: other numbers than the preview's are what was asked for.
  const comparable = request.testMembers === undefined ? request.previewed : undefined;
  if (comparable !== undefined && isChanged(plan, staged, comparable)) {
    warnings.push({
      code: 'rows-changed-since-preview',
      message:
        'The audience or the rows are no longer what the preview showed; the counts above are the current ones.',
    });
  }
  warn(context, warnings);
  await stopLargeRemovals(planning, files !== undefined, request);
  throwIfCancelled(context.cancel);
  if (
    request.confirm !== undefined &&
    !(await request.confirm({
      kind: 'audience',
      staged,
      plan,
      target,
      warnings: [...planWarnings, ...warnings],
    }))
  ) {
    throw new TaskFailed(makeFault({ kind: 'cancelled', message: 'Nothing was sent.' }));
  }
  await folder.journal.append({ type: 'planned', plan });
  rememberPlace(folder, settings);
  const { rows, delivery } = plan.expected;
  const removal = delivery.removed > 0 ? `, ${formatAmount(delivery.removed, 'identifier')} to remove` : '';
  return {
    value: { plan, target, settings, change: files?.change },
    detail: `${formatCount(rows.sent)} to send, ${formatCount(rows.unchanged)} unchanged${removal}`,
  };
}

async function withRecord(
  context: RunContext,
  target: AudienceTarget,
  settings: AudienceRunSettings,
): Promise<AudienceTarget> {
  if (target.kind === 'new') return target;
  if (target.record !== undefined) return { ...target, record: await uniteLedgers(context, target.record) };
  refuseOtherHome(context, settings, target);
  const { ports } = context;
  const record = adoptUnansweredCreation(ports, settings, settings.advertiserIds[0] ?? '', target.id);
  return { ...target, record };
}

/** Nobody else changes it while it is planned for and sent to, whatever name they know it by. */
async function holdAudience(
  { hold }: RunContext,
  { advertiserIds }: AudienceRunSettings,
  audienceId: string,
): Promise<void> {
  await hold(audienceLockKey(advertiserIds[0] ?? '', audienceId));
}

function nothingToRemoveFrom(settings: AudienceRunSettings): KnownError {
  const message = `There is no audience "${settings.audienceName}" to remove people from.`;
  return new KnownError({
    kind: 'audience-not-found',
    message,
    hint: 'Check the audience name in the destination, the template or the orchestration.',
  });
}

/**
 * What an undo, a resume and the lock go by: where it really goes. That isn't always what was asked for when
 * the run was started: the app may not stream, and a repair may have chosen another account or name.
 */
function rememberPlace(folder: RunFolder, inForce: AudienceRunSettings): void {
  const { settings } = folder.record;
  const { channel, advertiserIds } = inForce;
  // The name of a test audience follows from the name it was asked for.
  const audienceName = settings.testMembers === undefined ? inForce.audienceName : settings.audienceName;
  folder.update({ settings: { ...settings, channel, advertiserIds, audienceName } });
}

function warnAboutMissingLedger({ mode }: AudienceRunSettings, target: AudienceTarget): readonly Warning[] {
  if (mode !== 'match' || target.kind === 'new' || target.record?.ledgerComplete === true) return [];
  const message = `The audience "${target.name}" exists, but this machine has no complete record of who is in it: people are added, nobody who left can be removed. For an exact match use a new audience name, or import the ledger from the machine that filled it.`;
  return [{ code: 'no-ledger', message }];
}

function isChanged(plan: AudiencePlan, staged: StagedAudience, previewed: PreviewedCounts): boolean {
  const { added, removed } = plan.expected.delivery;
  return staged.rowsRead !== previewed.rowsRead || added !== previewed.added || removed !== previewed.removed;
}

function reasonsOf({ columns }: StagedAudience): string {
  return columns.map(({ column, rejected }) => `${column}: ${listReasons(rejected)}`).join('; ');
}
