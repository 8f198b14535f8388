import { mkdtempSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../src/bundle.ts';

/** Files that were built for a test. */
export interface Bundled {
  /** Holds each file under its name, with `.js`. */
  readonly folder: string;
  remove(): void;
}

/**
 * Builds files as tada is built: name → path from the top of the project. In a folder of the project, because what
 * isn't bundled is looked for in its node_modules.
 */
export async function bundleSources(files: Readonly<Record<string, string>>): Promise<Bundled> {
  const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const folder = mkdtempSync(pathOf('node_modules/.tada-built-'));
  await bundle(Object.fromEntries(Object.entries(files).map(([name, path]) => [name, pathOf(path)])), folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
