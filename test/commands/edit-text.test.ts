import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { editText } from '../../src/commands/services/edit-text.ts';

function openTemp() {
  const temp = mkdtempSync(join(tmpdir(), 'tada-edit-'));
  onTestFinished(() => rmSync(temp, { recursive: true, force: true }));
  const edit = (env: NodeJS.ProcessEnv) =>
    editText('SELECT 1', { env: { PATH: process.env.PATH, ...env }, temp, ending: 'sql' });
  return { temp, edit };
}

test('a text is changed in the editor that is set, arguments and all, and leaves nothing behind', async () => {
  const { temp, edit } = openTemp();
  const editor = `"${process.execPath}" -e 'require("fs").appendFileSync(process.argv.at(-1), ", 2\\n")'`;
  expect(await edit({ EDITOR: editor })).toBe('SELECT 1, 2');
  expect(await edit({ EDITOR: 'false', VISUAL: editor })).toBe('SELECT 1, 2');
  expect(readdirSync(temp)).toEqual([]);
});

test.each([
  ['none is set', {}, 'No editor of yours is known.'],
  ['it isn’t there', { EDITOR: 'no-such-editor-anywhere' }, /ended with the code 127/],
  ['it gives up', { EDITOR: 'false' }, /ended with the code 1/],
])('an editor is told about when %s, and the text stays', async (_, env, message) => {
  const { temp, edit } = openTemp();
  await expect(edit(env)).rejects.toMatchObject({
    kind: 'usage',
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
  expect(readdirSync(temp)).toEqual([]);
});
