import { parentPort, workerData } from 'node:worker_threads';
import { type WrittenError, writeError } from '../engine-protocol.ts';
import { packedWorkbook } from './packed-workbook.ts';
import { readWhole, type SheetName, type SheetRow } from './workbook.ts';

/** A thread that reads one workbook: the names of its sheets, or the rows of one, a batch at a time. */

export interface WorkbookTask {
  readonly path: string;
  /** Undefined asks for the names of the sheets. */
  readonly sheet: string | undefined;
}

export type FromWorkbook =
  | { readonly type: 'sheets'; readonly sheets: readonly SheetName[] }
  /** The next batch follows when this one is answered. */
  | { readonly type: 'rows'; readonly rows: readonly SheetRow[] }
  | { readonly type: 'end' }
  | { readonly type: 'problem'; readonly error: WrittenError };

const BATCH_ROWS = 1000;

const { path, sheet } = workerData as WorkbookTask;

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
  if (sheet === undefined) tell({ type: 'sheets', sheets: await workbook.sheets() });
  else {
    let rows: SheetRow[] = [];
    for await (const row of workbook.rows(sheet)) {
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
