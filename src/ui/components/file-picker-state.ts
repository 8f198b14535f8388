import { type Line, lineOf } from '../text/line.ts';
import { matching } from './match.ts';

/** What is in a folder, as the picker needs it. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** The disk, as far as the picker looks at it. */
export interface Folders {
  /** Everything in the folder; rejects when it can't be read. */
  list(folder: string): Promise<readonly FolderEntry[]>;
  /** Where relative paths start. */
  readonly current: string;
  readonly home: string;
}

/** A path as typed: the folder that is listed, and what stands after it. */
export interface TypedPath {
  /** As typed, with the `/` at its end; empty for the current folder. */
  readonly folder: string;
  readonly rest: string;
}

export function typedPathOf(value: string): TypedPath {
  const slash = value.lastIndexOf('/');
  return { folder: value.slice(0, slash + 1), rest: value.slice(slash + 1) };
}

/** The folder to list, as the system knows it: `~` is the home folder, other paths start at the current one. */
export function absoluteFolder(folder: string, { current, home }: Pick<Folders, 'current' | 'home'>): string {
  if (folder.startsWith('~/')) {
    return joined(home, folder.slice(2));
  }
  return folder.startsWith('/') || /^[A-Za-z]:\//.test(folder) ? folder : joined(current, folder);
}

/** The same for a whole path as typed. */
export function absolutePath(value: string, folders: Pick<Folders, 'current' | 'home'>): string {
  const { folder, rest } = typedPathOf(value === '~' ? '~/' : value);
  return joined(absoluteFolder(folder, folders), rest);
}

/**
 * The entries to choose from: folders, and files of the wanted kinds (endings without the dot), in the order
 * of a person's eyes. Hidden ones only where a dot was typed. A typed rest narrows them.
 */
export function candidates(
  entries: readonly FolderEntry[],
  rest: string,
  endings: readonly string[],
): readonly FolderEntry[] {
  const wanted = entries.filter(
    (entry) =>
      entry.name.startsWith('.') === rest.startsWith('.') &&
      (entry.isFolder || hasEnding(entry.name, endings)),
  );
  const sorted = wanted.toSorted(
    (a, b) => Number(a.isFolder) - Number(b.isFolder) || NAMES.compare(a.name, b.name),
  );
  return matching(sorted, rest, (entry) => entry.name);
}

/** The line after an entry was taken: a folder is gone into, a file is complete. */
export function lineWith({ folder }: TypedPath, entry: FolderEntry): Line {
  return lineOf(folder + entry.name + (entry.isFolder ? '/' : ''));
}

/** The line for the folder above the listed one. */
export function lineAbove(value: string): Line {
  const { folder } = typedPathOf(value);
  if (folder === '' || folder.endsWith('../')) {
    return lineOf(`${folder}../`);
  }
  return lineOf(typedPathOf(folder.slice(0, -1)).folder);
}

const NAMES = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function hasEnding(name: string, endings: readonly string[]): boolean {
  const lower = name.toLowerCase();
  return endings.some((ending) => lower.endsWith(`.${ending}`));
}

function joined(folder: string, rest: string): string {
  return folder.endsWith('/') ? folder + rest : `${folder}/${rest}`;
}
