import { readXlsx, streamXlsxRows } from 'hucre/xlsx';
import { KnownError } from '../../core/errors.ts';
import { unreadableFile } from '../engine-errors.ts';
import { readSheetMarks } from './sheet-marks.ts';
import type { Cell, SheetName, Workbook } from './workbook.ts';

/** A workbook by its bytes, packed as they are on disk. */
export function packedWorkbook(path: string, bytes: Uint8Array): Workbook {
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
    marks: async (place) => readSheetMarks(bytes, place),
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
