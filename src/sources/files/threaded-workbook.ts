import { on } from 'node:events';
import { totalmem } from 'node:os';
import { Worker } from 'node:worker_threads';
import { errorCode } from '../../core/system-errors.ts';
import { entryPoint } from '../../entry-points.ts';
import { cancelledError } from '../engine-errors.ts';
import { readError } from '../engine-protocol.ts';
import { type SheetName, type SheetRow, tooLarge, type Workbook } from './workbook.ts';
import type { FromWorkbook, WorkbookTask } from './workbook-worker.ts';

/**
 * Megabytes of a thread's heap: what does for a sheet of a hundred thousand people, and what the machine can
 * give. A heap that may grow large is cleaned late, so the small one comes first.
 */
const HEAPS_MB = [256, Math.max(512, Math.min(4096, Math.floor(totalmem() / 2 / 1024 / 1024)))] as const;

/** A workbook that is read in threads, which end with what they were asked for. */
export function threadedWorkbook(path: string, signal: AbortSignal | undefined): Workbook {
  return {
    sheets: async () => {
      const names: SheetName[] = [];
      for await (const message of ask({ path, wanted: { kind: 'sheets' } }, signal)) {
        if (message.type === 'sheets') names.push(...message.sheets);
      }
      return names;
    },
    marks: async (place) => {
      for await (const message of ask({ path, wanted: { kind: 'marks', place } }, signal)) {
        if (message.type === 'marks') return message.marks;
      }
      throw new Error('The thread that reads a workbook told no marks.');
    },
    rows: async function* (sheet) {
      for await (const message of ask({ path, wanted: { kind: 'rows', sheet } }, signal)) {
        if (message.type === 'rows') yield* message.rows;
      }
    },
  };
}

/** Asks a thread; when its heap doesn't do, another one with a larger heap goes on behind what is told already. */
async function* ask(task: WorkbookTask, signal: AbortSignal | undefined): AsyncGenerator<FromWorkbook> {
  let told = 0;
  for (const heap of HEAPS_MB) {
    let known = told;
    try {
      for await (const message of askThread(task, heap, signal)) {
        const rows: readonly SheetRow[] = message.type === 'rows' ? message.rows : [];
        const isKnown = message.type === 'rows' && known >= rows.length;
        known = Math.max(0, known - rows.length);
        if (isKnown) continue;
        told += rows.length;
        yield message;
      }
      return;
    } catch (error) {
      if (signal?.aborted) throw cancelledError();
      if (!isOutOfMemory(error)) throw error;
    }
  }
  throw tooLarge(task.path, 'with more text than there is memory for');
}

async function* askThread(
  task: WorkbookTask,
  heapMb: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<FromWorkbook> {
  const worker = new Worker(entryPoint('sources/files/workbook-worker'), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 16 },
  });
  try {
    for await (const [message] of on(worker, 'message', { close: ['exit'], ...(signal && { signal }) })) {
      const told = message as FromWorkbook;
      if (told.type === 'problem') throw readError(told.error);
      if (told.type === 'end') return;
      if (told.type === 'rows') worker.postMessage('more');
      yield told;
    }
    throw new Error('The thread that reads a workbook ended before its work was done.');
  } finally {
    await worker.terminate();
  }
}

function isOutOfMemory(error: unknown): boolean {
  return errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY';
}
