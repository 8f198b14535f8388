import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import LongestFirst from './support/longest-first.ts';

const support = (file: string): string => resolve(import.meta.dirname, 'support', file);

/**
 * Unit tests, adapters over real sockets and files, and the built program in a real pseudo-terminal. Four workers
 * also on two cores, because some of what runs here waits for a disk, a screen or an answer.
 *
 * Files of a worker share its modules, which takes half the time of loading Ink, React and the sources anew for
 * each: a test registers what it cleans up with itself (`onTestFinished`), and a supporting file registers no hook
 * when it is loaded, because that happens once.
 */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^(?:\.\.?\/)+entry-points\.ts$/, replacement: support('built-entry-points.ts') },
      // As the composition of services asks for it; tests of the engine name it by another path.
      { find: /^\.\.\/sources\/engine-client\.ts$/, replacement: support('kept-engine.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: [support('built-programs.ts')],
    env: {
      FORCE_COLOR: '0',
    },
    isolate: false,
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    // For a machine that is busy with something else: what is waited for is a screen or an answer, never a time.
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
