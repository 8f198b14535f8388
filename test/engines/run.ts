import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { downloadTrino, isTrinoDownloaded, startTrino } from './trino-server.ts';

/**
 * Runs the tests of this folder against a real Trino: fetches it when it isn't there yet, starts it, and stops it
 * when the tests have ended. They aren't part of `npm test`, because the server takes a minute of both cores to
 * start and 180 MB to fetch.
 */
if (!isTrinoDownloaded()) {
  console.log('Fetching Trino from Maven Central; this happens once.');
  await downloadTrino();
}
console.log('Starting Trino.');
const server = await startTrino();
const root = join(import.meta.dirname, '../..');
const tests = spawn(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    join(root, 'test/vitest.config.ts'),
    'test/engines/trino.test.ts',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, TADA_TRINO_URL: server.url } },
);
process.exitCode = await new Promise<number>((resolve) => tests.once('exit', (code) => resolve(code ?? 1)));
await server.close();
