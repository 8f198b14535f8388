import { AsyncLocalStorage } from 'node:async_hooks';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Engine } from '../../src/core/ports/engine.ts';
import type { ResolveSecret } from '../../src/core/ports/storage.ts';
import { type EngineOptions, createEngine as startEngine } from '../../src/sources/engine-client.ts';

/** Whose call it is: the engine is everybody's, secrets are of one home. */
const caller = new AsyncLocalStorage<ResolveSecret>();
let kept: Engine | undefined;
let isOwnWanted = false;

/**
 * Stands for `createEngine` of `src/sources/engine-client.ts` where commands and the wizard are put together in a
 * test's own process: the real engine in its real child process, which is kept for the next home, because starting
 * it takes as long as a small delivery. Whoever closes it waits for what is under way. A test that
 * puts other files in the place of a home's, which a kept engine may have open, asks for `startOwnEngines`.
 */
export function createEngine(options: EngineOptions, resolveSecret: ResolveSecret = noSecrets): Engine {
  if (isOwnWanted) return startEngine(options, resolveSecret);
  kept ??= startEngine(
    { tempDirectory: join(process.env.TADA_TEST_PROGRAMS ?? tmpdir(), 'spill') },
    (reference, key) => (caller.getStore() ?? noSecrets)(reference, key),
  );
  const pending = new Set<Promise<unknown>>();
  return new Proxy(kept, {
    get(engine, name): unknown {
      if (name === 'close') return () => Promise.allSettled(pending).then(() => undefined);
      const work: unknown = Reflect.get(engine, name);
      if (typeof work !== 'function') return work;
      return (...args: readonly unknown[]) => {
        const answer = caller.run(resolveSecret, (): Promise<unknown> => work(...args));
        pending.add(answer);
        const forget = () => pending.delete(answer);
        answer.then(forget, forget);
        return answer;
      };
    },
  });
}

/** Until the test is finished, whoever needs an engine starts one, as the program does. */
export function startOwnEngines(): void {
  isOwnWanted = true;
  onTestFinished(() => {
    isOwnWanted = false;
  });
}

const noSecrets: ResolveSecret = async () => {
  throw new Error('This engine was made without a way to look up secrets.');
};
