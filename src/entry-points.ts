import { extname } from 'node:path';

/** A file Node starts by itself, from the top of the sources, without its extension. */
export type EntryPoint =
  | 'cli'
  | 'sources/engine-process'
  | 'sources/files/workbook-worker'
  | 'sources/events/event-worker';

/** Where an entry point lies: .js in the build, whose files are all beside this one, .ts where Node runs the sources. */
export function entryPoint(name: EntryPoint): URL {
  return new URL(`./${name}${extname(new URL(import.meta.url).pathname)}`, import.meta.url);
}
