import { KnownError, usageError } from '../errors.ts';
import type { WrittenEntry } from '../ports/journal.ts';
import type { RunRecord, RunStore } from '../ports/storage.ts';
import { byTurn, runsOfAudience } from './run-order.ts';

/**
 * Runs that delivered to an audience and of which nobody can tell any more what they changed there. Whoever takes back
 * an earlier run, or goes on with one, would take out people whom such a run brought.
 */

/**
 * Writes down, before a run is deleted, at every earlier one of its audience that a later one is gone. Nothing where it
 * sent nobody anything; one whose record can't be read counts as the latest of the audience its journal names.
 */
export function noteSuccessorGone(runs: RunStore, id: string, record: RunRecord | undefined): void {
  const { runs: all } = runs.list();
  for (const audience of record === undefined ? audiencesOf(runs, id) : sentTo(runs, record)) {
    const earlier = runsOfAudience(all, audience).filter(
      (run) => run.id !== id && (record === undefined || byTurn(run, record) < 0),
    );
    for (const run of earlier) runs.open(run.id)?.update({ successorGone: id });
  }
}

/** Refuses to take a run back behind one that nobody knows anything of. */
export function refuseUnknownSuccessor(runs: RunStore, record: RunRecord): void {
  if (record.successorGone !== undefined) {
    throw usageError(
      `The run ${record.id} can't be undone any more: the run ${record.successorGone}, which delivered to the same audience after it, was deleted, and nobody knows whom that one brought.`,
      'Deliver the list as it was before instead: a match brings the audience back to it.',
    );
  }
  const unreadable = runs
    .list()
    .broken.find((id) => audiencesOf(runs, id).some(({ audienceId }) => audienceId === record.audienceId));
  if (unreadable === undefined) return;
  throw usageError(
    `The record of the run ${unreadable} can't be read, and it delivered to the same audience as ${record.id}: whom it brought would be taken out with the others.`,
    'Put its run.json back from a backup, or deliver the list as it was before: a match brings the audience back to it.',
  );
}

type Audience = Required<Pick<RunRecord, 'advertiserId' | 'audienceId'>>;

function sentTo(runs: RunStore, { id, advertiserId, audienceId }: RunRecord): readonly Audience[] {
  if (advertiserId === undefined || audienceId === undefined) return [];
  return hasSent(journalOf(runs, id)) ? [{ advertiserId, audienceId }] : [];
}

/** The audiences that a journal says people were sent to. */
function audiencesOf(runs: RunStore, id: string): readonly Audience[] {
  const entries = journalOf(runs, id) ?? [];
  if (!hasSent(entries)) return [];
  return entries.flatMap((entry) =>
    entry.type === 'audience' ? [{ advertiserId: entry.advertiserId, audienceId: entry.id }] : [],
  );
}

/** A journal that can't be read may say anything. */
function hasSent(entries: readonly WrittenEntry[] | undefined): boolean {
  return entries === undefined || entries.some(({ type }) => type === 'batch');
}

function journalOf(runs: RunStore, id: string): readonly WrittenEntry[] | undefined {
  try {
    return runs.journalOf(id).read();
  } catch (error) {
    if (error instanceof KnownError) return undefined;
    throw error;
  }
}
