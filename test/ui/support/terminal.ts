import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach } from 'vitest';
import { type LaunchOptions, launch, type PtySession } from '../../e2e/support/pty.ts';

const APP = fileURLToPath(new URL('../fixtures/app.ts', import.meta.url));

/** What the first scene compiles needn't be compiled for the others. */
const compiled = mkdtempSync(join(tmpdir(), 'tada-compiled-'));
const sessions: PtySession[] = [];

afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.kill()));
});
afterAll(() => {
  rmSync(compiled, { recursive: true, force: true });
});

/** Shows a scene of the test wizard in a pseudo-terminal, ended with the test. */
export function showScene(scene: string, options: LaunchOptions = {}): PtySession {
  const session = launch({
    script: APP,
    args: [scene],
    timeoutMs: 8_000,
    ...options,
    env: { SCENE: scene, NODE_COMPILE_CACHE: compiled, ...options.env },
  });
  sessions.push(session);
  return session;
}
