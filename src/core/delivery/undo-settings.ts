import { z } from 'zod';
import { testAudienceName } from '../audiences/name.ts';
import type { Range } from '../audiences/plan.ts';
import { campaignRunOf } from '../campaigns/campaign-record.ts';
import { type KnownError, usageError } from '../errors.ts';
import { byTurn, runsOfAudience } from '../history/run-order.ts';
import { refuseUnknownSuccessor } from '../history/unknown-successors.ts';
import type { RunFolder, RunRecord, RunStore } from '../ports/storage.ts';
import { readJournalState, readUncertainEntries } from './journal-state.ts';
import { joinRanges } from './ranges.ts';
import { DEFAULT_BATCH_SIZE } from './settings.ts';

/** What an undo needs to know of the run it takes back; all of it from that run's own record. */
export interface UndoSettings {
  /** Id of the run that is taken back. */
  readonly undoOf: string;
  readonly credential: string;
  readonly destination: string;
  readonly advertiserIds: readonly string[];
  /** As the run delivered to it: the name of the test audience for a test. */
  readonly audienceName: string;
  readonly audienceId: string;
  readonly channel: 'streaming' | 'file';
  readonly batchSize: number;
}

/** The part of a run record's settings that an undo is made from. */
const recordedSchema = z.object({
  undoOf: z.string().optional(),
  credential: z.string(),
  destination: z.string(),
  advertiserIds: z.array(z.string()).min(1),
  audienceName: z.string(),
  testMembers: z.number().optional(),
  channel: z.enum(['streaming', 'file']).catch('streaming'),
  batchSize: z.number().int().min(1).catch(DEFAULT_BATCH_SIZE),
});

/** True for a run that undoes another one. */
export function isUndo(record: RunRecord): boolean {
  return typeof record.settings.undoOf === 'string';
}

/**
 * What an undo of this run would do; rejects with `usage` when there is nothing that can be taken back, and when nobody
 * knows what a later run did.
 */
export function undoSettings(undone: RunFolder, runs: RunStore): UndoSettings {
  const { id, kind, audienceId } = undone.record;
  if (kind === 'events') {
    throw notUndoable(id, 'sent events, and TikTok has no way to take events back');
  }
  const campaign = campaignRunOf(undone.record);
  if (campaign !== undefined) {
    throw usageError(
      `The run ${id} is a campaign's; each of its audiences has a run of its own.`,
      `Undo those: ${campaign.deliveries.map((each) => `\`tada runs undo ${each}\``).join(', ')}.`,
    );
  }
  const recorded = recordedSchema.safeParse(undone.record.settings);
  if (audienceId === undefined || !recorded.success || sentEntries(undone).length === 0) {
    throw notUndoable(id, 'changed nothing at TikTok, so there is nothing to undo');
  }
  if (recorded.data.channel === 'file') {
    throw notUndoable(id, 'delivered a customer file, which can only be replaced by another one');
  }
  refuseUnknownSuccessor(runs, undone.record);
  const { audienceName, testMembers } = recorded.data;
  return {
    ...pick(recorded.data),
    advertiserIds: homeFirst(recorded.data.advertiserIds, undone.record.advertiserId),
    undoOf: id,
    audienceId,
    // An undo of an undo has the final name already.
    audienceName:
      testMembers === undefined || isUndo(undone.record) ? audienceName : testAudienceName(audienceName),
  };
}

/** What an undo was started with, out of its own record; rejects with `usage` when it isn't one. */
export function resumedUndoSettings({ id, settings }: RunRecord): UndoSettings {
  const recorded = recordedSchema.extend({ undoOf: z.string(), audienceId: z.string() }).safeParse(settings);
  if (!recorded.success) {
    throw usageError(`The record of the run ${id} is incomplete, so it can't go on.`, 'Start a new undo.');
  }
  const { undoOf, audienceId, audienceName } = recorded.data;
  return { ...pick(recorded.data), undoOf, audienceId, audienceName };
}

/** The account the run found the audience in, then the others it delivered for. */
function homeFirst(advertiserIds: readonly string[], home: string | undefined): readonly string[] {
  return home === undefined ? advertiserIds : [...new Set([home, ...advertiserIds])];
}

type Recorded = z.infer<typeof recordedSchema>;

function pick({ credential, destination, advertiserIds, channel, batchSize }: Recorded) {
  return { credential, destination, advertiserIds, channel, batchSize };
}

/** Entries of a run that TikTok confirmed or may have carried out. */
export function sentEntries({ journal }: Pick<RunFolder, 'journal'>): readonly Range[] {
  const entries = journal.read();
  return joinRanges([...readJournalState(entries).confirmed, ...readUncertainEntries(entries)]);
}

/** Entries of a run that TikTok confirmed. */
export function confirmedEntries({ journal }: Pick<RunFolder, 'journal'>): readonly Range[] {
  return readJournalState(journal.read()).confirmed;
}

/** Runs that delivered to the same audience after `record`, oldest first; `except` is the one that asks. */
export function laterRuns(runs: RunStore, record: RunRecord, except: string): readonly RunFolder[] {
  return runsOfAudience(runs.list().runs, record)
    .filter((run) => run.id !== except && run.id !== record.id && byTurn(run, record) > 0)
    .flatMap(({ id }) => runs.open(id) ?? []);
}

function notUndoable(id: string, why: string): KnownError {
  return usageError(`The run ${id} ${why}.`, `\`tada runs show ${id}\` tells what it did.`);
}
