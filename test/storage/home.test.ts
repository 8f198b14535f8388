import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { homeFolders, prepareFolders } from '../../src/storage/home.ts';
import { temporaryFolder } from './helpers/temporary-folders.ts';

test('with TADA_HOME everything is under it', () => {
  const home = join(temporaryFolder(), 'tada');
  const folders = homeFolders({ TADA_HOME: home });
  for (const folder of Object.values(folders))
    expect(folder === home || folder.startsWith(join(home, '/'))).toBe(true);
  expect(folders.config).toBe(home);
  expect(folders.runs).not.toBe(folders.audiences);
  expect(existsSync(home)).toBe(false);
});

test('a relative TADA_HOME starts where tada was started', () => {
  expect(homeFolders({ TADA_HOME: 'here' }).config).toBe(resolve('here'));
});

test('without it, or with an empty one, the platform says where; nothing is in a shared temporary folder', () => {
  for (const env of [{}, { TADA_HOME: '' }]) {
    const folders = homeFolders(env);
    expect(Object.values(folders).every(isAbsolute)).toBe(true);
    expect(folders.config).toMatch(/tada/);
    expect(folders.config).not.toMatch(/nodejs/);
    expect(folders.temp.startsWith(folders.data)).toBe(true);
  }
});

test('folders are made for their owner only, and what exists keeps its permissions', () => {
  const home = join(temporaryFolder(), 'a', 'b');
  mkdirSync(join(home, 'runs'), { recursive: true });
  chmodSync(join(home, 'runs'), 0o755);
  const folders = homeFolders({ TADA_HOME: home });
  prepareFolders(folders);
  prepareFolders(folders);
  expect(statSync(folders.audiences).mode & 0o777).toBe(0o700);
  expect(statSync(folders.runs).mode & 0o777).toBe(0o755);
});

test("a home that can't be one is said, with what to do", () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(() => prepareFolders(homeFolders({ TADA_HOME: join(file, 'home') }))).toThrow(
    expect.objectContaining({
      kind: 'configuration',
      message: expect.stringContaining(join(file, 'home')),
      hint: expect.stringContaining('TADA_HOME'),
    }),
  );
});
