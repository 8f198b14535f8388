import { usageError } from '../core/errors.ts';
import { openWizard } from './open-wizard.ts';
import type { CommandContext } from './program.ts';
import { tidyAtStart } from './runs-prune.ts';
import { withServices } from './with-services.ts';

/** `tada` without a verb: the wizard; it needs a terminal on both ends. */
export async function wizardCommand(context: CommandContext): Promise<number> {
  if (!context.io.canPrompt) {
    throw usageError(
      'The wizard needs a terminal.',
      'Without one use `tada run NAME --yes`, `tada preview NAME`, or `tada demo --headless`; `tada --help` lists all commands.',
    );
  }
  return await withServices(context, async (services) => {
    await services.prepareSecrets();
    await tidyAtStart(context.io, services);
    const problem = services.fieldHistory.prepare();
    if (problem !== undefined) context.io.stderr.write(`note: ${problem}\n`);
    return await openWizard(context, services);
  });
}
