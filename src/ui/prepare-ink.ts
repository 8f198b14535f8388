import { existsSync } from 'node:fs';
import module from 'node:module';
import { appearanceOf } from './terminal/environment.ts';

/**
 * What must be done before Ink is imported for the first time. Its colours know only `FORCE_COLOR`, and read it
 * once; React decides by `NODE_ENV` whether to load its development checks, which double the time of a frame.
 */
export function prepareInk(environment: Readonly<Record<string, string | undefined>>): void {
  if (!appearanceOf(environment).hasColour) {
    process.env.FORCE_COLOR = '0';
  }
  // Half of React in production and half in development draws nothing at all.
  if (environment.NODE_ENV === undefined && !isReactLoaded()) {
    process.env.NODE_ENV = 'production';
  }
  importLean();
}

/**
 * Ink takes one function, `throttle`, from the index of es-toolkit/compat, which loads four hundred files: half
 * of the time until the first frame. This answers that one import with the file that holds the function. Where
 * Node can't do that (before 22.15) or the file isn't there, everything loads as usual, only later.
 */
function importLean(): void {
  if (isRegistered || typeof module.registerHooks !== 'function') {
    return;
  }
  isRegistered = true;
  module.registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      if (specifier !== 'es-toolkit/compat' || context.parentURL?.includes('/ink/build/') !== true) {
        return resolved;
      }
      const lean = new URL('./function/throttle.mjs', resolved.url);
      return existsSync(lean) ? { ...resolved, url: lean.href } : resolved;
    },
  });
}

let isRegistered = false;

function isReactLoaded(): boolean {
  const loaded = Object.keys(module.createRequire(import.meta.url).cache);
  return loaded.some((path) => /[\\/]node_modules[\\/]react[\\/]index\.js$/.test(path));
}
