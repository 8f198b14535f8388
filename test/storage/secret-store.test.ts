import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type HomeFolders, homeFolders } from '../../src/storage/home.ts';
import type { KeyringModule } from '../../src/storage/keyring-secrets.ts';
import { openSecretStore, type SecretStoreOptions } from '../../src/storage/secret-store.ts';
import { startChild } from './helpers/child.ts';
import { temporaryHome } from './helpers/temporary-folders.ts';

const TOKEN = 'canary-7f3c9e';
const KEY = 'credential/acme/accessToken';

/** As on a platform for which the optional library isn't installed. */
const noKeyring = () => Promise.reject(new Error("Cannot find module '@napi-rs/keyring'"));

function fileStore(folders: HomeFolders, passphrase?: string, more: Partial<SecretStoreOptions> = {}) {
  return openSecretStore({ env: { TADA_KEYRING: 'file', TADA_PASSPHRASE: passphrase }, folders, ...more });
}

/** A home with the token in it, under the passphrase `p`; made once, because making a key takes its time. */
function homeWithToken() {
  const folders = temporaryHome();
  writeFileSync(join(folders.config, 'secrets.json'), encryptedToken);
  return { folders, path: join(folders.config, 'secrets.json') };
}

let encryptedToken: string;
beforeAll(async () => {
  const folders = homeFolders({ TADA_HOME: mkdtempSync(join(tmpdir(), 'tada-test-')) });
  await fileStore(folders, 'p').set(KEY, TOKEN);
  encryptedToken = readFileSync(join(folders.config, 'secrets.json'), 'utf8');
  rmSync(folders.config, { recursive: true });
});

/** A keyring that lives in memory: the system's own isn't there on every machine that runs these tests. */
function memoryKeyring(entries: Map<string, Uint8Array>): KeyringModule {
  return {
    AsyncEntry: class {
      readonly #name: string;
      constructor(service: string, user: string, options: { readonly linux: { readonly store: string } }) {
        expect(options.linux.store).toBe('secret-service');
        this.#name = `${service}|${user}`;
      }
      async getSecret() {
        const secret = entries.get(this.#name);
        return secret === undefined ? null : [...secret];
      }
      async setSecret(secret: Uint8Array) {
        entries.set(this.#name, secret);
      }
      async deleteCredential() {
        return entries.delete(this.#name);
      }
    },
  };
}

describe('the encrypted file', () => {
  test('keeps secrets across the lives of processes, encrypted, for its owner only', async () => {
    const { folders, path } = homeWithToken();
    const store = fileStore(folders, 'p');
    expect(await store.kind()).toBe('file');
    expect(await store.get(KEY)).toBe(TOKEN);
    await store.set('credential/acme/secret', 'other');
    expect(await fileStore(folders, 'p').get(KEY)).toBe(TOKEN);
    expect(await fileStore(folders, 'p').get('credential/acme/secret')).toBe('other');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    for (const hidden of [TOKEN, 'acme', 'other']) expect(readFileSync(path, 'utf8')).not.toContain(hidden);
    expect(readdirSync(folders.config).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('is encrypted anew at every change', async () => {
    const { folders, path } = homeWithToken();
    const before = JSON.parse(readFileSync(path, 'utf8'));
    await fileStore(folders, 'p').set(KEY, TOKEN);
    const after = JSON.parse(readFileSync(path, 'utf8'));
    expect(after.salt).toBe(before.salt);
    expect(after.nonce).not.toBe(before.nonce);
    expect(after.data).not.toBe(before.data);
  });

  test('forgets what is deleted', async () => {
    const { folders } = homeWithToken();
    const store = fileStore(folders, 'p');
    await store.delete(KEY);
    await store.delete('never there');
    expect(await store.get(KEY)).toBeUndefined();
  });

  test('refuses a wrong passphrase, and stays as it is', async () => {
    const { folders, path } = homeWithToken();
    const before = readFileSync(path);
    const wrong = fileStore(folders, 'wrong');
    for (const attempt of [wrong.get(KEY), wrong.set(KEY, 'x'), wrong.delete(KEY)]) {
      await expect(attempt).rejects.toMatchObject({
        kind: 'configuration',
        message: expect.stringContaining("The passphrase doesn't open"),
        hint: expect.stringContaining('TADA_PASSPHRASE'),
      });
    }
    expect(readFileSync(path)).toEqual(before);
  });

  test.each(['salt', 'check', 'nonce', 'tag', 'data'])('notices when its %s was changed', async (part) => {
    const { folders, path } = homeWithToken();
    const content = JSON.parse(readFileSync(path, 'utf8'));
    const bytes = Buffer.from(content[part], 'base64');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    writeFileSync(path, JSON.stringify({ ...content, [part]: bytes.toString('base64') }));
    await expect(fileStore(folders, 'p').get(KEY)).rejects.toMatchObject({ kind: 'configuration' });
  });

  test('says when it is damaged, and is not replaced', async () => {
    const { folders, path } = homeWithToken();
    writeFileSync(path, '{"format":"tada secrets","ver');
    await expect(fileStore(folders, 'p').set(KEY, TOKEN)).rejects.toThrow('is damaged');
    expect(readFileSync(path, 'utf8')).toBe('{"format":"tada secrets","ver');
  });

  test('asks for the passphrase where none is set, once, and says whether it is a new one', async () => {
    const folders = temporaryHome();
    const asked: string[] = [];
    const answering = (passphrase: string) => async (purpose: string) => {
      asked.push(purpose);
      return passphrase;
    };
    const first = fileStore(folders, undefined, { promptPassphrase: answering('caf\u00e9') });
    expect(await first.get(KEY)).toBeUndefined();
    expect(asked).toEqual([]);
    await first.set(KEY, TOKEN);
    expect(await first.get(KEY)).toBe(TOKEN);
    // Another keyboard makes two characters of the accent.
    const second = fileStore(folders, undefined, { promptPassphrase: answering('cafe\u0301') });
    expect(await second.get(KEY)).toBe(TOKEN);
    expect(asked).toEqual(['create', 'open']);
  });

  test('asks again after a typing mistake', async () => {
    const { folders } = homeWithToken();
    const typed = ['wrong', 'p'];
    const store = fileStore(folders, undefined, { promptPassphrase: async () => typed.shift() });
    await expect(store.get(KEY)).rejects.toThrow("The passphrase doesn't open");
    expect(await store.get(KEY)).toBe(TOKEN);
  });

  test('without any passphrase the ways to go on are told', async () => {
    const folders = temporaryHome();
    for (const promptPassphrase of [undefined, async () => undefined]) {
      await expect(fileStore(folders, undefined, { promptPassphrase }).set(KEY, TOKEN)).rejects.toMatchObject(
        {
          kind: 'configuration',
          hint: expect.stringMatching(/TADA_PASSPHRASE.*terminal.*"env"/),
        },
      );
    }
    expect(existsSync(join(folders.config, 'secrets.json'))).toBe(false);
  });

  test('made and changed by two processes at once loses nothing', async () => {
    const folders = temporaryHome();
    const env = { TADA_KEYRING: 'file', TADA_PASSPHRASE: 'p' };
    const children = ['a', 'b'].map((name) =>
      startChild('add-secrets.ts', [folders.home, name, '20'], { env }),
    );
    for (const child of children) expect(await child.nextLine()).toBe('ready');
    for (const child of children) child.process.stdin?.write('go');
    expect(await Promise.all(children.map((child) => child.ended()))).toEqual([0, 0]);
    const store = fileStore(folders, 'p');
    for (const name of ['a', 'b']) {
      for (let number = 0; number < 20; number += 1) {
        expect(await store.get(`${name} ${number}`)).toBe(`${name} ${number}`);
      }
    }
  });
});

describe("the system's keyring", () => {
  test('is the first choice where it works', async () => {
    const folders = temporaryHome();
    const entries = new Map<string, Uint8Array>();
    const notices: string[] = [];
    const store = openSecretStore({
      env: {},
      folders,
      notify: (message) => notices.push(message),
      loadKeyring: async () => memoryKeyring(entries),
    });
    expect(await store.kind()).toBe('os');
    await store.set(KEY, 'tökén');
    expect(await store.get(KEY)).toBe('tökén');
    expect([...entries.keys()]).toEqual([`tada|${KEY}`]);
    await store.delete(KEY);
    expect(await store.get(KEY)).toBeUndefined();
    expect(notices).toEqual([]);
    expect(existsSync(join(folders.config, 'secrets.json'))).toBe(false);
  });

  test('keeps two homes apart', async () => {
    const entries = new Map<string, Uint8Array>();
    const storeOf = (folders: ReturnType<typeof temporaryHome>) =>
      openSecretStore({
        env: { TADA_HOME: folders.home },
        folders,
        loadKeyring: async () => memoryKeyring(entries),
      });
    const [one, other] = [temporaryHome(), temporaryHome()];
    await storeOf(one).set(KEY, 'one');
    expect(await storeOf(other).get(KEY)).toBeUndefined();
    expect(await storeOf(one).get(KEY)).toBe('one');
  });

  test.each([
    ['not installed', noKeyring],
    [
      'not answering',
      async () => ({
        AsyncEntry: class {
          constructor() {
            throw new Error('Platform failure: no such service');
          }
          getSecret = () => Promise.resolve(null);
          setSecret = () => Promise.resolve();
          deleteCredential = () => Promise.resolve(false);
        },
      }),
    ],
  ])('%s: secrets go to the encrypted file, and that is said once', async (_why, loadKeyring) => {
    const { folders } = homeWithToken();
    const notices: string[] = [];
    const store = openSecretStore({
      env: { TADA_KEYRING: 'os', TADA_PASSPHRASE: 'p' },
      folders,
      loadKeyring,
      notify: (message) => notices.push(message),
    });
    expect(await store.get(KEY)).toBe(TOKEN);
    expect(await store.kind()).toBe('file');
    expect(notices).toEqual([expect.stringContaining("The system's keyring can't be used here.")]);
  });

  test('that is locked is said as such, not as an empty one', async () => {
    const open = memoryKeyring(new Map());
    let isLocked = false;
    const loadKeyring = async (): Promise<KeyringModule> => ({
      AsyncEntry: class extends open.AsyncEntry {
        override async getSecret() {
          if (isLocked) throw new Error('locked');
          return await super.getSecret();
        }
      },
    });
    const store = openSecretStore({ env: {}, folders: temporaryHome(), loadKeyring });
    expect(await store.kind()).toBe('os');
    isLocked = true;
    await expect(store.get(KEY)).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('locked'),
      hint: expect.stringContaining('TADA_KEYRING=file'),
    });
  });

  test('without it and without a passphrase the ways to go on are told', async () => {
    const store = openSecretStore({ env: {}, folders: temporaryHome(), loadKeyring: noKeyring });
    await expect(store.set(KEY, TOKEN)).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringMatching(/keyring can't be used here.*needs a passphrase/),
      hint: expect.stringMatching(/TADA_PASSPHRASE/),
    });
  });
});

test('memory keeps a secret for as long as the store lives, and nothing on disk', async () => {
  const folders = temporaryHome();
  const env = { TADA_KEYRING: 'memory' };
  const store = openSecretStore({ env, folders });
  await store.set(KEY, TOKEN);
  expect(await store.get(KEY)).toBe(TOKEN);
  expect(await store.kind()).toBe('memory');
  expect(await openSecretStore({ env, folders }).get(KEY)).toBeUndefined();
  expect(existsSync(join(folders.config, 'secrets.json'))).toBe(false);
});

test('another TADA_KEYRING is refused', async () => {
  const store = openSecretStore({ env: { TADA_KEYRING: 'cloud' }, folders: temporaryHome() });
  await expect(store.get(KEY)).rejects.toMatchObject({ kind: 'configuration' });
});
