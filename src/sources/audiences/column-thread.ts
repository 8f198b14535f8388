import { Worker } from 'node:worker_threads';
import type { AudienceIdType, IdentifierRules } from '../../core/identifiers/types.ts';
import { entryPoint } from '../../entry-points.ts';
import { type TextVector, textRoom } from '../duckdb/text-vector.ts';
import { queryFailed } from '../engine-errors.ts';
import type { ColumnAnswers } from './column-judge.ts';
import { HALF_WORDS } from './column-judge.ts';
import type { MetState } from './met-before.ts';
import { BATCH } from './sha256-lanes.ts';
import {
  CONTROL,
  type ColumnWorkerSetup,
  copyAnswers,
  END,
  type SharedColumns,
  STATE,
  sharedColumns,
  sharedMemory,
  type ToColumnWorker,
} from './shared-columns.ts';

/** Megabytes of the thread's heap; what it has met before lies outside of it. */
const HEAP_MB = 128;
const YOUNG_HEAP_MB = 8;

/** How long a batch may take: a millisecond or two, but much longer where values are whole documents. */
const PATIENCE_MILLISECONDS = 600_000;

/** Time is measured in parts, of which one is lost when the machine sleeps. */
const PARTS_OF_PATIENCE = 60;

/** The values may be judged again: nothing of them was kept. */
const stopped = () =>
  queryFailed(
    'A part of the engine that makes hashes of values stopped in the middle of its work.',
    'Try again; if it stops again, keep the support bundle.',
  );

/**
 * A thread that judges some of the columns of a batch while the caller judges the others. A function that DuckDB
 * calls has to answer before it returns, so the caller waits for the thread without seeing events: a thread that
 * dies is noticed because no answer comes.
 */
export class ColumnThread {
  readonly #worker: Worker;
  readonly #shared: SharedColumns;
  readonly #answers: readonly ColumnAnswers[];
  readonly #bytes: Uint8Array<SharedArrayBuffer>[];
  readonly #patience: number;
  #asked = 0;
  #rows = 0;

  /** Starts the thread; `types` are those of its columns, and `patience` is in milliseconds. */
  constructor(types: readonly AudienceIdType[], rules: IdentifierRules, patience = PATIENCE_MILLISECONDS) {
    const memory = sharedMemory(types.length);
    this.#shared = sharedColumns(memory, types.length);
    this.#answers = types.map(() => ({
      codes: new Uint8Array(BATCH),
      halves: [new Int32Array(BATCH * HALF_WORDS), new Int32Array(BATCH * HALF_WORDS)],
      hasHash: new Uint8Array(BATCH),
      isMet: new Uint8Array(BATCH),
    }));
    this.#bytes = types.map(() => new Uint8Array(new SharedArrayBuffer(0)));
    this.#patience = patience;
    this.#worker = new Worker(entryPoint('sources/audiences/column-worker'), {
      workerData: { memory, types, rules } satisfies ColumnWorkerSetup,
      execArgv: [],
      env: {},
      // Nothing of it may reach the terminal.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
    });
    // One that can't start is never ready; one that fails later is noticed by who waits for it.
    this.#worker.on('error', () => this.#fail());
    this.#worker.unref();
  }

  /** Whether it can take batches; a thread needs some time to start. */
  get isReady(): boolean {
    return Atomics.load(this.#shared.control, CONTROL.state) === STATE.ready;
  }

  /** Tells, before the first batch, what was met before; the sets belong to the thread from then on. */
  begin(met: readonly (readonly [AudienceIdType, MetState])[]): void {
    this.#tell(
      { met },
      met.map(([, { buckets }]) => buckets.buffer),
    );
  }

  /** Hands over the texts of its k-th column. */
  put(k: number, texts: Pick<TextVector, 'bytes' | 'used' | 'starts' | 'lengths'>, rows: number): void {
    const column = this.#shared.columns[k];
    if (column === undefined) return;
    column.starts.set(texts.starts.subarray(0, rows));
    column.lengths.set(texts.lengths.subarray(0, rows));
    const size = this.#bytes[k]?.length ?? 0;
    const room = textRoom(size, texts.used);
    if (room !== size) {
      const bytes = new SharedArrayBuffer(room);
      this.#bytes[k] = new Uint8Array(bytes);
      this.#tell({ column: k, bytes }, []);
    }
    this.#bytes[k]?.set(texts.bytes.subarray(0, texts.used));
  }

  /** Lets it judge the columns that were put. */
  ask(rows: number): void {
    const { control } = this.#shared;
    this.#rows = rows;
    this.#asked += 1;
    control[CONTROL.rows] = rows;
    Atomics.store(control, CONTROL.asked, this.#asked);
    Atomics.notify(control, CONTROL.asked);
  }

  /**
   * Waits for what was asked for; the answers of each column are good until the next batch. Throws a KnownError of
   * kind `query-failed` when the thread has failed.
   */
  answers(): readonly ColumnAnswers[] {
    const { control, columns } = this.#shared;
    for (let waits = 0; ; ) {
      const answered = Atomics.load(control, CONTROL.answered);
      if (answered === this.#asked) break;
      const hasFailed = Atomics.load(control, CONTROL.state) === STATE.failed || answered !== this.#asked - 1;
      if (hasFailed || waits >= PARTS_OF_PATIENCE) throw stopped();
      const part = this.#patience / PARTS_OF_PATIENCE;
      const woken = Atomics.wait(control, CONTROL.answered, this.#asked - 1, part);
      if (woken === 'timed-out') waits += 1;
    }
    for (const [k, column] of columns.entries()) {
      const answers = this.#answers[k];
      if (answers !== undefined) copyAnswers(column, answers, this.#rows);
    }
    return this.#answers;
  }

  /** Ends it, in the middle of its work if need be. */
  async end(): Promise<void> {
    Atomics.store(this.#shared.control, CONTROL.asked, END);
    Atomics.notify(this.#shared.control, CONTROL.asked);
    await this.#worker.terminate();
  }

  #fail(): void {
    Atomics.store(this.#shared.control, CONTROL.state, STATE.failed);
    Atomics.notify(this.#shared.control, CONTROL.answered);
  }

  #tell(message: ToColumnWorker, transfer: readonly ArrayBuffer[]): void {
    this.#worker.postMessage(message, transfer);
  }
}
