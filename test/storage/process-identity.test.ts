import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test, vi } from 'vitest';
import { mayBeRunning, ownIdentity, readLinuxStat, readPsLine } from '../../src/storage/process-identity.ts';

test('this process runs, and is always the same', () => {
  expect(mayBeRunning(ownIdentity())).toBe(true);
  expect(ownIdentity()).toBe(ownIdentity());
});

test("a process that ended doesn't run", async () => {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  expect(mayBeRunning({ ...ownIdentity(), pid: child.pid ?? 0, start: undefined })).toBe(false);
});

test("a process that ended and was never asked for its exit code doesn't run", async () => {
  // The shell becomes `sleep`, which never asks its child.
  const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => {
    parent.kill('SIGKILL');
  });
  const [pid] = await once(createInterface({ input: parent.stdout }), 'line');
  await vi.waitFor(
    () => expect(mayBeRunning({ ...ownIdentity(), pid: Number(pid), start: undefined })).toBe(false),
    {
      timeout: 15_000,
    },
  );
});

test('processes of another machine may always be running', () => {
  expect(mayBeRunning({ machine: 'other', pid: 1, start: '1' })).toBe(true);
});

test('Linux: state and start are read past any program name', () => {
  const stat = '42 (a) b (c) S 1 42 42 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 11 0 987654 1000 200';
  expect(readLinuxStat(stat, 'boot')).toEqual({ start: 'boot-987654', isZombie: false });
  expect(readLinuxStat(stat.replace(' S ', ' Z '), 'boot').isZombie).toBe(true);
});

test('macOS: state and start are read from ps', () => {
  const one = readPsLine('S+   Sun Nov 22 01:48:00 2026\n');
  const other = readPsLine('S+   Sun Nov 22 01:48:01 2026\n');
  expect(one.isZombie).toBe(false);
  expect(one.start).not.toBe(other.start);
  expect(readPsLine('Z    Sun Nov 22 01:48:00 2026\n').isZombie).toBe(true);
});
