import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { writeJson, writeLine } from './io.ts';
import type { CommandContext } from './program.ts';
import { withServices } from './with-services.ts';

/** `tada runs report`: one page about a run, for people who don't use tada; no personal data in it. */
export async function reportCommand(
  context: CommandContext,
  id: string,
  options: { readonly output: string; readonly json?: boolean },
): Promise<number> {
  return await withServices(context, async (services) => {
    const path = await services.runs.report(id, options.output);
    if (options.json === true) writeJson(context.io, { file: path });
    else writeLine(context.io, `Report written to ${path}: open it in a browser.`);
    return EXIT_CODES.done;
  });
}
