import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { secretKey } from '../../src/core/profiles/edit.ts';
import { exportProfile } from '../../src/core/profiles/export.ts';
import { openProfileStore } from '../../src/storage/profile-store.ts';
import { openSecretStore, resolveSecret } from '../../src/storage/secret-store.ts';
import { exampleProfile } from '../core/profiles/example-profile.ts';
import { startChild } from './helpers/child.ts';
import { temporaryHome } from './helpers/temporary-folders.ts';

const CANARY = 'canary-0123456789abcdef0123456789abcdef';

function everyFile(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
}

test('a secret that was saved stands in no file, no export and no error', async () => {
  const folders = temporaryHome();
  const env = { TADA_KEYRING: 'file', TADA_PASSPHRASE: 'the canary keeper' };
  const secrets = openSecretStore({ env, folders });
  const store = openProfileStore(folders);
  await secrets.set(secretKey('acme', 'accessToken'), CANARY);
  store.save(exampleProfile);
  store.update((profile) => ({
    ...profile,
    credentials: profile.credentials.map((credential) => ({ ...credential, accessToken: { keyring: true } })),
  }));
  expect(
    await resolveSecret(secrets, env, folders.home)({ keyring: true }, secretKey('acme', 'accessToken')),
  ).toBe(CANARY);

  const failures = [
    openSecretStore({ env: { ...env, TADA_PASSPHRASE: `${CANARY}?` }, folders }).get('x'),
    resolveSecret(secrets, { T: `${CANARY}\nX` }, folders.home)({ env: 'T' }, 'x'),
    resolveSecret(secrets, env, folders.home)({ keyring: true }, 'x'),
  ];
  const told = await Promise.all(
    failures.map((failure) => failure.catch((error: unknown) => inspect(error, { depth: 9 }))),
  );
  const everything = [
    ...everyFile(folders.home),
    JSON.stringify(exportProfile(store.load())),
    ...told.map(String),
  ];
  expect(everything.length).toBeGreaterThan(5);
  for (const text of everything) {
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain('the canary keeper');
  }
});

test('a process keeps a secret in the real keyring, or else in the file, and shows nothing in its arguments', async () => {
  const folders = temporaryHome();
  const child = startChild('keep-secret.ts', [folders.home], {
    env: { TADA_KEYRING: 'os', TADA_PASSPHRASE: CANARY, TADA_HOME: folders.home },
  });
  const shown = await child.nextLine();
  expect(shown).toContain('keep-secret.ts');
  expect(shown).not.toContain(CANARY);
  expect(await child.nextLine()).toMatch(/^(os|file) same$/);
  expect(await child.ended()).toBe(0);
});
