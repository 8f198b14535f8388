import { Worker } from 'node:worker_threads';
import { KnownError } from '../../core/errors.ts';
import { errorCode, isDiskFull } from '../../core/system-errors.ts';
import { entryPoint } from '../../entry-points.ts';
import { diskFull, queryFailed } from '../engine-errors.ts';
import { TaskDoer } from './do-task.ts';
import type { FromWorker, Problem, ResultOf, Task, ToWorker, WorkerSetup } from './worker-protocol.ts';

/** Megabytes of a worker's heap; a task's rows and events take a few of them. */
const HEAP_MB = 256;
const YOUNG_HEAP_MB = 8;

/** So many rows are done before a thread is started: starting it takes longer than they do. */
const ROWS_DONE_HERE = 4096;

interface Pending {
  readonly resolve: (result: never) => void;
  readonly reject: (reason: unknown) => void;
}

interface Member {
  readonly worker: Worker;
  readonly pending: Map<number, Pending>;
}

/**
 * Threads that work on tasks. They start when they are needed; a few thousand rows are done without any. A
 * thread that dies takes its tasks with it: they reject, and so does every later one.
 */
export class EventWorkers {
  readonly #setup: WorkerSetup;
  readonly #count: number;
  #members: readonly Member[] = [];
  readonly #here: TaskDoer;
  #rowsDoneHere = 0;
  #lastId = 0;
  #failure: unknown;

  constructor(count: number, setup: WorkerSetup) {
    this.#count = Math.max(1, count);
    this.#setup = setup;
    this.#here = new TaskDoer(setup);
  }

  /** Hands a task over; memory in `transfer` is gone afterwards. */
  async run<T extends Task>(task: T, transfer: readonly ArrayBuffer[]): Promise<ResultOf<T>> {
    if (this.#failure !== undefined) throw this.#failure;
    this.#rowsDoneHere += rowsOf(task);
    if (this.#rowsDoneHere <= ROWS_DONE_HERE) return this.#here.do(task);
    const member = this.#member();
    this.#lastId += 1;
    const id = this.#lastId;
    return await new Promise((resolve, reject) => {
      member.pending.set(id, { resolve, reject });
      member.worker.postMessage({ id, task } satisfies ToWorker, transfer);
    });
  }

  /** Ends the threads, which have nothing to do, to give back their memory; a later task starts others. */
  async rest(): Promise<void> {
    const resting = this.#members;
    this.#members = [];
    await Promise.all(resting.map(({ worker }) => worker.terminate()));
  }

  /** Ends all threads, in the middle of their work if need be; what they had to do rejects with the reason. */
  async stop(reason: unknown): Promise<void> {
    this.#fail(reason);
    await Promise.all(this.#members.map(({ worker }) => worker.terminate()));
  }

  #member(): Member {
    const [first, ...others] = this.#members;
    if (first === undefined) return this.#start();
    const idlest = others.reduce(
      (best, each) => (each.pending.size < best.pending.size ? each : best),
      first,
    );
    return idlest.pending.size > 0 && this.#members.length < this.#count ? this.#start() : idlest;
  }

  #start(): Member {
    const worker = new Worker(entryPoint('sources/events/event-worker'), {
      workerData: this.#setup,
      execArgv: [],
      env: {},
      // Nothing of it may reach the terminal.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
    });
    const member: Member = { worker, pending: new Map() };
    worker.on('message', (message: FromWorker) => receive(member, message));
    worker.on('error', (error) => this.#lost(member, error));
    worker.on('exit', () => this.#lost(member, undefined));
    this.#members = [...this.#members, member];
    return member;
  }

  #lost(member: Member, error: unknown): void {
    if (this.#members.includes(member)) this.#fail(crashError(error));
  }

  #fail(reason: unknown): void {
    this.#failure ??= reason;
    for (const { pending } of this.#members) {
      for (const { reject } of pending.values()) reject(this.#failure);
      pending.clear();
    }
  }
}

function rowsOf({ rows }: Task): number {
  return rows.places.length;
}

function receive({ pending }: Member, message: FromWorker): void {
  const waiting = pending.get(message.id);
  if (waiting === undefined) return;
  pending.delete(message.id);
  if ('result' in message) waiting.resolve(message.result as never);
  else waiting.reject(readProblem(message.problem));
}

function readProblem(problem: Problem): Error {
  if (problem.known) return new KnownError(problem);
  if (isDiskFull(problem.code)) return diskFull();
  // A bug, told without its message.
  const error = new Error(`Reading the rows into events failed (${problem.name}).`);
  error.stack = `${error.message}\n${problem.stack}`;
  return error;
}

function crashError(error: unknown): KnownError {
  const isMemory = errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY';
  return queryFailed(
    isMemory
      ? 'The rows need more memory than there is for making events of them.'
      : 'A part of the engine that makes events of rows stopped in the middle of its work.',
    isMemory
      ? 'Leave out very long texts, or check that the column event_id tells events apart.'
      : 'Try again; if it stops again, keep the support bundle.',
  );
}
