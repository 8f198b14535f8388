import { KnownError, usageError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import type { Services } from '../wizard/services.ts';
import type { CommandIo } from './io.ts';
import type { CommandContext } from './program.ts';
import { tellDeleted } from './runs-delete.ts';
import { withServices } from './with-services.ts';

export interface PruneOptions {
  /** Days, by now. */
  readonly olderThan?: number;
  /** From now on at every start, too. */
  readonly always?: boolean;
  /** No longer at every start; prunes nothing. */
  readonly never?: boolean;
  readonly json?: boolean;
}

/**
 * `tada runs prune`: deletes finished runs by age, but for those that may be resumed or undone; once, or at
 * every start of the wizard and of a run. Ends with 0 whatever had to be kept: keeping is a part of it.
 */
export async function pruneRunsCommand(
  context: CommandContext,
  { olderThan, always = false, never = false, json: asJson = false }: PruneOptions,
): Promise<number> {
  if (never && (always || olderThan !== undefined)) {
    throw usageError('--never stands alone.', 'Write `tada runs prune --never` to keep runs for good.');
  }
  if (always && (olderThan ?? 0) < 1) {
    throw usageError(
      '--always needs an age of at least a day.',
      'Write `tada runs prune --older-than 90d --always`.',
    );
  }
  return await withServices(context, async (services) => {
    if (always || never) services.runs.keepFor(never ? undefined : olderThan);
    const days = never ? undefined : (olderThan ?? services.runs.keptDays());
    if (days === undefined && !never) {
      throw usageError(
        'How old a run has to be isn’t said, and nothing is set for every start.',
        'Write `tada runs prune --older-than 90d`.',
      );
    }
    const result = days === undefined ? { deleted: [], kept: [] } : await services.runs.prune(days);
    tellDeleted(context.io, result, asJson);
    return EXIT_CODES.done;
  });
}

/** Housekeeping at the start; what goes wrong with it is told and stops nobody from working. */
export async function tidyAtStart(io: CommandIo, { runs }: Pick<Services, 'runs'>): Promise<void> {
  try {
    await runs.tidy();
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    io.stderr.write(`note: old runs could not be deleted. ${error.message} ${error.hint}\n`);
  }
}
