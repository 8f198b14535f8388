import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { AudienceState, EventCounts, SimulatorAddress } from '../../src/simulator/index.ts';
import type { IdType, Members } from './people.ts';
import type { AcceptedMapping, Question } from './simulator-process.ts';

type Message =
  | { readonly type: 'ready'; readonly address: SimulatorAddress }
  | { readonly type: 'accepted'; readonly count: number }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown };

/** TikTok's side of a story: the simulator in its own process, and what can be asked of it. */
export interface TikTokWorld {
  readonly address: SimulatorAddress;
  /** Called within a few milliseconds of every accepted mapping and request of events, with how many there are by now. */
  onAccepted(listener: (count: number) => void): () => void;
  accepted(): number;
  audiences(): Promise<readonly AudienceState[]>;
  members(audienceId: string): Promise<Members>;
  mappings(): Promise<readonly AcceptedMapping[]>;
  /** Events received, by what TikTok made of them. */
  events(): Promise<EventCounts>;
  addFault(fault: string): Promise<void>;
  clearFaults(): Promise<void>;
  close(): Promise<void>;
}

export async function startTikTokWorld(rowsPerSecond: number): Promise<TikTokWorld> {
  const child = fork(join(import.meta.dirname, 'simulator-process.ts'), ['serve', String(rowsPerSecond)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, (value: unknown) => void>();
  const listeners = new Set<(count: number) => void>();
  let accepted = 0;
  let lastId = 0;
  const ready = new Promise<SimulatorAddress>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The simulator ended with ${code}.`)));
    child.on('message', (message: Message) => {
      if (message.type === 'ready') resolve(message.address);
      else if (message.type === 'answer') waiting.get(message.id)?.(message.value);
      else {
        accepted = message.count;
        for (const listener of listeners) listener(accepted);
      }
    });
  });
  const ask = <Value>(question: Question): Promise<Value> => {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve) => {
      waiting.set(id, (value) => {
        waiting.delete(id);
        resolve(value as Value);
      });
      child.send({ id, question });
    });
  };
  const hashes = async (audienceId: string, type: IdType) =>
    new Set(await ask<readonly string[]>({ what: 'members', audienceId, type }));
  const address = await ready;
  return {
    address,
    accepted: () => accepted,
    onAccepted: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    audiences: () => ask({ what: 'audiences' }),
    members: async (audienceId) => ({
      EMAIL_SHA256: await hashes(audienceId, 'EMAIL_SHA256'),
      PHONE_SHA256: await hashes(audienceId, 'PHONE_SHA256'),
    }),
    mappings: () => ask({ what: 'mappings' }),
    events: () => ask({ what: 'events' }),
    addFault: (fault) => ask({ what: 'add-fault', fault }),
    clearFaults: () => ask({ what: 'clear-faults' }),
    close: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}
