import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { KnownError } from '../../../src/core/errors.ts';
import type { Engine } from '../../../src/core/ports/engine.ts';
import type { ResolveSecret } from '../../../src/core/ports/storage.ts';
import { createEngine } from '../../../src/sources/engine-client.ts';

export interface EngineRig {
  readonly engine: Engine;
  /** Writes a file into the rig's folder; gives its path. */
  file(name: string, content: string | Uint8Array): string;
  /** A path in the rig's folder. */
  path(name: string): string;
}

/** An engine with a folder of its own; both go away after the tests of the file. */
export function engineRig(
  options: { readonly memoryLimitMb?: number; readonly resolveSecret?: ResolveSecret } = {},
): EngineRig {
  const folder = mkdtempSync(join(tmpdir(), 'tada-engine-'));
  const { resolveSecret, ...settings } = options;
  const engine = createEngine(
    { tempDirectory: join(folder, 'spill'), threads: 2, ...settings },
    resolveSecret,
  );
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const path = (name: string) => join(folder, name);
  return {
    engine,
    path,
    file: (name, content) => {
      writeFileSync(path(name), content);
      return path(name);
    },
  };
}

/** The KnownError a promise rejects with; fails when it resolves or rejects with anything else. */
export async function knownError(promise: Promise<unknown>): Promise<KnownError> {
  const error = await promise.then(
    (value) => new Error(`It resolved: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof Error && error.name === 'KnownError') return error as KnownError;
  throw error;
}
