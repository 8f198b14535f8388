import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../core/system-errors.ts';

const FOLDER_NAME = /^engine-(\d+)$/;

/**
 * A private folder (mode 0700) for this process's spill files. Folders that earlier processes left behind are
 * removed; those of living ones stay.
 */
export function makeTempDirectory(root: string): string {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(root)) {
    const [, processId] = FOLDER_NAME.exec(name) ?? [];
    if (processId !== undefined && !isAlive(Number(processId))) removeTempDirectory(join(root, name));
  }
  const folder = join(root, `engine-${process.pid}`);
  removeTempDirectory(folder);
  mkdirSync(folder, { mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}

export function removeTempDirectory(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Windows refuses while a file is open; the next start removes it.
  }
}

function isAlive(processId: number): boolean {
  if (processId === process.pid) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return errorCode(error) === 'EPERM';
  }
}
