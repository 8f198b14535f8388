import { usageError } from '../core/errors.ts';
import { KEEP_SENTENCES } from '../core/history/retention.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { formatAmount } from '../core/wording.ts';
import type { DeletedRuns } from '../wizard/run-service.ts';
import { type CommandIo, writeJson, writeLine } from './io.ts';
import type { CommandContext } from './program.ts';
import { withServices } from './with-services.ts';

/**
 * `tada runs delete`: removes runs with everything kept of them. Ends with 3 when a run that was named had to
 * be kept; with --older-than keeping some is what it is for.
 */
export async function deleteRunsCommand(
  context: CommandContext,
  ids: readonly string[],
  options: { readonly olderThan?: number; readonly force?: boolean; readonly json?: boolean },
): Promise<number> {
  const { io } = context;
  const { olderThan } = options;
  if ((ids.length === 0) === (olderThan === undefined)) {
    throw usageError(
      'Either runs are named, or an age is given.',
      'Write `tada runs delete ID…` or `tada runs delete --older-than 90d`.',
    );
  }
  return await withServices(context, async (services) => {
    const selection = olderThan === undefined ? { ids } : { olderThanDays: olderThan };
    const { deleted, kept } = await services.runs.remove(selection, { force: options.force === true });
    tellDeleted(io, { deleted, kept }, options.json === true);
    return olderThan === undefined && kept.length > 0 ? EXIT_CODES.dataRefused : EXIT_CODES.done;
  });
}

/** What went, and why the rest stays. */
export function tellDeleted(io: CommandIo, { deleted, kept }: DeletedRuns, asJson: boolean): void {
  if (asJson) {
    writeJson(io, { deleted, kept });
    return;
  }
  writeLine(io, `${formatAmount(deleted.length, 'run')} deleted.`);
  for (const { id, reason } of kept) writeLine(io, `Run ${id} is kept: ${KEEP_SENTENCES[reason]}.`);
}
