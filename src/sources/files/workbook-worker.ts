import { parentPort, workerData } from 'node:worker_threads';
import { type WrittenError, writeError } from '../engine-protocol.ts';
import { packedWorkbook } from './packed-workbook.ts';
import type { SheetMarks } from './sheet-marks.ts';
import { readWhole, type SheetName, type SheetRow } from './workbook.ts';

/** A thread that reads one workbook: its sheets' names, or of one the marks, or the rows, a batch at a time. */

export interface WorkbookTask {
  readonly path: string;
  readonly wanted:
    | { readonly kind: 'sheets' }
    | { readonly kind: 'marks'; readonly place: number }
    | { readonly kind: 'rows'; readonly sheet: string };
}

export type FromWorkbook =
  | { readonly type: 'sheets'; readonly sheets: readonly SheetName[] }
  | { readonly type: 'marks'; readonly marks: SheetMarks }
  /** The next batch follows when this one is answered. */
  | { readonly type: 'rows'; readonly rows: readonly SheetRow[] }
  | { readonly type: 'end' }
  | { readonly type: 'problem'; readonly error: WrittenError };

const BATCH_ROWS = 1000;

const { path, wanted } = workerData as WorkbookTask;

function tell(message: FromWorkbook): void {
  parentPort?.postMessage(message);
}

/** Posts a batch and waits until it is taken. */
async function hand(rows: readonly SheetRow[]): Promise<void> {
  await new Promise<void>((resolve) => {
    parentPort?.once('message', () => resolve());
    tell({ type: 'rows', rows });
  });
}

try {
  const workbook = packedWorkbook(path, await readWhole(path));
  if (wanted.kind === 'sheets') tell({ type: 'sheets', sheets: await workbook.sheets() });
  else if (wanted.kind === 'marks') tell({ type: 'marks', marks: await workbook.marks(wanted.place) });
  else {
    let rows: SheetRow[] = [];
    for await (const row of workbook.rows(wanted.sheet)) {
      rows.push(row);
      if (rows.length < BATCH_ROWS) continue;
      await hand(rows);
      rows = [];
    }
    if (rows.length > 0) await hand(rows);
  }
  tell({ type: 'end' });
} catch (error) {
  tell({ type: 'problem', error: writeError(error) });
}
