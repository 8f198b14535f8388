import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KnownError } from '../../src/core/errors.ts';
import { EMPTY_PROFILE, type Profile } from '../../src/core/profiles/schema.ts';
import { homeFolders } from '../../src/storage/home.ts';
import { openProfileStore } from '../../src/storage/profile-store.ts';
import { exampleProfile } from '../core/profiles/example-profile.ts';
import { startChild } from './helpers/child.ts';
import { temporaryFolder, temporaryHome } from './helpers/temporary-folders.ts';

function refusal(work: () => unknown): KnownError {
  try {
    work();
  } catch (error) {
    if (error instanceof KnownError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a profile', () => {
  test('is empty before the first save, and looking for it leaves no traces', () => {
    const home = join(temporaryFolder(), 'home');
    expect(openProfileStore(homeFolders({ TADA_HOME: home })).load()).toEqual(EMPTY_PROFILE);
    expect(existsSync(home)).toBe(false);
  });

  test("is read as it was saved, for its owner's eyes only", () => {
    const folders = temporaryHome();
    const store = openProfileStore(folders);
    store.save(exampleProfile);
    expect(openProfileStore(folders).load()).toEqual(exampleProfile);
    expect(statSync(store.path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folders.config).filter((name) => name.startsWith('profile'))).toEqual([
      'profile.json',
    ]);
  });

  test('keeps names with dots as they are', () => {
    const store = openProfileStore(temporaryHome());
    const profile: Profile = {
      ...EMPTY_PROFILE,
      queries: [{ name: 'a.b', sql: 'x', source: { engine: 'embedded', tables: { 'T x': 'a.b.csv' } } }],
    };
    store.save(profile);
    expect(store.load()).toEqual(profile);
  });

  test('may be a link to a file elsewhere', () => {
    const folders = temporaryHome();
    const elsewhere = join(folders.home, 'elsewhere.json');
    const store = openProfileStore(folders);
    store.save(EMPTY_PROFILE);
    renameSync(store.path, elsewhere);
    symlinkSync(elsewhere, store.path);
    store.save(exampleProfile);
    expect(lstatSync(store.path).isSymbolicLink()).toBe(true);
    expect(openProfileStore(folders).load()).toEqual(exampleProfile);
  });

  test('that makes no sense is not saved', () => {
    const store = openProfileStore(temporaryHome());
    store.save(exampleProfile);
    const senseless: Profile = { ...exampleProfile, templates: [{ name: ' ', destination: 'x' }] };
    expect(refusal(() => store.save(senseless))).toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('templates[0].name: a name is needed'),
    });
    expect(store.load()).toEqual(exampleProfile);
  });
});

describe('changing it', () => {
  test('gives the change what is on disk now', () => {
    const folders = temporaryHome();
    const [one, other] = [openProfileStore(folders), openProfileStore(folders)];
    one.save(exampleProfile);
    const saved = other.update((profile) => ({ ...profile, orchestrations: [] }));
    expect(saved.orchestrations).toEqual([]);
    expect(one.load()).toEqual({ ...exampleProfile, orchestrations: [] });
  });

  test('that fails leaves everything as it was', () => {
    const folders = temporaryHome();
    const store = openProfileStore(folders);
    store.save(exampleProfile);
    const before = readFileSync(store.path);
    expect(() =>
      store.update(() => {
        throw new Error('changed my mind');
      }),
    ).toThrow('changed my mind');
    expect(readFileSync(store.path)).toEqual(before);
    expect(readdirSync(folders.locks)).toEqual([]);
  });

  test('from several processes at once loses nothing', async () => {
    const folders = temporaryHome();
    const children = ['a', 'b'].map((name) => startChild('add-queries.ts', [folders.home, name, '8']));
    expect(await Promise.all(children.map((child) => child.ended()))).toEqual([0, 0]);
    const names = openProfileStore(folders)
      .load()
      .queries.map(({ name }) => name);
    expect(names).toHaveLength(16);
    expect(new Set(names).size).toBe(16);
  });
});

describe('a broken file', () => {
  const breakFile = (content: string) => {
    const folders = temporaryHome();
    const store = openProfileStore(folders);
    store.save(exampleProfile);
    writeFileSync(store.path, content);
    const others = () => readdirSync(folders.config).filter((name) => name.startsWith('profile.'));
    return { store, others };
  };

  test.each([
    ['no JSON', '{"schemaVersion":1,\n"credentials":[}', 'profile.json:2:16: a value is missing before this'],
    ['empty', '', 'profile.json:1:1: the text ends here'],
    ['cut off', '{"schemaVersion":1,"credentials":[{"na', 'the closing quote of this text is missing'],
    ['another kind of JSON', '[]', 'profile.json:1:1: must be an object'],
    [
      'an unknown key',
      '{"schemaVersion":1,"credentails":[]}',
      'profile.json:1:20: credentails: "credentails" isn\'t a setting here; did you mean "credentials"?',
    ],
  ])('(%s) is reported with its place and never overwritten', (_what, content, problem) => {
    const { store, others } = breakFile(content);
    const refusals = [
      refusal(() => store.load()),
      refusal(() => store.save(EMPTY_PROFILE)),
      refusal(() => store.update((profile) => profile)),
    ];
    for (const { kind, message, hint } of refusals) {
      expect(kind).toBe('configuration');
      expect(message).toContain(problem);
      expect(hint).toContain('Correct it there');
    }
    expect(readFileSync(store.path, 'utf8')).toBe(content);
    const copies = others().filter((name) => name !== 'profile.json');
    expect(copies).toEqual([expect.stringMatching(/^profile\.broken-[0-9a-f]{8}\.json$/)]);
    expect(refusals[0]?.hint).toContain(copies[0]);
  });

  test("doesn't show a secret that somebody wrote into it", () => {
    const secret = '0123456789abcdef0123456789abcdef01234567';
    for (const content of [
      `{"credentials":[{"name":"a","environment":"production","secret":"${secret}"}]}`,
      `{"credentials":[{"secret":"${secret}" oops}]}`,
    ]) {
      const { message, hint } = refusal(() => breakFile(content).store.load());
      expect(message + hint).not.toContain(secret);
    }
  });

  test('that is corrected or moved away is no problem any more', () => {
    const { store } = breakFile('oops');
    refusal(() => store.load());
    rmSync(store.path);
    store.save(exampleProfile);
    expect(store.load()).toEqual(exampleProfile);
  });

  test('of a newer tada is left as it is', () => {
    const { store, others } = breakFile('{"schemaVersion":2,"galaxies":[]}');
    expect(refusal(() => store.save(EMPTY_PROFILE))).toMatchObject({
      message: expect.stringContaining('was written by a newer tada'),
      hint: expect.stringContaining('Update tada'),
    });
    expect(others()).toEqual(['profile.json']);
  });
});

test('a disk that gets full in mid-write leaves the old profile, whole', async () => {
  const folders = temporaryHome();
  const store = openProfileStore(folders);
  store.save(exampleProfile);
  const before = readFileSync(store.path);
  const child = startChild('save-too-much.ts', [folders.home], { largestFile: 100 });
  expect(await child.nextLine()).toBe('disk-full');
  expect(await child.ended()).toBe(0);
  expect(readFileSync(store.path)).toEqual(before);
  expect(readdirSync(folders.config).filter((name) => name.startsWith('profile'))).toEqual(['profile.json']);
  store.save(EMPTY_PROFILE);
});

test("a first profile that doesn't fit leaves none", async () => {
  const folders = temporaryHome();
  const child = startChild('save-too-much.ts', [folders.home], { largestFile: 100 });
  expect(await child.nextLine()).toBe('disk-full');
  expect(existsSync(openProfileStore(folders).path)).toBe(false);
});

test("a folder in the file's place is said", () => {
  const folders = temporaryHome();
  mkdirSync(join(folders.config, 'profile.json'));
  expect(refusal(() => openProfileStore(folders).load())).toMatchObject({
    kind: 'configuration',
    message: expect.stringContaining("profile.json can't be read (EISDIR)"),
  });
});
