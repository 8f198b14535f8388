import { resolve } from 'node:path';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { formatAmount } from '../core/wording.ts';
import { writeJson } from './io.ts';
import type { CommandContext } from './program.ts';
import { REJECTS_HEADER, rejectLine } from './rejects-file.ts';
import { withServices } from './with-services.ts';
import { writePrivateFile } from './write-file.ts';

/** `tada runs rejects`: row, column and reason of every value that couldn't be used; never the value. */
export async function rejectsCommand(
  context: CommandContext,
  id: string,
  options: { readonly output?: string; readonly json?: boolean },
): Promise<number> {
  const { io } = context;
  return await withServices(context, async (services) => {
    const rejects = services.runs.rejects(id);
    if (options.json === true && options.output === undefined) {
      for await (const reject of rejects) writeJson(io, reject);
      return EXIT_CODES.done;
    }
    let number = 0;
    async function* lines() {
      yield REJECTS_HEADER;
      for await (const reject of rejects) {
        number += 1;
        yield rejectLine(reject);
      }
    }
    if (options.output === undefined) {
      for await (const line of lines()) io.stdout.write(line);
      return EXIT_CODES.done;
    }
    await writePrivateFile(resolve(io.cwd, options.output), lines());
    if (options.json === true) writeJson(io, { file: options.output, rejects: number });
    else io.stdout.write(`${formatAmount(number, 'rejected value')} written to ${options.output}\n`);
    return EXIT_CODES.done;
  });
}
