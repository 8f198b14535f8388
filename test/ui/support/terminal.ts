import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { type LaunchOptions, launch, type PtySession } from '../../e2e/support/pty.ts';
import { bundleSources } from '../../support/bundle-sources.ts';

const app = await bundleSources({ app: 'test/ui/fixtures/app.tsx' });
/** What the first scene compiles needn't be compiled for the others. */
const compiled = mkdtempSync(join(tmpdir(), 'tada-compiled-'));
const sessions: PtySession[] = [];

afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.kill()));
});
afterAll(() => {
  app.remove();
  rmSync(compiled, { recursive: true, force: true });
});

/** Shows a scene of the test wizard in a pseudo-terminal, ended with the test. */
export function showScene(scene: string, options: LaunchOptions = {}): PtySession {
  const session = launch({
    script: join(app.folder, 'app.js'),
    args: [scene],
    timeoutMs: 8_000,
    ...options,
    env: { SCENE: scene, NODE_COMPILE_CACHE: compiled, ...options.env },
  });
  sessions.push(session);
  return session;
}
