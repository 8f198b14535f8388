import { testAudienceName } from '../audiences/name.ts';
import type { AudiencePlan, StagedAudience } from '../audiences/plan.ts';
import { KnownError } from '../errors.ts';
import type { RunFolder, RunRecord, WrittenEntry } from '../ports.ts';
import { nearestName } from '../profiles/nearest.ts';
import { makeFault } from '../remedies/remedies.ts';
import { checkConnection } from './check-connection.ts';
import { adoptUnansweredCreation, createAudience } from './create-audience.ts';
import { deliverAudience } from './deliver-audience.ts';
import type { DeliveryEvent, Outcome, Warning } from './events.ts';
import { type AudienceTarget, findAudience } from './find-audience.ts';
import { readJournalState } from './journal-state.ts';
import { listReasons, nothingToSend } from './nothing-to-send.ts';
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
import { type AudienceRunSettings, resolveSlots } from './settings.ts';
import { settleEarlierRuns } from './settle-earlier-runs.ts';
import { summariseAudience } from './summarise.ts';
import { hasBatches, readUnchangedSource } from './unchanged-source.ts';
import {
  describeRemoval,
  removalShare,
  warnAboutPlan,
  warnAboutStaged,
  warnAboutUnusedColumns,
} from './warnings.ts';

/** A run that would remove more than this share of an audience stops, unless that was allowed. */
const SAFE_REMOVAL_SHARE = 0.5;

/** What a person is shown before anything leaves. */
export interface AudienceReview {
  readonly kind: 'audience';
  readonly staged: StagedAudience;
  readonly plan: AudiencePlan;
  readonly target: AudienceTarget;
  readonly warnings: readonly Warning[];
}

/** What the preview showed, to notice when the data changed since. */
export interface PreviewedCounts {
  readonly fingerprint: string;
  readonly rowsRead: number;
  readonly added: number;
  readonly removed: number;
}

export interface AudienceRunRequest {
  readonly settings: AudienceRunSettings;
  /** Send only the first N members, to a separate test audience. */
  readonly testMembers?: number | undefined;
  /** The largest share of the audience, in percent, that may be removed without stopping. */
  readonly allowRemovalPercent?: number | undefined;
  readonly previewed?: PreviewedCounts | undefined;
  /** Asked once, after planning; false ends the run with nothing sent. Absent: go on. */
  readonly confirm?: ((review: AudienceReview) => Promise<boolean>) | undefined;
  readonly cancel: AbortSignal;
}

/**
 * Runs check → query → prepare → find or create audience → deliver → verify in a run folder; see
 * {@link runWorkflow} for what it tells. A folder that was used before (a resume) goes on from what its
 * journal says: confirmed entries are never sent again.
 */
export function runAudience(
  ports: DeliveryPorts,
  folder: RunFolder,
  request: AudienceRunRequest,
): AsyncGenerator<DeliveryEvent> {
  const settings = effectiveForTest(request);
  return runWorkflow(ports, folder, {
    lockKey: `${settings.advertiserIds[0]}/${settings.audienceName}`,
    cancel: request.cancel,
    runTasks: (context) => runTasks(context, settings, request),
    summarise: summariseAudience,
  });
}

async function runTasks(
  context: RunContext,
  settings: AudienceRunSettings,
  request: AudienceRunRequest,
): Promise<Outcome> {
  const { ports, folder } = context;
  const entries = folder.journal.read();
  if (entries.length > 0) await folder.journal.append({ type: 'resumed' });

  await runTask(context, 'check', async () => {
    const check = await checkConnection(ports.tiktok, settings.advertiserIds, callOptions(context));
    warn(context, check.warnings);
    return { value: check, ...(check.user === undefined ? {} : { detail: check.user }) };
  });

  const staged = await runTask(context, 'query', () => stage(context, settings, request, entries));
  const { plan, target } = await runTask(context, 'prepare', () =>
    context.seconds.time('prepare', () => prepare(context, settings, request, staged, entries)),
  );
  throwIfCancelled(context.cancel);

  const audience = await runTask(context, 'audience', () => createAudience(context, settings, target));
  const delivered = await runTask(context, 'deliver', () =>
    context.seconds.time('deliver', () =>
      deliverAudience(context, settings, plan, staged.idSchema, audience.id),
    ),
  );
  await runTask(context, 'verify', () => verifyAudience(context, settings, audience.id));
  return delivered.refused > 0 || isIncompleteMatch(settings, target) ? 'alert' : 'completed';
}

/** Without a record of who is in the audience, match could only add: done, but not what was asked in full. */
function isIncompleteMatch(settings: AudienceRunSettings, target: AudienceTarget): boolean {
  return settings.mode === 'match' && target.kind === 'existing' && target.record?.ledgerComplete !== true;
}

function effectiveForTest({ settings, testMembers }: AudienceRunRequest): AudienceRunSettings {
  if (testMembers === undefined) return settings;
  const { audienceId: _none, ...rest } = settings;
  return { ...rest, audienceName: testAudienceName(settings.audienceName), mode: 'add' };
}

/** Runs the query once and stages hashes. */
async function stage(
  context: RunContext,
  settings: AudienceRunSettings,
  request: AudienceRunRequest,
  entries: readonly WrittenEntry[],
) {
  const { ports, folder } = context;
  const { engine } = ports;
  const earlier = entries.findLast((entry) => entry.type === 'staged');
  const read = async () => {
    const described = await engine.describe(settings.tables, settings.sql, engineCall(context, 'query'));
    const { slots, unused } = resolveSlots(settings.idTypes, settings.columns, described, nearestName);
    warn(context, warnAboutUnusedColumns(unused));
    const { tables, sql, rules, dropPlaceholders } = settings;
    return await engine.stageAudience(
      { tables, sql, slots, rules, dropPlaceholders, stagedPath: folder.stagedPath },
      engineCall(context, 'query'),
    );
  };
  return await context.seconds.time('query', async () => {
    const { staged, isNew } = await readUnchangedSource(context, {
      tables: settings.tables,
      key: stageKey(settings),
      previewedFingerprint: request.previewed?.fingerprint,
      earlier: earlier?.type === 'staged' ? earlier.staged : undefined,
      hasBatches: hasBatches(entries),
      read,
    });
    const rows = `${staged.rowsRead.toLocaleString('en')} rows`;
    if (!isNew) return { value: staged, detail: `${rows}, read before` };
    await folder.journal.append({ type: 'staged', staged });
    warn(context, warnAboutStaged(staged, settings));
    return { value: staged, detail: rows };
  });
}

/** What staged rows depend on; a change of any of it means reading again. */
function stageKey(settings: AudienceRunSettings): string {
  const { sql, tables, columns, idTypes, rules, dropPlaceholders } = settings;
  return JSON.stringify({ sql, tables, columns, idTypes, rules, dropPlaceholders });
}

/** Finds the audience, settles what earlier runs left open, and compares the staged rows with the ledger. */
async function prepare(
  context: RunContext,
  settings: AudienceRunSettings,
  request: AudienceRunRequest,
  staged: StagedAudience,
  entries: readonly WrittenEntry[],
) {
  const { ports, folder } = context;
  const advertiserId = settings.advertiserIds[0] ?? '';
  const kept = keptPlan(entries, ports, folder.record, advertiserId);
  if (kept !== undefined) return { value: kept };

  const found = await findAudience(
    ports.tiktok,
    ports.audiences,
    { advertiserId, name: settings.audienceName, audienceId: settings.audienceId, channel: settings.channel },
    callOptions(context),
  );
  if (found.target.kind === 'new' && settings.mode === 'remove') throw nothingToRemoveFrom(settings);
  const target = withRecord(found.target, ports, settings, advertiserId);
  const record = target.kind === 'existing' ? target.record : undefined;
  if (record !== undefined) refuseOtherRules(record.rules, settings);
  if (target.kind === 'existing') await settleEarlierRuns(ports, advertiserId, target.id, folder.record.id);

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

  const warnings = [...found.warnings, ...warnAboutPlan(plan, settings)];
  if (target.kind === 'existing' && record?.ledgerComplete !== true && settings.mode === 'match') {
    warnings.push(withoutLedger(target.name));
  }
  if (request.previewed !== undefined && isChanged(plan, staged, request.previewed)) {
    warnings.push({
      code: 'rows-changed-since-preview',
      message:
        'The audience or the rows are no longer what the preview showed; the counts above are the current ones.',
    });
  }
  warn(context, warnings);
  stopLargeRemoval(plan, request.allowRemovalPercent);
  if (
    request.confirm !== undefined &&
    !(await request.confirm({ kind: 'audience', staged, plan, target, warnings }))
  ) {
    throw new TaskFailed(makeFault({ kind: 'cancelled', message: 'Nothing was sent.' }));
  }
  await folder.journal.append({ type: 'planned', plan });
  const { rows } = plan.expected;
  return {
    value: { plan, target },
    detail: `${rows.sent.toLocaleString('en')} to send, ${rows.unchanged.toLocaleString('en')} unchanged`,
  };
}

/**
 * Once a batch was sent, plan and audience stand: entry numbers in the journal mean the entries of this plan.
 * Before that a resume plans anew, so that a repaired advertiser or name takes effect.
 */
export function keptPlan(
  entries: readonly WrittenEntry[],
  ports: DeliveryPorts,
  record: RunRecord,
  advertiserId: string,
) {
  if (!hasBatches(entries)) return undefined;
  const planned = entries.findLast((entry) => entry.type === 'planned');
  const audience = entries.findLast((entry) => entry.type === 'audience');
  if (planned?.type !== 'planned' || audience?.type !== 'audience') return undefined;
  if (audience.advertiserId !== advertiserId) {
    const message = `This run already sent people to the audience "${audience.name}" of ad account ${audience.advertiserId}; it can't go on with ${advertiserId}.`;
    throw new KnownError({
      kind: 'safety-stop',
      message,
      hint: 'Start a new run for the other ad account.',
      fault: makeFault({ kind: 'safety-stop', message }),
    });
  }
  const newer = ports.runs
    .list()
    .runs.find(
      (run) => run.audienceId === audience.id && run.startedAt > record.startedAt && run.id !== record.id,
    );
  if (newer !== undefined) {
    const message = `The run ${newer.id} delivered to the audience "${audience.name}" after this one; going on here would undo part of it.`;
    throw new KnownError({
      kind: 'safety-stop',
      message,
      hint: 'Start a new run: it sends only what is missing.',
      fault: makeFault({ kind: 'safety-stop', message }),
    });
  }
  const target: AudienceTarget = {
    kind: 'existing',
    id: audience.id,
    name: audience.name,
    record: ports.audiences.find(audience.advertiserId, audience.id),
  };
  return { plan: planned.plan, target };
}

function withRecord(
  target: AudienceTarget,
  ports: DeliveryPorts,
  settings: AudienceRunSettings,
  advertiserId: string,
): AudienceTarget {
  if (target.kind === 'new' || target.record !== undefined) return target;
  return { ...target, record: adoptUnansweredCreation(ports, settings, advertiserId, target.id) };
}

function nothingToRemoveFrom(settings: AudienceRunSettings): KnownError {
  const message = `There is no audience "${settings.audienceName}" to remove people from.`;
  return new KnownError({
    kind: 'audience-not-found',
    message,
    hint: 'Check the audience name in the destination, the template or the orchestration.',
    fault: makeFault({ kind: 'audience-not-found', message }),
  });
}

function refuseOtherRules(
  rules: { readonly emailRule: string; readonly phoneRule: string; readonly idfaCase: string },
  settings: AudienceRunSettings,
): void {
  const names = ['emailRule', 'phoneRule', 'idfaCase'] as const;
  const changed = names.find((name) => rules[name] !== settings.rules[name]);
  if (changed === undefined) return;
  const message = `The audience "${settings.audienceName}" was filled with ${changed} "${rules[changed]}"; with "${settings.rules[changed]}" the same people would get other hashes and could never be removed.`;
  throw new KnownError({
    kind: 'safety-stop',
    message,
    hint: `Set ${changed} back to "${rules[changed]}", or choose another audience name.`,
    fault: makeFault({ kind: 'safety-stop', message }),
  });
}

function withoutLedger(name: string): Warning {
  return {
    code: 'no-ledger',
    message: `The audience "${name}" exists, but this machine has no complete record of who is in it: people are added, nobody who left can be removed. For an exact match use a new audience name, or import the ledger from the machine that filled it.`,
  };
}

function isChanged(plan: AudiencePlan, staged: StagedAudience, previewed: PreviewedCounts): boolean {
  const { added, removed } = plan.expected.delivery;
  return staged.rowsRead !== previewed.rowsRead || added !== previewed.added || removed !== previewed.removed;
}

function stopLargeRemoval(plan: AudiencePlan, allowedPercent: number | undefined): void {
  const share = removalShare(plan);
  if (share <= SAFE_REMOVAL_SHARE || share * 100 <= (allowedPercent ?? 0)) return;
  const percent = Math.ceil(share * 100);
  const message = describeRemoval(plan);
  const hint = `If that is meant, allow it with --allow-removal ${percent}.`;
  throw new KnownError({
    kind: 'safety-stop',
    message,
    hint,
    fault: makeFault({ kind: 'safety-stop', message: `${message} ${hint}` }),
  });
}

function reasonsOf({ columns }: StagedAudience): string {
  return columns.map(({ column, rejected }) => `${column}: ${listReasons(rejected)}`).join('; ');
}

/** Reads the audience back. Sizes take up to 48 hours, so a small or invalid one says nothing yet. */
export async function verifyAudience(
  context: RunContext,
  settings: Pick<AudienceRunSettings, 'advertiserIds'>,
  audienceId: string,
) {
  try {
    const { data } = await context.ports.tiktok.getAudience(
      settings.advertiserIds[0] ?? '',
      audienceId,
      callOptions(context),
    );
    if (data.error !== undefined)
      return { value: undefined, detail: `TikTok says: ${data.error}`, isAlert: true };
    const state = data.isValid
      ? `usable, about ${data.coverNumber.toLocaleString('en')} people`
      : 'being built, up to 48 hours';
    return { value: undefined, detail: state };
  } catch (error) {
    // Everything was confirmed; not being able to look is no failure of the delivery.
    if (!(error instanceof KnownError)) throw error;
    return { value: undefined, detail: 'the state could not be read', isAlert: true };
  }
}

/** True when a run's journal holds anything that was sent. */
export function hasSentAnything(entries: readonly WrittenEntry[]): boolean {
  const { confirmed, unknown } = readJournalState(entries);
  return confirmed.length > 0 || unknown.length > 0;
}
