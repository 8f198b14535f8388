import { readFile, stat } from 'node:fs/promises';
import type { KnownError } from '../../core/errors.ts';
import { unreadableFile } from '../engine-errors.ts';
import { fileError } from './read-bytes.ts';
import type { SheetMarks } from './sheet-marks.ts';

/** What a cell holds, formulas by the value Excel last computed; a `Date` is a wall clock read as UTC. */
export type Cell = string | number | boolean | Date | null;

export interface SheetRow {
  /** 1-based, as Excel numbers it. */
  readonly number: number;
  readonly cells: readonly Cell[];
}

export interface SheetName {
  readonly name: string;
  /** True for one that a person doesn't see. */
  readonly isHidden: boolean;
}

/** A workbook that is there. Everything rejects with `source-unreadable` where it turns out to be damaged. */
export interface Workbook {
  /** In the order of the tabs. */
  sheets(): Promise<readonly SheetName[]>;
  /** Of the sheet with this place among the tabs, from 0. */
  marks(place: number): Promise<SheetMarks>;
  /** Rows that have cells, in order; may be stopped at any row. */
  rows(sheet: string): AsyncGenerator<SheetRow>;
}

/** Bytes of the packed file up to which starting a thread would take longer than reading it here. */
const SMALL_WORKBOOK = 512 * 1024;

/** Bytes of the packed file; beyond them its texts, which have to be in memory, are more than a machine has. */
const LARGEST_WORKBOOK = 150 * 1024 * 1024;

/**
 * Opens a workbook. The texts of its cells lie in one table, which takes fifty times its packed size while it
 * is read: large workbooks are read in threads that give that memory back. The signal ends their work at once;
 * whoever reads the rows of a small one looks at it between them.
 */
export async function openWorkbook(path: string, signal?: AbortSignal): Promise<Workbook> {
  const size = await sizeOf(path);
  if (size > LARGEST_WORKBOOK) throw tooLarge(path, `of ${Math.round(size / 1024 / 1024)} MB`);
  // Nobody without a workbook pays for the library.
  if (size <= SMALL_WORKBOOK) {
    const { packedWorkbook } = await import('./packed-workbook.ts');
    return packedWorkbook(path, await readWhole(path));
  }
  const { threadedWorkbook } = await import('./threaded-workbook.ts');
  return threadedWorkbook(path, signal);
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw fileError(path, error);
  }
}

export async function readWhole(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw fileError(path, error);
  }
}

export function tooLarge(path: string, size: string): KnownError {
  return unreadableFile(
    path,
    `is a workbook ${size}, which is too large to be read as one.`,
    'Save the sheet as CSV (UTF-8) and choose that file.',
  );
}
