import type { Range } from '../audiences/plan.ts';
import type { CallOptions } from '../ports/tiktok.ts';
import { formatCount } from '../wording.ts';
import { deliverBatches } from './deliver-batches.ts';
import type { DeliveryEvent } from './events.ts';
import { type JournalState, readJournalState } from './journal-state.ts';
import { rangesSize, subtractRanges } from './ranges.ts';
import { cancelledFault, type RunContext, TaskFailed } from './run-context.ts';

export interface EntriesDelivery {
  /** Entries of the plan, sent or not. */
  readonly entries: number;
  /** The batches of the entries that still have no answer. */
  readonly batchesOf: (answered: readonly Range[]) => readonly Range[];
  readonly unit: Extract<DeliveryEvent, { readonly type: 'progress' }>['unit'];
  readonly send: (range: Range, options: CallOptions) => Promise<{ readonly requestId: string | undefined }>;
  /** Whether TikTok has something of this list from earlier runs. */
  readonly isSomethingThere: boolean;
  /** Moves the ledger to what the journal says; called once, also when sending ended early. */
  readonly settle: (state: JournalState) => Promise<void>;
}

/**
 * Sends what the journal doesn't already call confirmed or refused, then moves the ledger. If the process
 * dies before the ledger moved, the record says so (`ledgerPending`) and the next run settles it from the
 * journal. Rejects with TaskFailed when not everything got an answer, and when TikTok took nothing of the list: then
 * it isn't about single entries, and going on sends them all once more.
 */
export async function deliverEntries(context: RunContext, delivery: EntriesDelivery) {
  const { ports, folder, queue } = context;
  const before = readJournalState(folder.journal.read());
  const answered = before.confirmed.length === 0 ? [] : [...before.confirmed, ...before.refused];
  const batches = delivery.batchesOf(answered);
  if (batches.length > 0) folder.update({ ledgerPending: true });

  const started = ports.clock.now();
  const doneBefore = rangesSize(answered);
  let done = doneBefore;
  const result = await deliverBatches({
    batches,
    journal: folder.journal,
    cancel: context.cancel,
    send: delivery.send,
    onConfirmed: ({ from, to }) => {
      done += to - from;
      const elapsed = Math.max(1, ports.clock.now() - started);
      queue.push({
        type: 'progress',
        task: 'deliver',
        done,
        total: delivery.entries,
        unit: delivery.unit,
        perSecond: Math.round(((done - doneBefore) * 1000) / elapsed),
      });
    },
    onWait: ({ reason, seconds }) => queue.push({ type: 'wait', reason, seconds }),
  });
  context.counters.requests += result.requests;
  context.counters.retries += result.retries;

  const after = readJournalState(folder.journal.read());
  if (delivery.entries > 0) {
    await delivery.settle(after);
    await folder.journal.append({ type: 'ledger-applied' });
  }
  folder.update({ ledgerPending: false });

  if (result.bug !== undefined) throw result.bug;
  if (result.fault !== undefined) throw new TaskFailed(result.fault);
  const left = subtractRanges([{ from: 0, to: delivery.entries }], [...after.confirmed, ...after.refused]);
  if (context.cancel.aborted && left.length > 0) throw new TaskFailed(cancelledFault());
  if (result.refusal !== undefined && after.confirmed.length === 0 && !delivery.isSomethingThere) {
    throw new TaskFailed(result.refusal);
  }
  const refused = rangesSize(after.refused);
  const confirmed = `${formatCount(rangesSize(after.confirmed))} confirmed`;
  return {
    value: { refused },
    detail:
      refused === 0
        ? confirmed
        : `${confirmed}, ${formatCount(refused)} refused${result.refusal === undefined ? '' : `: ${result.refusal.message}`}`,
    isAlert: refused > 0,
  };
}
