import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findCron } from './cron-daemon.ts';

/**
 * Installs a schedule into a real cron and waits for what it starts. It isn't part of `npm test`, because cron starts
 * things on the full minute only, and because the crontab may be a person's own.
 */
const found = findCron();
if ('none' in found) console.log(`Nothing was tried: ${found.none}`);
else {
  console.log(found.about);
  const root = join(import.meta.dirname, '../..');
  const [program = '', ...args] = [
    ...found.wrapper,
    process.execPath,
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    join(root, 'test/vitest.config.ts'),
    'test/engines/cron.test.ts',
  ];
  const env = { ...process.env, ...found.env, TADA_REAL_CRON: 'yes' };
  const tests = spawn(program, args, { cwd: root, stdio: 'inherit', env });
  process.exitCode = await new Promise<number>((resolve) => {
    tests.once('exit', (code) => resolve(code ?? 1));
  });
}
