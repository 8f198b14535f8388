import { resolve } from 'node:path';
import { exportProfile } from '../core/profiles/export.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { writeLine } from './io.ts';
import type { CommandContext } from './program.ts';
import { createServices } from './services.ts';
import { writePrivateFile } from './write-file.ts';

/** `tada export`: a profile file of what is set up; secrets of the keyring are left out. */
export async function exportCommand(
  context: CommandContext,
  names: readonly string[],
  options: { readonly output?: string },
): Promise<number> {
  const { io } = context;
  const services = await createServices(context);
  try {
    const exported = exportProfile(services.profile.load(), names);
    const filled = Object.fromEntries(
      Object.entries(exported).filter(([, items]) => Object.keys(items).length > 0),
    );
    const text = JSON.stringify(filled, null, 2);
    if (options.output === undefined) writeLine(io, text);
    else await writePrivateFile(resolve(io.cwd, options.output), [`${text}\n`]);
    return EXIT_CODES.done;
  } finally {
    await services.close();
  }
}
