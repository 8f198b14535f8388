import { writeJson, writeLine } from './io.ts';
import type { CommandContext } from './program.ts';
import { createServices } from './services.ts';

/** `tada runs report`: one page about a run, for people who don't use tada; no personal data in it. */
export async function reportCommand(
  context: CommandContext,
  id: string,
  options: { readonly output: string; readonly json?: boolean },
): Promise<number> {
  const services = await createServices(context);
  try {
    const path = await services.runs.report(id, options.output);
    if (options.json === true) writeJson(context.io, { file: path });
    else writeLine(context.io, `Report written to ${path}: open it in a browser.`);
    return 0;
  } finally {
    await services.close();
  }
}
