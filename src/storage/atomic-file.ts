import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { doing } from './io-errors.ts';

/**
 * Replaces a file as a whole or not at all, also when the power fails or the disk is full: a new file beside
 * it (0600), flushed, moved over it, and the move flushed too. Throws as {@link doing} says.
 */
export function writeFileAtomically(path: string, content: string | Uint8Array): void {
  doing('write', path, () => {
    const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      const file = openSync(temporary, 'wx', 0o600);
      try {
        writeFileSync(file, content);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    syncFolder(dirname(path));
  });
}

/** Makes new names in a folder survive a power failure. Windows can't flush a folder, and needn't. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Creates a folder and what is missing above it, for this user only. Folders that exist stay as they are. */
export function makeFolder(folder: string): void {
  doing('write', folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
}
