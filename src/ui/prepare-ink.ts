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
}

/**
 * Hides `fetch` until the returned function is called. Ink's layout engine would otherwise use it to read its
 * own code from a text it already holds, and Node loads a whole HTTP client for that.
 */
export function hideFetch(): () => void {
  const fetch = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
  if (fetch?.configurable !== true) return () => undefined;
  Object.defineProperty(globalThis, 'fetch', { value: undefined, configurable: true, writable: true });
  return () => Object.defineProperty(globalThis, 'fetch', fetch);
}

function isReactLoaded(): boolean {
  const loaded = Object.keys(module.createRequire(import.meta.url).cache);
  return loaded.some((path) => /[\\/]node_modules[\\/]react[\\/]index\.js$/.test(path));
}
