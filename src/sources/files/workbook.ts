import { readFile } from 'node:fs/promises';
import { KnownError } from '../../core/errors.ts';
import { unreadableFile } from '../engine-errors.ts';
import { fileError } from './read-bytes.ts';

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

/** A workbook in memory, packed as it is on disk. Everything rejects with `source-unreadable` where it is damaged. */
export interface Workbook {
  /** In the order of the tabs. */
  sheets(): Promise<readonly SheetName[]>;
  /** Rows that have cells, in order; may be stopped at any row. */
  rows(sheet: string): AsyncGenerator<SheetRow>;
}

/**
 * Bytes of the packed file. Texts of a workbook lie in one table that has to be in memory; beyond this size
 * that takes more than a small machine has.
 */
const LARGEST_WORKBOOK = 150 * 1024 * 1024;

export async function openWorkbook(path: string): Promise<Workbook> {
  const bytes = await readWhole(path);
  // Nobody without a workbook pays for the library.
  const { readXlsx, streamXlsxRows } = await import('hucre/xlsx');
  return {
    sheets: () =>
      telling(path, async () => {
        const sheets: SheetName[] = [];
        await readXlsx(bytes, {
          sheets: ({ name, hidden, veryHidden }) => {
            sheets.push({ name, isHidden: hidden === true || veryHidden === true });
            return false;
          },
        });
        if (sheets.length === 0) throw damaged(path);
        return sheets;
      }),
    rows: async function* (sheet) {
      const rows = streamXlsxRows(bytes, { sheet });
      try {
        for (;;) {
          const next = await telling(path, () => rows.next());
          if (next.done === true) return;
          yield { number: next.value.index + 1, cells: next.value.values as readonly Cell[] };
        }
      } finally {
        await rows.return();
      }
    },
  };
}

async function readWhole(path: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw fileError(path, error);
  }
  if (bytes.length <= LARGEST_WORKBOOK) return bytes;
  throw unreadableFile(
    path,
    `is a workbook of ${Math.round(bytes.length / 1024 / 1024)} MB, which is too large to be read as one.`,
    'Save the sheet as CSV (UTF-8) and choose that file.',
  );
}

/** What the library throws quotes the file's insides, so only that it failed is passed on. */
async function telling<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof KnownError ? error : damaged(path);
  }
}

function damaged(path: string): KnownError {
  return unreadableFile(
    path,
    'is a damaged Excel workbook.',
    'Open it in Excel and save it again, or save the sheet as CSV (UTF-8).',
  );
}
