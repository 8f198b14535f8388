import { KnownError } from '../errors.ts';
import type { Lock, RunFolder } from '../ports/storage.ts';
import { makeFault } from '../remedies/remedies.ts';
import { EventQueue } from './event-queue.ts';
import type { DeliveryEvent, Outcome, Summary } from './events.ts';
import { type DeliveryPorts, faultOf, type RunContext, Stopwatch, TaskFailed } from './run-context.ts';

export interface Workflow {
  /** One run at a time per audience or event source; taken in this order. */
  readonly lockKeys: readonly string[];
  readonly cancel: AbortSignal;
  readonly runTasks: (context: RunContext) => Promise<Outcome>;
  readonly summarise: (context: RunContext, outcome: Outcome) => Promise<Summary>;
}

/**
 * Runs a workflow in a run folder and tells what happens: `run` first, the summary always last. A fault ends
 * the tasks as an event; only a bug throws, after the summary. Leaving the loop early cancels the run and
 * waits until it has written down where it stopped.
 */
export async function* runWorkflow(
  ports: DeliveryPorts,
  folder: RunFolder,
  workflow: Workflow,
): AsyncGenerator<DeliveryEvent> {
  const queue = new EventQueue<DeliveryEvent>();
  const leaving = new AbortController();
  const locks = new Map<string, Lock>();
  const context: RunContext = {
    ports,
    hold: async (key) => {
      if (!locks.has(key)) locks.set(key, await ports.audiences.lock(key));
    },
    folder,
    queue,
    cancel: AbortSignal.any([workflow.cancel, leaving.signal]),
    seconds: new Stopwatch(ports.clock),
    counters: { requests: 0, retries: 0 },
  };
  const release = async () => {
    for (const lock of locks.values()) await lock.release();
  };
  const finished = run(context, workflow, release).then(
    () => queue.end(),
    (error: unknown) => queue.fail(error),
  );
  try {
    yield* queue;
  } finally {
    leaving.abort();
    await finished;
  }
}

async function run(context: RunContext, workflow: Workflow, release: () => Promise<void>): Promise<void> {
  const { queue, folder, ports } = context;
  queue.push({ type: 'run', id: folder.record.id, orchestration: folder.record.orchestration });
  let outcome: Outcome = 'error';
  let failure: TaskFailed | undefined;
  // Until the lock is ours, a folder that has a journal may be another process's, still running.
  let isOurs = folder.journal.read().length === 0;
  try {
    try {
      for (const key of workflow.lockKeys) await context.hold(key);
      isOurs = true;
      outcome = await workflow.runTasks(context);
    } finally {
      await release();
    }
  } catch (error) {
    failure = error instanceof TaskFailed ? error : asFailure(error);
    outcome = failure.fault.kind === 'cancelled' ? 'cancelled' : 'error';
    queue.push({ type: 'fault', ...failure.fault });
  }
  const summary = await workflow.summarise(context, outcome);
  if (isOurs)
    await keepIfPossible(async () => {
      await folder.journal.append({ type: 'summary', summary });
      const finishedAt = new Date(ports.clock.now()).toISOString();
      folder.update({ outcome, summary, finishedAt, fault: failure?.fault });
    });
  queue.push({ type: 'summary', ...summary });
  if (failure?.bug !== undefined) throw failure.bug;
}

/** The account of a run is told even when it can't be written, as on a full disk; the journal already has the facts. */
async function keepIfPossible(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
  }
}

function asFailure(error: unknown): TaskFailed {
  if (error instanceof KnownError) return new TaskFailed(faultOf(error));
  const message = 'Something unexpected happened inside tada.';
  return new TaskFailed(makeFault({ kind: 'unknown', message }), error);
}
