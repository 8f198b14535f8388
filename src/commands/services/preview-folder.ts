import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '../../storage/process-identity.ts';

/** Previews are staged in a folder of their process, so that two never share one. */

/** Removes what previews of this process left, and of those that were killed; called when tada ends. */
export async function removePreviews(temp: string): Promise<void> {
  const left = await readdir(temp).catch(() => []);
  for (const name of left) {
    const [, pid] = PREVIEW_FOLDER.exec(name) ?? [];
    if (pid === undefined || (Number(pid) !== process.pid && isRunning(Number(pid)))) continue;
    await rm(join(temp, name), { recursive: true, force: true });
  }
}

const PREVIEW_FOLDER = /^preview-(\d+)$/;

/** `temp`: the private folder that all of them are in. */
export function previewFolder(temp: string): string {
  return join(temp, `preview-${process.pid}`);
}
