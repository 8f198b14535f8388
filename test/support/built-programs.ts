import { mkdtempSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../src/bundle.ts';

const PROGRAMS = ['sources/engine-process', 'sources/events/event-worker', 'sources/files/workbook-worker'];

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Builds what the engine starts, once for all tests, from the sources as they are. Started from the sources an
 * engine first turns a hundred files of TypeScript into JavaScript, and tests start hundreds of engines.
 */
export default async function buildPrograms(): Promise<() => void> {
  // In the project, because what isn't bundled is looked for in its node_modules.
  const folder = mkdtempSync(pathOf('../../node_modules/.tada-programs-'));
  await bundle(Object.fromEntries(PROGRAMS.map((name) => [name, pathOf(`../../src/${name}.ts`)])), folder);
  process.env.TADA_TEST_PROGRAMS = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
