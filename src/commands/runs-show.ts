import { afterTest } from '../core/delivery/test-audience.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { canResume, localMinute } from '../wizard/journeys/delivery/run-list.ts';
import { TASK_TITLES } from '../wizard/journeys/delivery/task-words.ts';
import { describeFault } from './describe-fault.ts';
import { writeJson, writeLine } from './io.ts';
import { describeSummary, markOf } from './present-run.ts';
import type { CommandContext } from './program.ts';
import { findRun } from './run.ts';
import { shownFault } from './shown-fault.ts';
import { shownRecord } from './shown-record.ts';
import { withServices } from './with-services.ts';

/** `tada runs show`: what happened, what it means, and what can be done. */
export async function showRunCommand(
  context: CommandContext,
  id: string,
  options: { readonly json?: boolean },
): Promise<number> {
  const { io } = context;
  return await withServices(context, async (services) => {
    const view = services.runs.show(id);
    const { record, journal } = view;
    const batches = journal.filter((entry) => entry.type === 'batch');
    if (options.json === true) {
      const fault = record.fault && shownFault(record.fault);
      writeJson(io, { ...shownRecord(record), ...(fault && { fault }), journal });
      return EXIT_CODES.done;
    }
    writeLine(io, `Run ${record.id} of ${record.orchestration}, by ${record.user}`);
    if (typeof record.settings.undoOf === 'string')
      writeLine(io, `It undoes the run ${record.settings.undoOf}`);
    const ended =
      record.finishedAt === undefined ? 'not finished' : `ended ${localMinute(record.finishedAt)}`;
    writeLine(io, `Started ${localMinute(record.startedAt)}, ${ended}`);
    for (const entry of journal) {
      if (entry.type === 'task') writeLine(io, `  ${markOf(entry.status)} ${TASK_TITLES[entry.name]}`);
      if (entry.type === 'resumed') writeLine(io, `  resumed ${localMinute(entry.at)}`);
    }
    const confirmed = batches.filter(({ state }) => state === 'confirmed');
    writeLine(io, `Batches confirmed by TikTok: ${confirmed.length}`);
    const lastId = confirmed.at(-1)?.requestId;
    if (lastId !== undefined) writeLine(io, `Last request id: ${lastId}`);
    if (record.summary !== undefined) writeLine(io, describeSummary(record.summary));
    if (record.fault !== undefined && record.outcome !== 'completed')
      writeLine(io, describeFault(record.fault, view));
    const next = afterTest(record, (group) => findRun(services.runs, group));
    if (next !== undefined) writeLine(io, `Next: ${next}`);
    if (record.fault === undefined && canResume(record))
      writeLine(io, `\nGo on with: tada runs resume ${record.id}`);
    return EXIT_CODES.done;
  });
}
