import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configurationError } from '../core/errors.ts';
import { errorCode } from '../core/system-errors.ts';
import type { Piece } from './scheduler.ts';

/** Writes files for a scheduler, each for this user only (0600); folders that are missing are made. */
export function writePieces(pieces: readonly Piece[]): void {
  for (const { place, text } of pieces) {
    orRefuse(place, () => {
      mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
      writeFileSync(place, text, { mode: 0o600 });
    });
  }
}

/** Ids of the files in a folder that begin with a tag and have this ending. */
export function listIds(folder: string, tag: string, ending: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.startsWith(`${tag}-`) && name.endsWith(ending))
      .map((name) => name.slice(0, -ending.length))
      .toSorted();
  } catch {
    // No such folder: nothing was ever installed.
    return [];
  }
}

/** The texts of files, joined as they are compared; a file that is missing counts as empty. */
export function readTexts(folder: string, names: readonly string[]): string {
  return names
    .map((name) => {
      try {
        return readFileSync(join(folder, name), 'utf8');
      } catch {
        return '';
      }
    })
    .join('\n');
}

export function removeFile(path: string): void {
  orRefuse(path, () => rmSync(path, { force: true }));
}

function orRefuse(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw configurationError(
      `${path} can't be changed (${errorCode(error) ?? 'unknown reason'}).`,
      'Give yourself permission to that folder, or choose another scheduler with --scheduler.',
      error,
    );
  }
}
