import { extname } from 'node:path';

/** Every file that Node starts by itself: the program, its child process, and their threads. */
export const ENTRY_POINTS = [
  'cli',
  'sources/engine-process',
  'sources/files/workbook-worker',
  'sources/events/event-worker',
] as const;

/** From the top of the sources, without its extension. */
export type EntryPoint = (typeof ENTRY_POINTS)[number];

/** Where an entry point lies: .js in the build, whose files are all beside this one, .ts where Node runs the sources. */
export function entryPoint(name: EntryPoint): URL {
  return new URL(`./${name}${extname(new URL(import.meta.url).pathname)}`, import.meta.url);
}
