import { createHash } from 'node:crypto';
import { startSimulator } from '../../src/simulator/index.ts';

/** The simulator as a process of its own, so that it outlives every victim; asked over the parent's channel. */

export type Question =
  | { readonly what: 'members'; readonly audienceId: string; readonly type: string }
  | { readonly what: 'audiences' }
  | { readonly what: 'mappings' }
  | { readonly what: 'events' }
  | { readonly what: 'add-fault'; readonly fault: string }
  | { readonly what: 'clear-faults' };

/** An accepted mapping: a digest of its people as they were sent. */
export interface AcceptedMapping {
  readonly action: string;
  readonly digest: string;
  readonly users: number;
}

export function digestOfBatch(batchData: unknown): string {
  return createHash('sha256').update(JSON.stringify(batchData)).digest('hex');
}

if (process.send !== undefined && process.argv[2] === 'serve') await serve(Number(process.argv[3]));

async function serve(rowsPerSecond: number): Promise<void> {
  const simulator = await startSimulator({ rowsPerSecond, recordMappings: true, keepEvents: 0 });
  const { state, control } = simulator;
  const answer = (question: Question): unknown => {
    switch (question.what) {
      case 'members':
        return [...state.members(question.audienceId, question.type)];
      case 'audiences':
        return state.audiences();
      case 'mappings':
        return state.mappings().map(describeMapping);
      case 'events':
        return state.eventCounts();
      case 'add-fault':
        return control.addFault(question.fault);
      case 'clear-faults':
        return control.clearFaults();
    }
  };
  process.on('message', ({ id, question }: { id: number; question: Question }) => {
    process.send?.({ type: 'answer', id, value: answer(question) });
  });
  process.on('disconnect', () => process.exit());
  let told = 0;
  setInterval(() => {
    const count = state.mappings().length + state.requestCount('/event/track/');
    if (count === told) return;
    told = count;
    process.send?.({ type: 'accepted', count });
  }, 1);
  process.send?.({ type: 'ready', address: simulator.printable });
}

function describeMapping(body: unknown): AcceptedMapping {
  const { action, batch_data } = body as { action: string; batch_data: readonly unknown[] };
  return { action, digest: digestOfBatch(batch_data), users: batch_data.length };
}
