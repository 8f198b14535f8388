import type { RunCommandOptions } from './command-options.ts';
import type { CommandContext } from './program.ts';
import { withRun } from './run.ts';

/** `tada runs undo`: a run that takes back what another one did to its audience; asks unless told not to. */
export async function undoCommand(
  context: CommandContext,
  id: string,
  options: RunCommandOptions,
): Promise<number> {
  return await withRun(context, options, (services, runOptions) => services.delivery.undo(id, runOptions), {
    lookFirst: `tada runs show ${id}`,
  });
}
