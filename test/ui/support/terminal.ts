import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach } from 'vitest';
import { bundle } from '../../../src/bundle.ts';
import { type LaunchOptions, launch, type PtySession } from '../../e2e/support/pty.ts';

/** In the project, because what isn't bundled is looked for in its node_modules. */
const folder = mkdtempSync(fileURLToPath(new URL('../../../node_modules/.tada-scenes-', import.meta.url)));
await bundle({ app: fileURLToPath(new URL('../fixtures/app.tsx', import.meta.url)) }, folder);
/** What the first scene compiles needn't be compiled for the others. */
const compiled = mkdtempSync(join(tmpdir(), 'tada-compiled-'));
const sessions: PtySession[] = [];

afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.kill()));
});
afterAll(() => {
  for (const each of [folder, compiled]) rmSync(each, { recursive: true, force: true });
});

/** Shows a scene of the test wizard in a pseudo-terminal, ended with the test. */
export function showScene(scene: string, options: LaunchOptions = {}): PtySession {
  const session = launch({
    script: join(folder, 'app.js'),
    args: [scene],
    timeoutMs: 8_000,
    ...options,
    env: { SCENE: scene, NODE_COMPILE_CACHE: compiled, ...options.env },
  });
  sessions.push(session);
  return session;
}
