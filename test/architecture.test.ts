import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const source = resolve(import.meta.dirname, '../src');

/** Who may import whom; everyone may import itself and the core. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: [],
  tiktok: ['core'],
  sources: ['core', 'entry-points.ts'],
  storage: ['core'],
  schedulers: ['core'],
  simulator: ['core'],
  wizard: ['core'],
  ui: ['core', 'wizard'],
  commands: [
    'core',
    'wizard',
    'ui',
    'tiktok',
    'sources',
    'storage',
    'schedulers',
    'simulator',
    'entry-points.ts',
  ],
  'cli.ts': ['commands'],
  'entry-points.ts': [],
  'bundle.ts': ['entry-points.ts'],
};

/** Packages the core may use: pure functions and data, no disk, no network, no terminal. */
const CORE_PACKAGES = ['zod', 'libphonenumber-js/max', 'decimal.js', 'croner', 'node:crypto'];

interface Import {
  readonly file: string;
  readonly room: string;
  readonly target: string;
}

function importsOf(file: string): readonly Import[] {
  const path = relative(source, file);
  const room = path.split('/')[0] ?? '';
  const text = readFileSync(file, 'utf8');
  const targets = [
    ...[...text.matchAll(/^(?:import|export)\b[^'"`;]*?\bfrom '([^']+)'/gm)],
    ...[...text.matchAll(/^import '([^']+)'/gm)],
    ...[...text.matchAll(/\bimport\('([^']+)'\)/g)],
  ].map((match) => match[1] ?? '');
  return targets.map((target) => ({ file: path, room, target }));
}

/** Without the lines of comments. */
function codeOf(file: string): string {
  return readFileSync(file, 'utf8').replace(/^\s*(?:\/?\*|\/\/).*$/gm, '');
}

const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name));
const imports = files.flatMap(importsOf);

test('dependencies point inwards', () => {
  const wrong = imports.flatMap(({ file, room, target }) => {
    if (!target.startsWith('.')) return [];
    const aim = relative(source, resolve(source, file, '..', target)).split('/')[0] ?? '';
    const isAllowed = aim === room || (ALLOWED[room] ?? []).includes(aim) || target.endsWith('package.json');
    return isAllowed ? [] : [`${file} imports ${target}`];
  });
  expect(wrong).toEqual([]);
});

test('the core knows no disk, no network, no terminal and no clock', () => {
  const wrong = imports
    .filter(({ room, target }) => room === 'core' && !target.startsWith('.'))
    .filter(({ target }) => !CORE_PACKAGES.includes(target))
    .map(({ file, target }) => `${file} imports ${target}`);
  expect(wrong).toEqual([]);
  const clocks = files
    .filter((file) => relative(source, file).startsWith('core/'))
    .filter((file) => /\bDate\.now\(|\bMath\.random\(|\bprocess\.|new Date\(\)/.test(codeOf(file)));
  expect(clocks.map((file) => relative(source, file))).toEqual([]);
});

test('only two components know the packages for text fields and menus; no screen does', () => {
  const wrong = imports
    .filter(({ target }) => target === 'ink-text-input' || target === 'ink-select-input')
    .filter(({ file }) => !/^ui\/components\/(filter-field|menu)\.tsx$/.test(file));
  expect(wrong).toEqual([]);
});
