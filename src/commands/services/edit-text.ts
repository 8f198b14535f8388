import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { usageError } from '../../core/errors.ts';

/**
 * Opens a text in the person's own editor (`VISUAL`, else `EDITOR`; on Windows else Notepad) on this terminal,
 * which nobody else may use meanwhile, and resolves to what they saved. The text lies in a folder that only its
 * owner may open, and is removed whatever happens. Rejects with kind `usage` where there is no editor or it
 * ends with an error: the text stays as it was.
 */
export async function editText(
  text: string,
  options: { readonly env: NodeJS.ProcessEnv; readonly temp: string; readonly ending: string },
): Promise<string> {
  const { env, temp, ending } = options;
  const editor = env.VISUAL || env.EDITOR || (process.platform === 'win32' ? 'notepad' : '');
  if (editor === '') {
    throw usageError(
      'No editor of yours is known.',
      'Set EDITOR, for instance to nano, and start tada again.',
    );
  }
  mkdirSync(temp, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(temp, 'edit-'));
  try {
    const path = join(folder, `text.${ending}`);
    writeFileSync(path, text, { mode: 0o600 });
    const code = await runEditor(editor, path, env);
    if (code !== 0) {
      throw usageError(
        `The editor (${editor}) ended with ${code === undefined ? 'an error' : `the code ${code}`}.`,
        'The text is as it was before. Look whether EDITOR names a program that is installed.',
      );
    }
    // Editors end the last line, which the text didn't do.
    return readFileSync(path, 'utf8').replace(/\r\n/g, '\n').replace(/\n$/, '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The exit code; undefined where the program couldn't be started or was killed. */
async function runEditor(editor: string, path: string, env: NodeJS.ProcessEnv): Promise<number | undefined> {
  // `EDITOR` may hold arguments ("code --wait"): the shell takes it apart, and gets the path as an argument.
  const child =
    process.platform === 'win32'
      ? spawn(`${editor} "${path}"`, { stdio: 'inherit', env, shell: true })
      : spawn('sh', ['-c', `${editor} "$1"`, 'editor', path], { stdio: 'inherit', env });
  return await new Promise((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('exit', (code) => resolve(code ?? undefined));
  });
}
