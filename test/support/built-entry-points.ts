import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EntryPoint } from '../../src/entry-points.ts';

/** Stands for `src/entry-points.ts` in tests: the engine is built, see built-programs.ts. */
export function entryPoint(name: EntryPoint): URL {
  const folder = process.env.TADA_TEST_PROGRAMS;
  return name === 'cli' || folder === undefined
    ? new URL(`../../src/${name}.ts`, import.meta.url)
    : pathToFileURL(join(folder, `${name}.js`));
}
