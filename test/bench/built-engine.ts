import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from '../../src/bundle.ts';
import type { createEngine } from '../../src/sources/engine-client.ts';

type EngineClient = typeof import('../../src/sources/engine-client.ts');

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Works with the engine as it is built: started from its sources, its process would first turn a hundred files
 * of TypeScript into JavaScript, which takes longer than anybody waits who has installed tada.
 */
export async function withBuiltEngine<T>(work: (create: typeof createEngine) => Promise<T>): Promise<T> {
  // In the project, because what isn't bundled is looked for in its node_modules.
  const folder = mkdtempSync(pathOf('../../node_modules/.tada-bench-'));
  try {
    const files = ['sources/engine-client', 'sources/engine-process', 'sources/events/event-worker'];
    await bundle(Object.fromEntries(files.map((name) => [name, pathOf(`../../src/${name}.ts`)])), folder);
    const client: EngineClient = await import(pathToFileURL(join(folder, `${files[0]}.js`)).href);
    return await work(client.createEngine);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
