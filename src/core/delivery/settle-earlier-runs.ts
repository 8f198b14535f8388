import { byTurn } from '../history/run-order.ts';
import type { RunFolder, RunRecord } from '../ports/storage.ts';
import type { Warning } from './events.ts';
import { readJournalState, readUncertainEntries } from './journal-state.ts';
import { recordEvents } from './record-events.ts';
import type { DeliveryPorts } from './run-context.ts';

/**
 * Brings the ledger up to what earlier runs of this audience did, where one ended (killed, power lost)
 * between a confirmation and the ledger. Called before planning, so that a plan never starts from a stale
 * ledger. What a run with a broken record did can't be told: it is named in the warnings this resolves to.
 */
export async function settleEarlierRuns(
  ports: Pick<DeliveryPorts, 'runs' | 'engine' | 'audiences'>,
  advertiserId: string,
  audienceId: string,
  currentRunId: string,
): Promise<readonly Warning[]> {
  const ledgerPath = ports.audiences.ledgerPath(advertiserId, audienceId);
  return await settle(
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
): Promise<readonly Warning[]> {
  return await settle(
    ports,
    (run) => run.id !== currentRunId && run.kind === 'events' && run.eventSourceId === eventSourceId,
    async (folder) => {
      if (folder.record.settings.testEventCode !== undefined) return;
      const entries = folder.journal.read();
      const now = Date.parse(entries.at(-1)?.at ?? folder.record.startedAt);
      const path = ports.deliveredPath(eventSourceId);
      await recordEvents(ports.engine, path, folder.stagedPath, entries, now);
    },
  );
}

/** Oldest first, because later runs stand on earlier ones. */
async function settle(
  ports: Pick<DeliveryPorts, 'runs'>,
  concerns: (run: RunRecord) => boolean,
  apply: (folder: RunFolder) => Promise<void>,
): Promise<readonly Warning[]> {
  const { runs, broken } = ports.runs.list();
  const open = runs.filter((run) => run.ledgerPending === true && concerns(run)).toSorted(byTurn);
  for (const { id } of open) {
    const folder = ports.runs.open(id);
    if (folder === undefined) continue;
    await apply(folder);
    await folder.journal.append({ type: 'ledger-applied' });
    folder.update({ ledgerPending: false });
  }
  return broken.map(warnAboutUnreadable);
}

/** Which audience or event source it was for stands in the record that can't be read. */
function warnAboutUnreadable(id: string): Warning {
  return {
    code: 'unreadable-run',
    message: `The record of the run ${id} can't be read. If that run sent something to the same place and was cut short, tada doesn't know of it. Put its run.json back from a backup; if there is none, \`tada runs delete ${id} --force\` takes it out of the list.`,
  };
}
