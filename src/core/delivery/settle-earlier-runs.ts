import type { RunFolder, RunRecord } from '../ports.ts';
import { readJournalState, readUncertainEntries } from './journal-state.ts';
import type { DeliveryPorts } from './run-context.ts';

/**
 * Brings the ledger up to what earlier runs of this audience did, where one ended (killed, power lost)
 * between a confirmation and the ledger. Called before planning, so that a plan never starts from a stale
 * ledger.
 */
export async function settleEarlierRuns(
  ports: Pick<DeliveryPorts, 'runs' | 'engine' | 'audiences'>,
  advertiserId: string,
  audienceId: string,
  currentRunId: string,
): Promise<void> {
  const ledgerPath = ports.audiences.ledgerPath(advertiserId, audienceId);
  await settle(
    ports,
    (run) => run.id !== currentRunId && run.audienceId === audienceId && run.advertiserId === advertiserId,
    async (folder) => {
      const entries = folder.journal.read();
      const { confirmed } = readJournalState(entries);
      const unknown = readUncertainEntries(entries);
      await ports.engine.applyToLedger(ledgerPath, folder.stagedPath, { confirmed, unknown });
    },
  );
}

/** The same for the record of delivered events of one event source. */
export async function settleEarlierEvents(
  ports: Pick<DeliveryPorts, 'runs' | 'engine' | 'deliveredPath'>,
  eventSourceId: string,
  currentRunId: string,
): Promise<void> {
  await settle(
    ports,
    (run) => run.id !== currentRunId && run.kind === 'events' && run.eventSourceId === eventSourceId,
    async (folder) => {
      const entries = folder.journal.read();
      const { confirmed, unknown } = readJournalState(entries);
      // The last thing known of the run: from here on TikTok's 48 hours count for what was never answered.
      const now = Date.parse(entries.at(-1)?.at ?? folder.record.startedAt);
      if (folder.record.settings.testEventCode !== undefined) return;
      await ports.engine.recordDelivered(ports.deliveredPath(eventSourceId), folder.stagedPath, {
        confirmed,
        unknown,
        now,
      });
    },
  );
}

/** Oldest first, because later runs stand on earlier ones. */
async function settle(
  ports: Pick<DeliveryPorts, 'runs'>,
  concerns: (run: RunRecord) => boolean,
  apply: (folder: RunFolder) => Promise<void>,
): Promise<void> {
  const open = ports.runs
    .list()
    .runs.filter((run) => run.ledgerPending === true && concerns(run))
    .toReversed();
  for (const { id } of open) {
    const folder = ports.runs.open(id);
    if (folder === undefined) continue;
    await apply(folder);
    await folder.journal.append({ type: 'ledger-applied' });
    folder.update({ ledgerPending: false });
  }
}
