import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeLock, withLock, withLockSync } from '../../src/storage/lock-file.ts';
import { startChild } from './helpers/child.ts';
import { temporaryFolder } from './helpers/temporary-folders.ts';

const key = 'The audience 7654321098765432109/VIP';

test('a lock that another living process has is refused, naming who has it', async () => {
  const folder = temporaryFolder();
  const holder = startChild('hold-lock.ts', [folder, key]);
  await holder.nextLine();
  await expect(takeLock(folder, key)).rejects.toMatchObject({
    kind: 'locked',
    message: expect.stringMatching(
      new RegExp(`^The audience .*VIP is in use by .*process ${holder.process.pid} on `),
    ),
    hint: expect.stringContaining('Wait until it is done'),
  });
});

test('a lock that was let go can be taken', async () => {
  const folder = temporaryFolder();
  const holder = startChild('hold-lock.ts', [folder, key]);
  await holder.nextLine();
  holder.process.stdin?.end();
  await holder.ended();
  const lock = await takeLock(folder, key);
  await lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test('a lock whose owner was killed is taken over', async () => {
  const folder = temporaryFolder();
  const holder = startChild('hold-lock.ts', [folder, key]);
  await holder.nextLine();
  await holder.kill();
  expect(readdirSync(folder)).toHaveLength(2);
  const lock = await takeLock(folder, key);
  await lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test("locks of different keys don't meet, however alike the keys are", async () => {
  const folder = temporaryFolder();
  const locks = [
    await takeLock(folder, 'a/b'),
    await takeLock(folder, 'a b'),
    await takeLock(folder, 'a/b/c'),
  ];
  for (const lock of locks) await lock.release();
});

test("the same process can't have a lock twice, and letting go twice is harmless", async () => {
  const folder = temporaryFolder();
  const lock = await takeLock(folder, key);
  await expect(takeLock(folder, key)).rejects.toMatchObject({ kind: 'locked' });
  await lock.release();
  await lock.release();
  const again = await takeLock(folder, key);
  await lock.release();
  await expect(takeLock(folder, key)).rejects.toMatchObject({ kind: 'locked' });
  await again.release();
});

test("a process number that was given to somebody else since doesn't keep the lock", async () => {
  const folder = temporaryFolder();
  await takeLock(folder, key);
  for (const name of readdirSync(folder)) {
    const parts = name.split('.');
    parts[3] = 'another-start';
    renameSync(join(folder, name), join(folder, parts.join('.')));
  }
  const lock = await takeLock(folder, key);
  await lock.release();
});

test('a lock of another machine is respected, with the file to delete if that machine is gone', async () => {
  const folder = temporaryFolder();
  await takeLock(folder, key);
  for (const name of readdirSync(folder)) {
    const parts = name.split('.');
    parts[1] = '0123456789';
    renameSync(join(folder, name), join(folder, parts.join('.')));
  }
  await expect(takeLock(folder, key)).rejects.toMatchObject({
    kind: 'locked',
    hint: expect.stringContaining(folder),
  });
});

test('of many who want it, killed ones among them, never two have it', async () => {
  const folder = temporaryFolder();
  const witness = join(temporaryFolder(), 'witness');
  const doomed = startChild('hold-lock.ts', [folder, key]);
  await doomed.nextLine();
  const children = Array.from({ length: 5 }, () =>
    startChild('contend-for-lock.ts', [folder, key, '8', witness]),
  );
  await doomed.kill();
  expect(await Promise.all(children.map((child) => child.ended()))).toEqual([0, 0, 0, 0, 0]);
  expect(readdirSync(folder)).toEqual([]);
});

test('short work waits for its turn', async () => {
  const folder = temporaryFolder();
  const order: string[] = [];
  const first = withLock(folder, key, async () => {
    order.push('first begins');
    await new Promise((resolve) => setImmediate(resolve));
    order.push('first ends');
  });
  const second = withLock(folder, key, () => order.push('second'));
  await Promise.all([first, second]);
  expect(order).toEqual(['first begins', 'first ends', 'second']);
});

test('work that throws lets go', () => {
  const folder = temporaryFolder();
  const fail = () =>
    withLockSync(folder, key, () => {
      throw new Error('of the work');
    });
  expect(fail).toThrow('of the work');
  expect(withLockSync(folder, key, () => 'next')).toBe('next');
});

test('a claim says in words whose it is', async () => {
  const folder = temporaryFolder();
  const lock = await takeLock(folder, key);
  const claim = readdirSync(folder).find((name) => name.endsWith('.claim')) ?? '';
  expect(readFileSync(join(folder, claim), 'utf8')).toMatch(
    new RegExp(`process ${process.pid} on .+, since \\d{4}-`),
  );
  await lock.release();
});

test('other files in the folder are left alone', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'note.txt'), 'mine');
  const lock = await takeLock(folder, key);
  await lock.release();
  expect(readdirSync(folder)).toEqual(['note.txt']);
});
