import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { ColumnJudge } from './column-judge.ts';
import { MetBefore } from './met-before.ts';
import { Sha256Lanes } from './sha256-lanes.ts';
import {
  CONTROL,
  type ColumnWorkerSetup,
  copyAnswers,
  END,
  STATE,
  sharedColumns,
  type ToColumnWorker,
} from './shared-columns.ts';

/** A thread that judges some of the columns of every batch. It sleeps between batches and never sees an event. */

const { memory, types, rules } = workerData as ColumnWorkerSetup;
const { control, columns } = sharedColumns(memory, types.length);

function judgeBatches(port: MessagePort): void {
  const lanes = new Sha256Lanes();
  let judges: readonly ColumnJudge[] = [];
  const bytes = types.map(() => new Uint8Array(0) as Uint8Array);
  const listen = () => {
    for (let found = receiveMessageOnPort(port); found !== undefined; found = receiveMessageOnPort(port)) {
      const message = found.message as ToColumnWorker;
      if ('met' in message) {
        const met = new Map(message.met.map(([type, state]) => [type, new MetBefore(state)]));
        judges = types.map((type) => new ColumnJudge(type, rules, lanes, met.get(type) ?? new MetBefore()));
      } else {
        bytes[message.column] = new Uint8Array(message.bytes);
      }
    }
  };
  setState(STATE.ready);
  for (let answered = 0; ; answered += 1) {
    // It may be woken for a batch that it has answered already, having seen the number before it was to sleep.
    while (Atomics.load(control, CONTROL.asked) === answered) Atomics.wait(control, CONTROL.asked, answered);
    if (Atomics.load(control, CONTROL.asked) === END) return;
    listen();
    const rows = control[CONTROL.rows] ?? 0;
    for (const [k, column] of columns.entries()) {
      const judge = judges[k];
      const text = bytes[k];
      if (judge === undefined || text === undefined) throw new Error('A column came before its judge.');
      judge.judge({ bytes: text, starts: column.starts, lengths: column.lengths }, rows);
      copyAnswers(judge, column, rows);
    }
    Atomics.store(control, CONTROL.answered, answered + 1);
    Atomics.notify(control, CONTROL.answered);
  }
}

function setState(state: number): void {
  Atomics.store(control, CONTROL.state, state);
  Atomics.notify(control, CONTROL.answered);
}

try {
  if (parentPort !== null) judgeBatches(parentPort);
} catch {
  // What went wrong may quote a value; that it did is all that is told.
  setState(STATE.failed);
}
