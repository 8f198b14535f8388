import { join } from 'node:path';
import { ENTRY_POINTS } from '../../src/entry-points.ts';
import { bundleSources } from './bundle-sources.ts';

/**
 * Builds what tests start, once for all of them, from the sources as they are: the engine, and the scenes that are
 * shown in a real terminal. Started from the sources an engine first turns a hundred files of TypeScript into
 * JavaScript, and tests start hundreds of engines.
 */
export default async function buildPrograms(): Promise<() => void> {
  const programs = ENTRY_POINTS.filter((name) => name !== 'cli');
  const { folder, remove } = await bundleSources({
    ...Object.fromEntries(programs.map((name) => [name, `src/${name}.ts`])),
    scenes: 'test/ui/fixtures/app.tsx',
  });
  process.env.TADA_TEST_PROGRAMS = folder;
  // Most of starting a process is compiling the same code again. It goes with the folder, whose name changes.
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled');
  return remove;
}
