import { expect, test } from 'vitest';
import { awaitSettling } from '../../../src/core/delivery/await-settling.ts';
import { EventQueue } from '../../../src/core/delivery/event-queue.ts';
import type { DeliveryEvent } from '../../../src/core/delivery/events.ts';
import type { BatchState, WrittenEntry } from '../../../src/core/ports/journal.ts';
import type { RunFolder, RunRecord } from '../../../src/core/ports/storage.ts';

const NOW = Date.parse('2026-11-22T12:00:00.000Z');

function record(id: string, turn: number): RunRecord {
  const startedAt = '2026-11-22T00:00:00.000Z';
  const place = { advertiserId: '1', audienceId: '7', turn };
  return {
    id,
    orchestration: 'vip',
    kind: 'audience',
    startedAt,
    version: '0',
    user: 'dana',
    settings: {},
    ...place,
  };
}

/** A run that delivered before, with lines so many seconds ago. */
function earlier(
  turn: number,
  ...lines: readonly (readonly [seconds: number, state: BatchState])[]
): RunFolder {
  const entries = lines.map(
    ([seconds, state]): WrittenEntry => ({
      at: new Date(NOW - seconds * 1000).toISOString(),
      type: 'batch',
      state,
      from: 0,
      to: 10,
    }),
  );
  return {
    record: record(`run-${turn}`, turn),
    stagedPath: `staged-${turn}`,
    sealedPath: '',
    filesPath: '',
    journal: { append: async () => undefined, read: () => entries },
    update: () => undefined,
  };
}

/** Seconds waited, and the files that were asked about. */
async function wait(runs: readonly RunFolder[], { isOpposed = true, waitScale = 1 } = {}) {
  const slept: number[] = [];
  const asked: string[] = [];
  const queue = new EventQueue<DeliveryEvent>();
  const context = {
    queue,
    cancel: new AbortController().signal,
    folder: { record: record('own', 9) },
    ports: {
      waitScale,
      clock: { now: () => NOW, sleep: async (milliseconds: number) => void slept.push(milliseconds / 1000) },
      runs: {
        create: () => {
          throw new Error('Nothing is started here.');
        },
        open: (id: string) => runs.find((run) => run.record.id === id),
        list: () => ({ runs: runs.map((run) => run.record), broken: [] }),
        journalOf: () => ({ read: () => [] }),
      },
    },
  };
  await awaitSettling(context, async (others) => {
    asked.push(...others.map(({ stagedPath }) => stagedPath));
    return isOpposed;
  });
  queue.end();
  const told: DeliveryEvent[] = [];
  for await (const event of queue) told.push(event);
  expect(told.map((event) => (event.type === 'wait' ? event.seconds : event))).toEqual(slept);
  return { slept, asked };
}

test('what opposes an unanswered request waits until five minutes are over since', async () => {
  expect((await wait([earlier(1, [130, 'sent'], [100, 'unknown'])])).slept).toEqual([200]);
  expect((await wait([earlier(1, [100, 'sent'])])).slept).toEqual([200]);
  expect((await wait([earlier(1, [130, 'sent'], [100, 'unknown'], [90, 'confirmed'])])).slept).toEqual([200]);
  expect((await wait([earlier(1, [1, 'sent'])], { waitScale: 0.01 })).slept).toEqual([2]);
});

test('nothing is waited for after that, nor where everything was answered, nor where nobody is opposed', async () => {
  expect(await wait([earlier(1, [301, 'sent'])])).toEqual({ slept: [], asked: [] });
  expect(await wait([earlier(1, [100, 'sent'], [99, 'confirmed'])])).toEqual({ slept: [], asked: [] });
  expect((await wait([earlier(1, [100, 'sent'])], { isOpposed: false })).slept).toEqual([]);
});

test('several runs in a short time all count, and a clock that was put back asks for the whole time', async () => {
  const runs = [
    earlier(1, [400, 'sent']),
    earlier(2, [250, 'sent']),
    earlier(3, [20, 'sent'], [10, 'confirmed']),
  ];
  expect(await wait(runs)).toEqual({ slept: [50], asked: ['staged-2'] });
  expect((await wait([earlier(1, [-9000, 'sent'])])).slept).toEqual([300]);
});
