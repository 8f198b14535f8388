import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSecretStore, resolveSecret } from '../../src/storage/secret-store.ts';
import { temporaryHome } from './helpers/temporary-folders.ts';

const KEY = 'credential/acme/accessToken';

function setUp(env: Record<string, string> = {}) {
  const folders = temporaryHome();
  const store = openSecretStore({ env: { TADA_KEYRING: 'memory' }, folders });
  return { store, folder: folders.home, resolve: resolveSecret(store, env, folders.home) };
}

test('from an environment variable', async () => {
  const { resolve } = setUp({ ACME_TOKEN: 'secret\n' });
  expect(await resolve({ env: 'ACME_TOKEN' }, KEY)).toBe('secret');
});

test.each([[{}], [{ ACME_TOKEN: '' }], [{ ACME_TOKEN: '\n' }]])(
  'an environment variable without one is said by name: %j',
  async (env) => {
    await expect(setUp(env).resolve({ env: 'ACME_TOKEN' }, KEY)).rejects.toMatchObject({
      kind: 'configuration',
      message: "The environment variable ACME_TOKEN, which holds a secret, isn't set.",
      hint: 'Set ACME_TOKEN and try again.',
    });
  },
);

test('from a file, without the line break at its end', async () => {
  const { folder, resolve } = setUp();
  writeFileSync(join(folder, 'token.txt'), ' secret \r\n');
  expect(await resolve({ file: 'token.txt' }, KEY)).toBe(' secret ');
  expect(await resolve({ file: join(folder, 'token.txt') }, KEY)).toBe(' secret ');
});

test("a file that isn't there, is empty, or isn't a file is said by path", async () => {
  const { folder, resolve } = setUp();
  writeFileSync(join(folder, 'empty'), '\n');
  mkdirSync(join(folder, 'folder'));
  await expect(resolve({ file: 'nothing' }, KEY)).rejects.toThrow(
    `${join(folder, 'nothing')}, which holds a secret, doesn't exist.`,
  );
  await expect(resolve({ file: 'empty' }, KEY)).rejects.toThrow('is empty');
  await expect(resolve({ file: 'folder' }, KEY)).rejects.toThrow("can't be read (EISDIR)");
});

test('two lines are not one secret, and are not shown', async () => {
  const { folder, resolve } = setUp();
  writeFileSync(join(folder, 'two'), 'first-canary\nsecond-canary\n');
  const error = await resolve({ file: 'two' }, KEY).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    kind: 'configuration',
    message: expect.stringContaining('more than one line'),
  });
  expect(String(error)).not.toContain('canary');
});

test("from tada's own store", async () => {
  const { store, resolve } = setUp();
  await store.set(KEY, 'secret');
  expect(await resolve({ keyring: true }, KEY)).toBe('secret');
  await expect(resolve({ keyring: true }, 'credential/other/secret')).rejects.toMatchObject({
    kind: 'configuration',
    message: 'Memory has no secret for credential/other/secret.',
    hint: expect.stringContaining('Authorize the credential again'),
  });
});
