import { parentPort, workerData } from 'node:worker_threads';
import { KnownError } from '../../core/errors.ts';
import { memoryOf, TaskDoer } from './do-task.ts';
import type { FromWorker, Problem, ToWorker, WorkerSetup } from './worker-protocol.ts';

/** A thread that turns rows into events and seals them, so that the engine's own thread stays free. */

const doer = new TaskDoer(workerData as WorkerSetup);

function problemOf(error: unknown): Problem {
  if (error instanceof KnownError) {
    return { known: true, kind: error.kind, message: error.message, hint: error.hint };
  }
  const { name, stack, code } = error as NodeJS.ErrnoException;
  // A stack begins with the message, which may quote a value.
  const places = stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return { known: false, name: String(name), code, stack: places.join('\n') };
}

parentPort?.on('message', ({ id, task }: ToWorker) => {
  try {
    const result = doer.do(task);
    parentPort?.postMessage({ id, result } satisfies FromWorker, memoryOf(result));
  } catch (error) {
    parentPort?.postMessage({ id, problem: problemOf(error) } satisfies FromWorker);
  }
});
