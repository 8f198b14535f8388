import { type EventRecords, makeScratch } from './event-records.ts';
import { buildFromRows, type RowCounts, readEvents } from './row-reader.ts';
import { sealUnit } from './unit-cipher.ts';
import { readRowTexts } from './waiting-rows.ts';
import {
  type Built,
  PART_ROWS,
  type Part,
  type ReadResult,
  type ResultOf,
  type Task,
  type WorkerSetup,
} from './worker-protocol.ts';

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
    const texts = readRowTexts(this.#setup.files, task.rows);
    return task.type === 'read' ? this.#read(texts, task.unit) : this.#rebuild(texts, task.sizes, task.unit);
  }

  #read(texts: readonly string[], unit: number): ReadResult {
    const parts: Part[] = [];
    const counts: RowCounts[] = [];
    for (let from = 0; from < texts.length; from += PART_ROWS) {
      const rows = texts.slice(from, from + PART_ROWS);
      const events = readEvents(rows, this.#setup.reading, this.#scratch);
      parts.push(this.#part(from, unit + parts.length, events));
      counts.push(events.counts);
    }
    return { parts, counts };
  }

  #rebuild(texts: readonly string[], sizes: Uint32Array, unit: number): Built {
    const parts: Part[] = [];
    let from = 0;
    for (let event = 0; event < sizes.length; ) {
      let to = from;
      const first = event;
      while (event < sizes.length && to - from < PART_ROWS) {
        to += sizes[event] ?? 0;
        event += 1;
      }
      const events = buildFromRows(
        texts.slice(from, to),
        sizes.subarray(first, event),
        this.#setup.reading,
        this.#scratch,
      );
      parts.push(this.#part(from, unit + parts.length, events));
      from = to;
    }
    return { parts };
  }

  #part(
    from: number,
    unit: number,
    { records, texts }: { readonly records: EventRecords; readonly texts: Uint8Array },
  ): Part {
    const sealed = texts.length === 0 ? NOTHING : sealUnit(this.#setup.textKey, unit, texts);
    return { from, unit, records, sealed };
  }
}

/** Memory of a result that a message can hand over instead of copying it. */
export function memoryOf({ parts }: Built): readonly ArrayBuffer[] {
  const arrays = parts.flatMap(({ records, sealed }) => [
    ...Object.values(records)
      .flat()
      .filter((value) => ArrayBuffer.isView(value)),
    sealed,
  ]);
  const buffers = new Set(arrays.map(({ buffer }) => buffer));
  buffers.delete(NOTHING.buffer);
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}
