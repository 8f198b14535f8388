import { createInterface } from 'node:readline/promises';
import type { CommandIo } from './io.ts';

/** Asks a yes/no question on the terminal; anything but y or yes is no. */
export async function askYesNo(io: CommandIo, question: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: io.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  } finally {
    lines.close();
  }
}

/** What the secret store wants a passphrase for: to open its file, or to make one. */
export type PassphrasePurpose = 'create' | 'open';

/**
 * Asks for the passphrase of the file with secrets, without echoing it; a new one is asked for twice.
 * Undefined where nobody can be asked or nothing was typed.
 */
export async function askPassphrase(io: CommandIo, purpose: PassphrasePurpose): Promise<string | undefined> {
  if (!io.canPrompt) return undefined;
  if (purpose === 'open') return await askHidden(io, 'Passphrase of the file with tada’s secrets:');
  for (;;) {
    const first = await askHidden(io, 'Choose a passphrase for the file with tada’s secrets (empty: none):');
    if (first === undefined || first === '') return undefined;
    if ((await askHidden(io, 'The same once more:')) === first) return first;
    io.stderr.write('These were not the same.\n');
  }
}

/** Reads a line without showing it; undefined after Ctrl+C or Ctrl+D. The stream stays usable. */
async function askHidden({ stdin, stderr }: CommandIo, question: string): Promise<string | undefined> {
  const wasRaw = stdin.isRaw;
  const answer = Promise.withResolvers<string | undefined>();
  let typed = '';
  const read = (chunk: Buffer | string) => {
    for (const character of chunk.toString()) {
      if (character === '\r' || character === '\n') answer.resolve(typed);
      else if (character === '\u0003' || character === '\u0004') answer.resolve(undefined);
      else if (character === '\u007f' || character === '\b') typed = [...typed].slice(0, -1).join('');
      else typed += character;
    }
  };
  stderr.write(`${question} `);
  stdin.setRawMode(true);
  stdin.on('data', read);
  stdin.resume();
  try {
    return await answer.promise;
  } finally {
    stdin.off('data', read);
    stdin.pause();
    stdin.setRawMode(wasRaw);
    stderr.write('\n');
  }
}
