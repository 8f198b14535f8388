import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { formatAmount } from '../core/wording.ts';
import { writeJson, writeLine } from './io.ts';
import type { CommandContext } from './program.ts';
import { withServices } from './with-services.ts';

/** `tada runs bundle`: what support needs to see of a run, in one .zip file, without secrets and people. */
export async function bundleCommand(
  context: CommandContext,
  id: string,
  options: { readonly output: string; readonly json?: boolean },
): Promise<number> {
  const { io } = context;
  return await withServices(context, async (services) => {
    const { path, bytes, files } = await services.runs.bundle(id, options.output);
    if (options.json === true) {
      writeJson(io, { file: path, bytes, contents: files });
      return EXIT_CODES.done;
    }
    writeLine(io, `Support bundle written to ${path} (${formatAmount(bytes, 'byte')}):`);
    writeLine(io, `  ${files.join(', ')}`);
    writeLine(
      io,
      'Secrets, rows and values are not in it. Names that people chose are: look before you send it.',
    );
    return EXIT_CODES.done;
  });
}
