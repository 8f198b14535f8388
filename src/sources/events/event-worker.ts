import { parentPort, workerData } from 'node:worker_threads';
import { KnownError } from '../../core/errors.ts';
import { buildFromRows, readEvents } from './row-reader.ts';
import { readRowTexts, sealRows } from './row-units.ts';
import { sealUnit } from './unit-cipher.ts';
import type { Built, FromWorker, ReadResult, Task, ToWorker, WorkerSetup } from './worker-protocol.ts';

/** A thread that turns rows into events and seals them, so that the engine's own thread stays free. */

const setup = workerData as WorkerSetup;
const port = parentPort;

const NOTHING = new Uint8Array(0);

function sealTexts(unit: number, texts: Uint8Array): Uint8Array<ArrayBuffer> {
  return texts.length === 0 ? NOTHING : sealUnit(setup.textKey, unit, texts);
}

function work(task: Task): ReadResult | Built {
  if (task.type === 'rebuild') {
    const texts = readRowTexts(setup.rowsPath, setup.rowKey, task.units, task.rows);
    const built = buildFromRows(texts, task.sizes, setup.reading);
    return { records: built.records, sealed: sealTexts(task.unit, built.texts) };
  }
  const { records, texts, counts } = readEvents(task.rows, setup.reading);
  const { bytes, units } = sealRows(setup.rowKey, task.firstRow, task.rows);
  return { records, counts, units, sealed: sealTexts(task.unit, texts), sealedRows: bytes };
}

function problemOf(error: unknown): Extract<FromWorker, { readonly problem: unknown }>['problem'] {
  if (error instanceof KnownError) {
    return { known: true, kind: error.kind, message: error.message, hint: error.hint };
  }
  const { name, stack, code } = error as NodeJS.ErrnoException;
  // A stack begins with the message, which may quote a value.
  const places = stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return { known: false, name: String(name), code, stack: places.join('\n') };
}

/** Memory that the message can hand over instead of copying it. */
function memoryOf(result: ReadResult | Built): ArrayBuffer[] {
  const { records, sealed } = result;
  const arrays = Object.values(records)
    .flat()
    .filter((value) => ArrayBuffer.isView(value));
  const rows = 'sealedRows' in result ? [result.sealedRows] : [];
  const buffers = new Set([...arrays, sealed, ...rows].map(({ buffer }) => buffer));
  buffers.delete(NOTHING.buffer);
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}

port?.on('message', ({ id, task }: ToWorker) => {
  try {
    const result = work(task);
    port.postMessage({ id, result } satisfies FromWorker, memoryOf(result));
  } catch (error) {
    port.postMessage({ id, problem: problemOf(error) } satisfies FromWorker);
  }
});
