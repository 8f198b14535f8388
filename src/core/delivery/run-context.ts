import { KnownError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Engine, EngineCall } from '../ports/engine.ts';
import type { SourceTables } from '../ports/sources.ts';
import type { AudienceStore, RunFolder, RunStore } from '../ports/storage.ts';
import type { CallOptions, TikTok } from '../ports/tiktok.ts';
import { type Fault, type FaultKind, LOCAL_FAULT_KINDS, TIKTOK_FAULT_KINDS } from '../remedies/faults.ts';
import { makeFault } from '../remedies/remedies.ts';
import type { EventQueue } from './event-queue.ts';
import type { DeliveryEvent, StageSeconds, TaskName, Warning } from './events.ts';

/** What a run needs from outside. */
export interface DeliveryPorts {
  readonly engine: Engine;
  readonly tiktok: TikTok;
  readonly audiences: AudienceStore;
  readonly runs: RunStore;
  readonly clock: Clock;
  /** Multiplies the pauses between looks; 1 when left out. */
  readonly waitScale?: number | undefined;
  /** Where the record of delivered events of an event source is kept. */
  readonly deliveredPath: (eventSourceId: string) => string;
  /** Changes whenever one of the source's files does; rejects with `source-unreadable`. */
  readonly fingerprint: (tables: SourceTables) => Promise<string>;
}

/** A run under way: where it reports, what it was asked, and its stopwatch. */
export interface RunContext {
  readonly ports: DeliveryPorts;
  readonly folder: RunFolder;
  /** Takes a lock and keeps it until the run ends; rejects with `locked` while another process has it. */
  readonly hold: (key: string) => Promise<void>;
  readonly queue: EventQueue<DeliveryEvent>;
  readonly cancel: AbortSignal;
  readonly seconds: Stopwatch;
  readonly counters: { requests: number; retries: number };
}

/** Ends a run early; the fault has been reported with its task. */
export class TaskFailed extends Error {
  override readonly name = 'TaskFailed';
  readonly fault: Fault;
  readonly bug: unknown;

  constructor(fault: Fault, bug?: unknown) {
    super(fault.message);
    this.fault = fault;
    this.bug = bug;
  }
}

/** Wall time per stage, in seconds with milliseconds. */
export class Stopwatch {
  readonly #clock: Clock;
  readonly #started: number;
  readonly #stages = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#started = clock.now();
  }

  async time<T>(stage: 'query' | 'prepare' | 'deliver', work: () => Promise<T>): Promise<T> {
    const from = this.#clock.now();
    try {
      return await work();
    } finally {
      this.#stages.set(stage, (this.#stages.get(stage) ?? 0) + this.#clock.now() - from);
    }
  }

  read(): StageSeconds {
    const seconds = (milliseconds: number) => Math.round(milliseconds) / 1000;
    return {
      query: seconds(this.#stages.get('query') ?? 0),
      prepare: seconds(this.#stages.get('prepare') ?? 0),
      deliver: seconds(this.#stages.get('deliver') ?? 0),
      total: seconds(this.#clock.now() - this.#started),
    };
  }
}

/** Runs one task and reports its status; any failure becomes a fault and ends the run. */
export async function runTask<T>(
  context: RunContext,
  name: TaskName,
  work: () => Promise<{ readonly value: T; readonly detail?: string; readonly isAlert?: boolean }>,
): Promise<T> {
  throwIfCancelled(context.cancel);
  context.queue.push({ type: 'task', name, status: 'running' });
  try {
    const { value, detail, isAlert } = await work();
    const status = isAlert === true ? 'alert' : 'completed';
    await context.folder.journal.append({ type: 'task', name, status });
    context.queue.push({ type: 'task', name, status, ...(detail === undefined ? {} : { detail }) });
    return value;
  } catch (error) {
    const failure = error instanceof TaskFailed ? error : asTaskFailed(error, context.cancel);
    context.queue.push({ type: 'task', name, status: 'error', fault: failure.fault });
    await context.folder.journal.append({ type: 'task', name, status: 'error', fault: failure.fault });
    throw failure;
  }
}

export function warn(context: RunContext, warnings: readonly Warning[]): void {
  for (const warning of warnings) context.queue.push({ type: 'warning', ...warning });
}

/** Options for calls to TikTok: waits are told and counted, a cancel ends them. */
export function callOptions(context: Pick<RunContext, 'cancel' | 'counters' | 'queue'>): CallOptions {
  return {
    signal: context.cancel,
    onWait: ({ reason, seconds, isPacing }) => {
      if (isPacing !== true) {
        context.counters.retries += 1;
        context.counters.requests += 1;
      }
      context.queue.push({ type: 'wait', reason, seconds });
    },
  };
}

const PROGRESS_INTERVAL_MS = 100;

/** Options for calls to the engine: progress is told at most ten times a second. */
export function engineCall(context: RunContext, task: TaskName): EngineCall {
  const started = context.ports.clock.now();
  let last = started;
  return {
    signal: context.cancel,
    onProgress: ({ rows, percent }) => {
      const now = context.ports.clock.now();
      if (now - last < PROGRESS_INTERVAL_MS) return;
      last = now;
      const done = rows ?? percent;
      if (done === undefined) return;
      const perSecond = Math.round((done * 1000) / Math.max(1, now - started));
      context.queue.push(
        rows === undefined
          ? { type: 'progress', task, done: Math.round(done), total: 100, unit: 'percent', perSecond }
          : { type: 'progress', task, done, unit: 'rows', perSecond },
      );
    },
  };
}

export function throwIfCancelled(cancel: AbortSignal): void {
  if (cancel.aborted) throw new TaskFailed(cancelledFault());
}

export function cancelledFault(): Fault {
  return makeFault({ kind: 'cancelled', message: 'The run was stopped; what TikTok confirmed is kept.' });
}

function asTaskFailed(error: unknown, cancel: AbortSignal): TaskFailed {
  if (cancel.aborted && !(error instanceof KnownError && error.fault?.code !== undefined)) {
    return new TaskFailed(cancelledFault());
  }
  if (error instanceof KnownError) return new TaskFailed(faultOf(error));
  const message = 'Something unexpected happened inside tada.';
  return new TaskFailed(makeFault({ kind: 'unknown', message }), error);
}

/** The fault a known error stands for; its message carries the next step. */
export function faultOf(error: KnownError): Fault {
  if (error.fault !== undefined) return error.fault;
  const kind: FaultKind = isFaultKind(error.kind) ? error.kind : 'unknown';
  return makeFault({ kind, message: `${error.message} ${error.hint}`, requestId: error.requestId });
}

function isFaultKind(kind: string): kind is FaultKind {
  return [...TIKTOK_FAULT_KINDS, ...LOCAL_FAULT_KINDS].some((known) => known === kind);
}
