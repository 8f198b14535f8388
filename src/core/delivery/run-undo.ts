import type { AudiencePlan } from '../audiences/plan.ts';
import { type KnownError, usageError } from '../errors.ts';
import { audienceLockKey, audienceNameKeys } from '../history/run-lock.ts';
import { refuseUnknownSuccessor } from '../history/unknown-successors.ts';
import type { StagedUndo } from '../ports/engine.ts';
import type { WrittenEntry } from '../ports/journal.ts';
import type { AudienceRecord, RunFolder } from '../ports/storage.ts';
import { makeFault } from '../remedies/remedies.ts';
import { formatAmount, formatCount } from '../wording.ts';
import { checkConnection } from './check-connection.ts';
import { deliverAudience } from './deliver-audience.ts';
import type { DeliveryEvent, Outcome, Summary, Warning } from './events.ts';
import { findAudience } from './find-audience.ts';
import { keptPlan } from './kept-plan.ts';
import { madeAudiences } from './made-audiences.ts';
import type { AudienceReview } from './prepare-audience.ts';
import { largeRemovalOf, type RemovalConsent } from './removal-stop.ts';
import {
  callOptions,
  type DeliveryPorts,
  engineCall,
  type RunContext,
  runTask,
  TaskFailed,
  throwIfCancelled,
  warn,
} from './run-context.ts';
import { runWorkflow } from './run-workflow.ts';
import { settleEarlierRuns } from './settle-earlier-runs.ts';
import { NO_ROWS, summariseAudience } from './summarise.ts';
import { confirmedEntries, laterRuns, sentEntries, type UndoSettings } from './undo-settings.ts';
import { uniteLedgers } from './unite-ledgers.ts';
import { verifyAudience } from './verify-audience.ts';

export interface UndoRunRequest {
  readonly settings: UndoSettings;
  /** The run to take back; undefined when it was deleted since, which only matters before the first batch. */
  readonly undone: RunFolder | undefined;
  /** Asked once, after planning; false ends the run with nothing sent. Absent: go on. */
  readonly confirm?: ((review: AudienceReview) => Promise<boolean>) | undefined;
  /**
   * Asked before `confirm` where more than half of the audience would leave; false ends the run with nothing sent.
   * Absent: go on, for who asked for this very run to be taken back by its id and said yes to it.
   */
  readonly confirmRemoval?: RemovalConsent['confirmRemoval'];
  readonly cancel: AbortSignal;
}

/**
 * Takes back what a run did to its audience: removes what it added, adds what it removed, and leaves alone
 * what a later run changed. It is a run like any other (journal, ledger, lock, resume), only that its rows
 * come from no query: all row counts are zero. What the run sent without an answer is taken back as well,
 * since it may have arrived; requests of this kind change nothing when it didn't.
 */
export function runUndo(
  ports: DeliveryPorts,
  folder: RunFolder,
  request: UndoRunRequest,
): AsyncGenerator<DeliveryEvent> {
  const { settings } = request;
  return runWorkflow(ports, folder, {
    lockKeys: audienceNameKeys(settings.advertiserIds, settings.audienceName),
    cancel: request.cancel,
    runTasks: (context) => runTasks(context, request),
    summarise: summariseUndo,
  });
}

async function runTasks(context: RunContext, request: UndoRunRequest): Promise<Outcome> {
  const { ports, folder } = context;
  const { settings } = request;
  const entries = folder.journal.read();
  if (entries.length > 0) await folder.journal.append({ type: 'resumed' });

  await runTask(context, 'check', async () => {
    const check = await checkConnection(ports.tiktok, settings.advertiserIds, callOptions(context));
    warn(context, check.warnings);
    return { value: check, ...(check.user === undefined ? {} : { detail: check.user }) };
  });
  const { idSchema, plan } = await runTask(context, 'prepare', () =>
    context.seconds.time('prepare', () => prepare(context, request, entries)),
  );
  throwIfCancelled(context.cancel);
  await runTask(context, 'audience', () => rememberAudience(context, settings));
  const delivered = await runTask(context, 'deliver', () =>
    context.seconds.time('deliver', () =>
      deliverAudience(context, settings, plan, idSchema, settings.audienceId),
    ),
  );
  await runTask(context, 'verify', () => verifyAudience(context, settings, settings.audienceId));
  return delivered.refused > 0 ? 'alert' : 'completed';
}

/** Looks that the audience is still there, settles the ledger, and stages the inverse. */
async function prepare(context: RunContext, request: UndoRunRequest, entries: readonly WrittenEntry[]) {
  const { ports, folder } = context;
  const { advertiserIds, audienceId, audienceName, channel, undoOf } = request.settings;
  const advertiserId = advertiserIds[0] ?? '';
  await context.hold(audienceLockKey(advertiserId, audienceId));
  const kept = keptPlan(entries, ports, folder.record, advertiserId);
  const staged = entries.findLast((entry) => entry.type === 'staged');
  if (kept !== undefined && staged?.type === 'staged') {
    return { value: { plan: kept.plan, idSchema: staged.staged.idSchema } };
  }
  if (request.undone === undefined) throw undoneIsGone(undoOf);
  refuseUnknownSuccessor(ports.runs, request.undone.record);

  const made = madeAudiences(context, { advertiserId, name: audienceName, channel });
  const wish = { advertiserId, name: audienceName, audienceId, channel, made };
  await findAudience(ports.tiktok, ports.audiences, wish, callOptions(context));
  const known = ports.audiences.find(advertiserId, audienceId);
  if (known !== undefined) await uniteLedgers(context, known);
  const unsettled = await settleEarlierRuns(ports, advertiserId, audienceId, folder.record.id);
  const undone = ports.runs.open(undoOf) ?? request.undone;
  const later = laterRuns(ports.runs, undone.record, folder.record.id).filter(
    (run) => confirmedEntries(run).length > 0,
  );
  const { idSchema, plan } = withoutRows(
    await ports.engine.stageUndo(
      {
        stagedPath: folder.stagedPath,
        undone: { stagedPath: undone.stagedPath, entries: sentEntries(undone) },
        // What a later run sent without an answer is uncertain in the ledger, which decides then.
        later: later.map((run) => ({ stagedPath: run.stagedPath, entries: confirmedEntries(run) })),
        ledgerPath: ports.audiences.ledgerPath(advertiserId, audienceId),
      },
      engineCall(context, 'prepare'),
    ),
  );
  const emptyStaging = {
    rowsRead: 0,
    columns: [],
    unreadable: { count: 0, examples: [] },
    idSchema,
    seconds: plan.seconds,
  };
  const warnings = [
    ...unsettled,
    ...warnAboutLaterRuns(later, undoOf),
    ...warnAboutOthers(ports.audiences.find(advertiserId, audienceId), audienceName, plan),
  ];
  warn(context, warnings);
  const removal = largeRemovalOf(plan, audienceName);
  if (removal !== undefined && request.confirmRemoval !== undefined) {
    if (!(await request.confirmRemoval(removal))) throw notAgreed();
  }
  if (request.confirm !== undefined) {
    const record = ports.audiences.find(advertiserId, audienceId);
    const target = { kind: 'existing', id: audienceId, name: audienceName, record } as const;
    const isAgreed = await request.confirm({
      kind: 'audience',
      staged: emptyStaging,
      plan,
      target,
      warnings,
    });
    if (!isAgreed) throw notAgreed();
  }
  await folder.journal.append({ type: 'staged', staged: emptyStaging });
  await folder.journal.append({ type: 'planned', plan });
  const { added, removed } = plan.expected.delivery;
  return {
    value: { plan, idSchema },
    detail: `${formatAmount(removed, 'identifier')} to remove, ${formatCount(added)} to add back`,
  };
}

function notAgreed(): TaskFailed {
  return new TaskFailed(makeFault({ kind: 'cancelled', message: 'Nothing was sent.' }));
}

function warnAboutLaterRuns(later: readonly RunFolder[], undoOf: string): readonly Warning[] {
  const last = later.at(-1)?.record.id;
  if (last === undefined) return [];
  const who = later.length === 1 ? `The run ${last}` : `${later.length} runs (the last is ${last})`;
  const message = `${who} delivered to this audience after ${undoOf}; what they changed stays as it is.`;
  return [{ code: 'later-runs', message }];
}

/** Without a complete ledger an identifier that a run added may have been there before, and one it removed not. */
function warnAboutOthers(
  record: AudienceRecord | undefined,
  name: string,
  { expected: { delivery } }: AudiencePlan,
): readonly Warning[] {
  if (record?.ledgerComplete === true) return [];
  const leaving = 'people who were there before the run and were also on its list leave with the others';
  const coming = 'people on its list who were not in the audience before the run are added with the others';
  const words = [...(delivery.removed > 0 ? [leaving] : []), ...(delivery.added > 0 ? [coming] : [])];
  if (words.length === 0) return [];
  const message = `This machine has no complete record of who is in the audience "${name}": ${words.join('; ')}.`;
  return [{ code: 'no-ledger', message }];
}

/** From here on this run counts as the audience's latest: the undone one is not resumed any more. */
async function rememberAudience({ folder }: RunContext, settings: UndoSettings) {
  const { audienceId, audienceName } = settings;
  const advertiserId = settings.advertiserIds[0] ?? '';
  await folder.journal.append({
    type: 'audience',
    advertiserId,
    id: audienceId,
    name: audienceName,
    created: false,
  });
  folder.update({ advertiserId, audienceId });
  return { value: undefined, detail: `${audienceName} (${audienceId})` };
}

async function summariseUndo(context: RunContext, outcome: Outcome): Promise<Summary> {
  return { ...(await summariseAudience(context, outcome)), rows: NO_ROWS };
}

function withoutRows({ idSchema, plan }: StagedUndo): StagedUndo {
  const expected: AudiencePlan['expected'] = { ...plan.expected, rows: NO_ROWS };
  return { idSchema, plan: { ...plan, expected } };
}

function undoneIsGone(undoOf: string): KnownError {
  return usageError(
    `The run ${undoOf}, which this one undoes, was deleted, so nobody knows what it added and removed.`,
    'Deliver the list as it was before instead: a match brings the audience back to it.',
  );
}
