import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { customersCsv, openWorkplace, range, vipProfile } from './support/workplace.ts';

test('what a killed preview left behind goes with the next command; that of a running one stays', async () => {
  const place = await openWorkplace();
  const folderOf = (pid: number | undefined) => join(place.home, 'temp', `preview-${pid}`);
  const dead = folderOf(spawnSync(process.execPath, ['--version']).pid);
  const running = folderOf(process.ppid);
  for (const folder of [dead, running]) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'staged.duckdb'), '');
  }
  expect((await place.tada('list')).code).toBe(0);
  expect(existsSync(dead)).toBe(false);
  expect(existsSync(running)).toBe(true);
});

test('a run whose TikTok has no address never began: it is no run to go on with', async () => {
  const place = await openWorkplace();
  place.write('profile.json', vipProfile(place.simulator));
  place.write('customers.csv', customersCsv(range(0, 3)));
  expect((await place.tada('apply', 'profile.json')).code).toBe(0);
  delete place.env.TADA_TIKTOK_URL;
  const { code, stderr } = await place.tada('run', 'vip', '--yes');
  expect([code, stderr]).toEqual([2, expect.stringContaining("The simulator's address is not known.")]);
  expect((await place.tada('list', 'runs', '--json')).stdout.trim()).toBe('[]');
});

test('everything that is kept is its owner’s alone, what the engine wrote too', async () => {
  const place = await openWorkplace();
  place.write('profile.json', vipProfile(place.simulator));
  place.write('customers.csv', customersCsv(range(0, 3)));
  expect((await place.tada('apply', 'profile.json')).code).toBe(0);
  expect((await place.run('vip')).summary.outcome).toBe('completed');
  const kept = readdirSync(place.home, { recursive: true, encoding: 'utf8' }).map((name) =>
    join(place.home, name),
  );
  expect(kept.some((path) => path.endsWith('ledger.duckdb'))).toBe(true);
  expect(kept.filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([]);
});
