import { nextTurn, runsOfAudience } from '../history/run-order.ts';
import { keepsEntries } from './file-journal.ts';
import type { RunContext } from './run-context.ts';

/**
 * Gives a run its place among those that delivered to the same audience, before its first request; on disk when it
 * returns. A resumed run whose plan stands keeps the place it has, since nobody delivered after it; one that plans
 * anew takes another. Called under the audience's lock, so that two never take the same.
 */
export function takeTurn({ ports, folder }: Pick<RunContext, 'ports' | 'folder'>): void {
  const { id, turn } = folder.record;
  if (turn !== undefined && keepsEntries(folder.journal.read())) return;
  // An audience that is still to be made out of files has no runs before this one.
  const others = runsOfAudience(ports.runs.list().runs, folder.record).filter((run) => run.id !== id);
  folder.update({ turn: nextTurn(others) });
}
