import { appearanceOf } from './terminal/environment.ts';

/** What must be done before Ink is imported for the first time: its colours know only `FORCE_COLOR`, and read it once. */
export function prepareInk(environment: Readonly<Record<string, string | undefined>>): void {
  if (!appearanceOf(environment).hasColour) {
    process.env.FORCE_COLOR = '0';
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
