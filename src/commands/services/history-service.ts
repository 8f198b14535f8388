import type { DeliveryPorts } from '../../core/delivery/run-context.ts';
import { settleEarlierEvents, settleEarlierRuns } from '../../core/delivery/settle-earlier-runs.ts';
import { KnownError } from '../../core/errors.ts';
import { compareRuns } from '../../core/history/compare-runs.ts';
import { type KeptRun, olderThan, planPruning, planRetention } from '../../core/history/retention.ts';
import { lockKeysOf } from '../../core/history/run-lock.ts';
import { noteSuccessorGone } from '../../core/history/unknown-successors.ts';
import type { Lock, RunRecord } from '../../core/ports/storage.ts';
import type { StoredRuns } from '../../storage/run-store.ts';
import type { UpkeepStore } from '../../storage/upkeep-settings.ts';
import type { DeletedRuns, RunService } from '../../wizard/run-service.ts';
import type { RunKeys } from './run-keys.ts';
import { openRun } from './run-service.ts';

export interface HistoryDependencies extends Pick<DeliveryPorts, 'engine' | 'audiences' | 'deliveredPath'> {
  readonly runs: StoredRuns;
  readonly keys: RunKeys;
  readonly upkeep: UpkeepStore;
  readonly now: () => number;
}

/** Comparing runs, and deleting those that nobody needs any more: when asked, or by age at every start. */
export function createHistoryService(
  dependencies: HistoryDependencies,
): Pick<RunService, 'compare' | 'remove' | 'prune' | 'pruning' | 'keptDays' | 'keepFor' | 'tidy'> {
  const { runs, now, upkeep } = dependencies;
  const keptDays = () => upkeep.load().keepRunsDays;
  const pruning = (days: number) => planPruning(runs.list().runs, days, now());
  const prune = async (days: number): Promise<DeletedRuns> => {
    const plan = pruning(days);
    const { deleted, kept } = await removeAll(dependencies, plan.remove);
    return { deleted, kept: [...plan.keep, ...kept] };
  };
  return {
    prune,
    pruning,
    keptDays,
    keepFor: (days) => upkeep.save({ keepRunsDays: days }),
    tidy: async () => {
      runs.sweep();
      const days = keptDays();
      return days === undefined ? { deleted: [], kept: [] } : await prune(days);
    },
    compare: (one, other) => compareRuns(openRun(runs, one).record, openRun(runs, other).record),
    remove: async (selection, { force }) => {
      const { runs: all, broken } = runs.list();
      const asked =
        'ids' in selection
          ? selection.ids.flatMap((id) => (broken.includes(id) ? [] : [openRun(runs, id).record]))
          : olderThan(all, selection.olderThanDays, now());
      const unreadable = 'ids' in selection ? broken.filter((id) => selection.ids.includes(id)) : broken;
      const plan = planRetention(asked, force);
      const done = await removeAll(dependencies, plan.remove);
      const deleted = [...done.deleted];
      const kept: KeptRun[] = [...plan.keep, ...done.kept];
      for (const id of unreadable) {
        // Nothing says how old it is: it goes only when it is named.
        if (force && 'ids' in selection) {
          noteSuccessorGone(runs, id, undefined);
          if (runs.delete(id)) deleted.push(id);
        } else kept.push({ id, reason: 'unreadable' });
      }
      return { deleted, kept } satisfies DeletedRuns;
    },
  };
}

async function removeAll(
  dependencies: HistoryDependencies,
  records: readonly RunRecord[],
): Promise<DeletedRuns> {
  const deleted: string[] = [];
  const kept: KeptRun[] = [];
  for (const record of records) {
    if (await removeRun(dependencies, record)) deleted.push(record.id);
    else kept.push({ id: record.id, reason: 'running' });
  }
  return { deleted, kept };
}

/** False when the run is going on right now. */
async function removeRun(dependencies: HistoryDependencies, record: RunRecord): Promise<boolean> {
  const { runs, audiences, keys } = dependencies;
  const locks: Lock[] = [];
  try {
    for (const key of lockKeysOf(record)) {
      const lock = await audiences.lock(key).catch(ifLocked);
      if (lock === 'locked') return false;
      locks.push(lock);
    }
    if (record.ledgerPending === true) await settle(dependencies, record);
    noteSuccessorGone(runs, record.id, record);
    // First the key: a run without one is still listed and deleted next time, a key without a run never would be.
    if (record.kind === 'events') await keys.forget(record.id);
    runs.delete(record.id);
  } finally {
    for (const lock of locks) await lock.release();
  }
  return true;
}

function ifLocked(error: unknown): 'locked' {
  if (error instanceof KnownError && error.kind === 'locked') return 'locked';
  throw error;
}

/**
 * What only this run's journal knows goes into the ledger before the journal goes. Where that can't be done
 * any more, the ledger is no complete list of the audience from now on, and says so.
 */
async function settle(dependencies: HistoryDependencies, record: RunRecord): Promise<void> {
  const { audiences } = dependencies;
  const { advertiserId, audienceId, eventSourceId } = record;
  try {
    if (record.kind === 'events' && eventSourceId !== undefined) {
      await settleEarlierEvents(dependencies, eventSourceId, '');
    } else if (advertiserId !== undefined && audienceId !== undefined) {
      await settleEarlierRuns(dependencies, advertiserId, audienceId, '');
    }
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    if (advertiserId === undefined || audienceId === undefined) return;
    const known = audiences.find(advertiserId, audienceId);
    if (known !== undefined) audiences.save({ ...known, ledgerComplete: false });
  }
}
