import type { CampaignGroupSettings } from '../campaigns/campaign-settings.ts';
import type { StageCampaignRequest, StagedCampaign } from '../campaigns/staged.ts';
import { KnownError } from '../errors.ts';
import type { WrittenEntry } from '../ports/journal.ts';
import type { RunFolder } from '../ports/storage.ts';
import type { Fault } from '../remedies/faults.ts';
import { makeFault } from '../remedies/remedies.ts';
import { formatAmount, formatCount } from '../wording.ts';
import { type CampaignDelivery, HeldDelivery } from './campaign-delivery.ts';
import { warnAboutPeople } from './campaign-warnings.ts';
import type { DeliveryEvent, Outcome, Warning } from './events.ts';
import { keepsEntries } from './file-journal.ts';
import type { AudienceReview } from './prepare-audience.ts';
import { groupsConsent, type RemovalConsent } from './removal-stop.ts';
import {
  type DeliveryPorts,
  engineCall,
  faultOf,
  type RunContext,
  runTask,
  TaskFailed,
  throwIfCancelled,
  warn,
} from './run-context.ts';
import { runWorkflow } from './run-workflow.ts';
import { summariseCampaign } from './summarise-campaign.ts';
import { readUnchangedSource } from './unchanged-source.ts';

/**
 * A campaign's run. It reads its people once and stages each audience's rows in that audience's own run folder;
 * from there on each audience is an ordinary audience run, with its journal, ledger, lock and safety stop. The
 * campaign's own run holds the people together: the moment they are of, the control group's hashes, and the
 * account. So whatever is true of an orchestration's run (resumed without sending twice, undone, never
 * counted as sent without TikTok's word) is true of each group's.
 */
export interface CampaignRunRequest extends RemovalConsent {
  readonly campaign: string;
  readonly key: string;
  readonly groups: readonly CampaignGroupSettings[];
  /** Their staged paths are those of `deliveries`, then those of the control groups. */
  readonly staging: StageCampaignRequest;
  readonly deliveries: readonly CampaignDelivery[];
  readonly isSingle: boolean;
  readonly testMembers?: number | undefined;
  /** Asked for each audience, once all are planned; one false ends the run with nothing sent. Absent: go on. */
  readonly confirm?: ((review: AudienceReview) => Promise<boolean>) | undefined;
  readonly cancel: AbortSignal;
}

/** See {@link runWorkflow} for what it tells; what an audience's run tells comes with its group's name. */
export function runCampaign(
  ports: DeliveryPorts,
  folder: RunFolder,
  request: CampaignRunRequest,
): AsyncGenerator<DeliveryEvent> {
  return runWorkflow(ports, folder, {
    lockKeys: [`campaign/${request.campaign}`],
    cancel: request.cancel,
    runTasks: (context) => runTasks(context, request),
    summarise: (context, outcome) => summariseCampaign(context, outcome, request),
  });
}

async function runTasks(context: RunContext, request: CampaignRunRequest): Promise<Outcome> {
  const { folder } = context;
  const entries = folder.journal.read();
  if (entries.length > 0) await folder.journal.append({ type: 'resumed' });
  const staged = await runTask(context, 'query', () => stage(context, request, entries));
  const open = request.deliveries.flatMap((delivery, index) => {
    const file = staged.files[index];
    return file === undefined || isDone(delivery) ? [] : [{ delivery, file }];
  });
  const filled = open.filter(({ file }) => file.staged.rowsRead > 0);
  if (filled.length === 0 && open.length === request.deliveries.length) throw nobodyLeft(request, staged);
  const empty = open.filter((each) => !filled.includes(each)).map(({ delivery }) => delivery);
  warn(
    context,
    empty.map(({ label }) => warnAboutNobody(label, 'has nobody')),
  );

  const held: HeldDelivery[] = [];
  const unusable: Fault[] = [];
  try {
    const waiting = await planAll(context, request, filled, held, unusable);
    for (const { review } of waiting) {
      if (request.confirm === undefined || (await request.confirm(review))) continue;
      throw new TaskFailed(makeFault({ kind: 'cancelled', message: 'Nothing was sent.' }));
    }
    throwIfCancelled(context.cancel);
    for (const { delivery } of waiting) {
      delivery.decide(true);
      const { fault } = await delivery.ended;
      if (fault !== undefined) throw new TaskFailed(fault);
    }
  } finally {
    // Whoever wasn't told to send ends with nothing sent, and goes on when the campaign is resumed.
    for (const delivery of held) delivery.decide(false);
    await Promise.allSettled(held.map(({ ended }) => ended));
  }
  const [nothing] = unusable;
  const isAnyDone = request.deliveries.some(isDone);
  if (nothing !== undefined && !isAnyDone) throw new TaskFailed(nothing);
  const isAlert =
    unusable.length + empty.length > 0 ||
    request.deliveries.some(({ folder: each }) => each.record.outcome === 'alert');
  return isAlert ? 'alert' : 'completed';
}

interface Planned {
  readonly delivery: HeldDelivery;
  readonly review: AudienceReview;
}

/** Plans one audience after the other, and stops at the first that can't be: nothing is sent then. */
async function planAll(
  context: RunContext,
  { testMembers, allowRemovalPercent, confirmRemoval }: CampaignRunRequest,
  filled: readonly { readonly delivery: CampaignDelivery; readonly file: StagedCampaign['files'][number] }[],
  held: HeldDelivery[],
  unusable: Fault[],
): Promise<readonly Planned[]> {
  const planned: Planned[] = [];
  for (const { delivery, file } of filled) {
    throwIfCancelled(context.cancel);
    const options = {
      testMembers,
      ...groupsConsent({ allowRemovalPercent, confirmRemoval }, delivery.label),
      cancel: context.cancel,
    };
    const one = new HeldDelivery(delivery, file.staged, options, context.queue);
    held.push(one);
    const review = await one.planned;
    if (review !== undefined) {
      planned.push({ delivery: one, review });
      continue;
    }
    const { fault } = await one.ended;
    if (fault === undefined) continue;
    if (fault.kind !== 'nothing-to-send') throw new TaskFailed(fault);
    unusable.push(fault);
    warn(context, [warnAboutNobody(delivery.label, 'has nobody with a usable identifier')]);
  }
  return planned;
}

/** Completed in an earlier attempt of this run. */
function isDone({ folder }: CampaignDelivery): boolean {
  const { outcome } = folder.record;
  return outcome === 'completed' || outcome === 'alert';
}

/** Reads everybody once, for all groups; an earlier attempt's staging stands as for any other run. */
async function stage(
  context: RunContext,
  { staging, deliveries, key }: CampaignRunRequest,
  entries: readonly WrittenEntry[],
) {
  const { ports, folder } = context;
  const earlier = entries.findLast((entry) => entry.type === 'staged-campaign');
  const { staged, isNew } = await context.seconds.time('query', () =>
    readUnchangedSource(context, {
      tables: staging.tables,
      key: JSON.stringify([
        staging.sql,
        staging.tables,
        staging.files.map(({ stagedPath: _, ...file }) => file),
      ]),
      previewedFingerprint: undefined,
      earlier: earlier?.type === 'staged-campaign' ? earlier.staged : undefined,
      hasBatches: deliveries.some(
        (delivery) => isDone(delivery) || keepsEntries(delivery.folder.journal.read()),
      ),
      read: () => ports.engine.stageCampaign(staging, engineCall(context, 'query')),
    }),
  );
  if (isNew) {
    // What an earlier attempt counted was counted in other rows.
    for (const delivery of deliveries) delivery.folder.update({ summary: undefined, outcome: undefined });
    await folder.journal.append({ type: 'staged-campaign', staged });
  }
  warn(context, warnAboutPeople(staged, key));
  return { value: staged, detail: describePeople(staged) };
}

function describePeople({ people, peopleExcluded }: StagedCampaign): string {
  const excluded = peopleExcluded === 0 ? '' : `, ${formatCount(peopleExcluded)} of them left out`;
  return `${formatAmount(people, 'person', 'people')}${excluded}`;
}

function warnAboutNobody(group: string, what: string): Warning {
  return {
    code: 'empty-group',
    message: `The group ${group} ${what}; its audience stays as it is.`,
  };
}

function nobodyLeft({ campaign }: CampaignRunRequest, staged: StagedCampaign): TaskFailed {
  const { people, peopleExcluded, rowsWithoutKey } = staged;
  const reason =
    people > 0 && people === peopleExcluded
      ? `all ${formatCount(people)} people of its segments are left out`
      : people === 0 && rowsWithoutKey > 0
        ? `none of its ${formatCount(rowsWithoutKey)} rows has a key`
        : people === 0
          ? 'its segments hold nobody'
          : 'none of its treatment groups has anybody';
  const error = new KnownError({
    kind: 'nothing-to-send',
    message: `The campaign "${campaign}" has nobody to send: ${reason}.`,
    hint: `Look at it with \`tada preview "${campaign}"\`.`,
  });
  return new TaskFailed(faultOf(error));
}
