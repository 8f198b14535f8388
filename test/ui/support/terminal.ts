import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type LaunchOptions, launch, type PtySession } from '../../e2e/support/pty.ts';

/** Shows a scene of the test wizard in a pseudo-terminal, ended with the test. */
export function showScene(scene: string, options: LaunchOptions = {}): PtySession {
  const session = launch({
    script: join(process.env.TADA_TEST_PROGRAMS ?? '', 'scenes.js'),
    args: [scene],
    timeoutMs: 8_000,
    ...options,
    env: { SCENE: scene, ...options.env },
  });
  onTestFinished(() => session.kill());
  return session;
}
