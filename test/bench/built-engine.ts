import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ENTRY_POINTS } from '../../src/entry-points.ts';
import type { createEngine } from '../../src/sources/engine-client.ts';
import { bundleSources } from '../support/bundle-sources.ts';

type EngineClient = typeof import('../../src/sources/engine-client.ts');

const CLIENT = 'sources/engine-client';

/**
 * Works with the engine as it is built: started from its sources, its process would first turn a hundred files
 * of TypeScript into JavaScript, which takes longer than anybody waits who has installed tada.
 */
export async function withBuiltEngine<T>(work: (create: typeof createEngine) => Promise<T>): Promise<T> {
  const files = [CLIENT, ...ENTRY_POINTS.filter((name) => name !== 'cli')];
  const { folder, remove } = await bundleSources(
    Object.fromEntries(files.map((name) => [name, `src/${name}.ts`])),
  );
  try {
    const client: EngineClient = await import(pathToFileURL(join(folder, `${CLIENT}.js`)).href);
    return await work(client.createEngine);
  } finally {
    remove();
  }
}
