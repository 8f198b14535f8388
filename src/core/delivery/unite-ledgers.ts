import { runsOfAudience } from '../history/run-order.ts';
import type { AudienceRecord, RunFolder } from '../ports/storage.ts';
import type { RunContext } from './run-context.ts';
import { settleEarlierRuns } from './settle-earlier-runs.ts';

/**
 * Makes one ledger of those that an earlier tada kept of one audience: it had one for each ad account that stood first
 * in a destination, and neither knew what runs under the other had changed. Whoever is in both for certain is there;
 * whoever is in one only was perhaps taken out under the other. Their runs are put into one row by when they delivered.
 * Each step can be done again, so dying in between leaves nothing half understood.
 */
export async function uniteLedgers(context: RunContext, home: AudienceRecord): Promise<AudienceRecord> {
  const { ports, folder } = context;
  const { audienceId, advertiserId } = home;
  // A simulator that was started anew gives ids out again: there one id may be several audiences.
  if (folder.record.settings.environment === 'simulator') return home;
  let united = home;
  for (const other of ports.audiences.list()) {
    if (other.audienceId !== audienceId || other.advertiserId === advertiserId) continue;
    for (const account of [advertiserId, other.advertiserId]) {
      await settleEarlierRuns(ports, account, audienceId, folder.record.id);
    }
    await ports.engine.joinLedgers(
      ports.audiences.ledgerPath(advertiserId, audienceId),
      ports.audiences.ledgerPath(other.advertiserId, audienceId),
    );
    united = { ...united, ledgerComplete: united.ledgerComplete || other.ledgerComplete };
    ports.audiences.save(united);
    uniteRuns(context, advertiserId, other);
    ports.audiences.forget(other.advertiserId, audienceId);
  }
  return united;
}

/** The runs of the other account become the audience's own, in the order in which all of them delivered. */
function uniteRuns({ ports: { runs } }: RunContext, advertiserId: string, other: AudienceRecord): void {
  const all = runs.list().runs;
  const { audienceId } = other;
  const folders = [
    ...runsOfAudience(all, { advertiserId, audienceId }),
    ...runsOfAudience(all, other),
  ].flatMap(({ id }) => runs.open(id) ?? []);
  const delivered = folders
    .filter(({ record }) => record.turn !== undefined)
    .toSorted((one, two) => deliveredAt(one) - deliveredAt(two));
  for (const each of folders) {
    const place = delivered.indexOf(each);
    each.update({ advertiserId, ...(place === -1 ? {} : { turn: place + 1 }) });
  }
}

/** When a run came to delivering last; milliseconds since 1970. */
function deliveredAt({ journal, record }: RunFolder): number {
  return Date.parse(journal.read().findLast(({ type }) => type === 'audience')?.at ?? record.startedAt);
}
