import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWorkplace } from './support/workplace.ts';

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
