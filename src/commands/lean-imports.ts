import { existsSync } from 'node:fs';
import module from 'node:module';

interface LeanImport {
  readonly specifier: string;
  /** Part of the path of the module that asks for it. */
  readonly askedBy: string;
  /** The file that is enough, from the address of the one that was asked for. */
  readonly enough: (asked: string) => URL;
}

const QUICK_WIDTH = new URL('../ui/text/quick-width.js', import.meta.url);

/**
 * Imports of libraries that load far more than tada uses, each answered with the one file that is enough. Ink
 * takes one function, `throttle`, from an index of four hundred files; zod loads its messages in sixty
 * languages; string-width compiles a table of every emoji for the first sign that isn't ASCII. Together they
 * were half of the time until the first frame.
 */
const LEAN_IMPORTS: readonly LeanImport[] = [
  {
    specifier: 'es-toolkit/compat',
    askedBy: '/ink/build/',
    enough: (asked) => new URL('./function/throttle.mjs', asked),
  },
  { specifier: 'string-width', askedBy: '/', enough: () => QUICK_WIDTH },
  { specifier: '../locales/index.js', askedBy: '/zod/v4/', enough: (asked) => new URL('./en.js', asked) },
];

/**
 * Call it once, before anything else is imported. Where Node can't do this (before 22.15), or a file isn't
 * where it is expected, everything loads as usual, only later.
 */
export function importLean(): void {
  if (typeof module.registerHooks !== 'function') return;
  module.registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      const lean = LEAN_IMPORTS.find(
        (each) => each.specifier === specifier && context.parentURL?.includes(each.askedBy) === true,
      );
      if (lean === undefined) return resolved;
      const enough = lean.enough(resolved.url);
      return existsSync(enough) && context.parentURL !== enough.href
        ? { ...resolved, url: enough.href }
        : resolved;
    },
  });
}
