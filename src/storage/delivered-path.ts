import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { HomeFolders } from './home.ts';

/** The file that remembers which events of an event source were delivered; the id is somebody's text, so it is made harmless. */
export function deliveredPath(folders: Pick<HomeFolders, 'events'>, eventSourceId: string): string {
  const plain = /^[A-Za-z0-9]{1,64}$/.test(eventSourceId);
  const name = plain ? eventSourceId : createHash('sha256').update(eventSourceId).digest('hex').slice(0, 32);
  return join(folders.events, `${name}.duckdb`);
}
