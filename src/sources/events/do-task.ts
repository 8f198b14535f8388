import { makeScratch } from './event-records.ts';
import { buildFromRows, readEvents } from './row-reader.ts';
import { sealUnit } from './unit-cipher.ts';
import { readRowTexts } from './waiting-rows.ts';
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
    const { reading, files } = this.#setup;
    const rows = readRowTexts(files, task.rows);
    if (task.type === 'rebuild') {
      const { records, texts } = buildFromRows(rows, task.sizes, reading, this.#scratch);
      return { records, sealed: this.#seal(task.unit, texts) };
    }
    const { records, texts, counts } = readEvents(rows, reading, this.#scratch);
    return { records, counts, sealed: this.#seal(task.unit, texts) };
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
  const buffers = new Set([...arrays, sealed].map(({ buffer }) => buffer));
  buffers.delete(NOTHING.buffer);
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}
