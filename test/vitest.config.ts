import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests start hundreds of processes; most of such a start is compiling the same code again. */
const NODE_COMPILE_CACHE = join(tmpdir(), 'tada-test-compile-cache');

/**
 * Unit and adapter tests run first; the e2e project drives the built program in a real pseudo-terminal
 * and gets a longer limit per test, because a pty test waits for a screen, never for a time. Three workers
 * also on two cores: most of what runs here waits for a process or an answer.
 *
 * Files of a worker share its modules, which takes half the time of loading Ink, React and the sources anew for
 * each: a test registers what it cleans up with itself (`onTestFinished`), and a supporting file registers no hook
 * when it is loaded, because that happens once.
 */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: {
          alias: [
            {
              find: /^(?:\.\.?\/)+entry-points\.ts$/,
              replacement: resolve(import.meta.dirname, 'support/built-entry-points.ts'),
            },
          ],
        },
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**'],
          globalSetup: ['test/support/built-programs.ts'],
          env: { FORCE_COLOR: '0', NODE_COMPILE_CACHE },
          testTimeout: 180_000,
          hookTimeout: 120_000,
          maxWorkers: 3,
          isolate: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          env: { NODE_COMPILE_CACHE },
          testTimeout: 240_000,
          hookTimeout: 120_000,
          maxWorkers: 3,
          isolate: false,
        },
      },
    ],
  },
});
