import { makeScratch } from './event-records.ts';
import { valuesOf } from './row-batch.ts';
import { buildFromRows, readEvents } from './row-reader.ts';
import { readRowTexts, sealRows } from './row-units.ts';
import { sealUnit } from './unit-cipher.ts';
import type { Built, ReadResult, ResultOf, Task, WorkerSetup } from './worker-protocol.ts';

const NOTHING = new Uint8Array(0);

/** Does tasks one after another. */
export class TaskDoer {
  readonly #setup: WorkerSetup;
  readonly #scratch = makeScratch();

  constructor(setup: WorkerSetup) {
    this.#setup = setup;
  }

  do<T extends Task>(task: T): ResultOf<T>;
  do(task: Task): ReadResult | Built {
    const { reading, rowKey, rowsPath } = this.#setup;
    if (task.type === 'rebuild') {
      const rows = readRowTexts(rowsPath, rowKey, task.units, task.rows);
      const { records, texts } = buildFromRows(rows, task.sizes, reading, this.#scratch);
      return { records, sealed: this.#seal(task.unit, texts) };
    }
    const values = valuesOf(task.batch);
    const { records, texts, counts } = readEvents(task.batch, values, reading, this.#scratch);
    const { bytes, units } = sealRows(rowKey, task.firstRow, values);
    return { records, counts, units, sealed: this.#seal(task.unit, texts), sealedRows: bytes };
  }

  #seal(unit: number, texts: Uint8Array): Uint8Array<ArrayBuffer> {
    return texts.length === 0 ? NOTHING : sealUnit(this.#setup.textKey, unit, texts);
  }
}

/** Memory of a result that a message can hand over instead of copying it. */
export function memoryOf(result: ReadResult | Built): readonly ArrayBuffer[] {
  const { records, sealed } = result;
  const arrays = Object.values(records)
    .flat()
    .filter((value) => ArrayBuffer.isView(value));
  const rows = 'sealedRows' in result ? [result.sealedRows] : [];
  const buffers = new Set([...arrays, sealed, ...rows].map(({ buffer }) => buffer));
  buffers.delete(NOTHING.buffer);
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}
