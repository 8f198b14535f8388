import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type InputOption, type Plugin } from 'rolldown';
import { ENTRY_POINTS } from './entry-points.ts';

/**
 * What finds files of its own beside it, is native code, or is asked for by its name at run time: Node loads
 * these from node_modules.
 */
const LEFT_OUT = [/^@duckdb\/node-bindings/, /^@napi-rs\/keyring/, /^open$/, /^react-devtools-core$/];

interface LeanImport {
  readonly specifier: string;
  /** Part of the path of the modules that ask for it; the file itself is never meant. */
  readonly askedBy: string;
  /** The file that is enough, relative to this one. */
  readonly enough: string;
}

/**
 * Imports of libraries that load far more than tada uses, each answered with the one file that is enough. Ink
 * takes one function, `throttle`, from an index of four hundred files; zod brings its messages in sixty
 * languages; string-width compiles a table of every emoji for the first sign that isn't ASCII.
 */
const LEAN_IMPORTS: readonly LeanImport[] = [
  {
    specifier: 'es-toolkit/compat',
    askedBy: '/ink/build/',
    enough: '../node_modules/es-toolkit/dist/compat/function/throttle.mjs',
  },
  { specifier: 'string-width', askedBy: '/', enough: './ui/text/quick-width.ts' },
  { specifier: '../locales/index.js', askedBy: '/zod/v4/', enough: '../node_modules/zod/v4/locales/en.js' },
];

const leanImports: Plugin = {
  name: 'lean-imports',
  resolveId(specifier, importer) {
    const path = importer?.replaceAll('\\', '/');
    const lean = LEAN_IMPORTS.find(
      (each) => each.specifier === specifier && path?.includes(each.askedBy) === true,
    );
    return lean && fileURLToPath(new URL(lean.enough, import.meta.url));
  },
};

/**
 * One bundle of everything: Node needs a millisecond for every file it loads, and tada with its libraries has
 * more than a thousand, of which the first screen needs a third. Chunks lie flat beside `cli.js`, so that a path
 * relative to a file of the top level of the sources means the same in the build. Names stay readable for
 * whoever reads a stack trace.
 *
 * Writes into `folder`, whose old content goes. Throws what rolldown finds wrong.
 */
export async function bundle(input: InputOption, folder: string): Promise<void> {
  await build({
    input,
    platform: 'node',
    external: LEFT_OUT,
    // React decides by this which half of itself it is; the other one isn't bundled.
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    plugins: [leanImports],
    output: {
      dir: folder,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
      cleanDir: true,
    },
  });
}

if (import.meta.main) {
  const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
  const programs = Object.fromEntries(ENTRY_POINTS.map((name) => [name, pathOf(`./${name}.ts`)]));
  await bundle(programs, pathOf('../dist'));
  chmodSync(pathOf('../dist/cli.js'), 0o755);
}
