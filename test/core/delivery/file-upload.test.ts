import { expect, it } from 'vitest';
import { EventQueue } from '../../../src/core/delivery/event-queue.ts';
import type { DeliveryEvent } from '../../../src/core/delivery/events.ts';
import type { CustomerFile } from '../../../src/core/delivery/file-types.ts';
import { uploadFiles } from '../../../src/core/delivery/file-upload.ts';
import { type RunContext, Stopwatch } from '../../../src/core/delivery/run-context.ts';
import type { JournalEntry } from '../../../src/core/ports.ts';

function fileOf(number: number, bytes: number): CustomerFile {
  return { path: `/nowhere/${number}`, name: `customers-${number}.csv`, bytes, lines: number * 10, md5: 'x' };
}

it('uploads file after file, tells the share of the bytes, and notes each request', async () => {
  const lines: JournalEntry[] = [];
  const queue = new EventQueue<DeliveryEvent>();
  let now = 0;
  const clock = { now: () => now, sleep: async () => undefined };
  const context = {
    ports: {
      clock,
      tiktok: {
        uploadCustomerFile: async ({
          file,
          onSent,
        }: {
          file: CustomerFile;
          onSent?: (bytes: number) => void;
        }) => {
          for (const sent of [file.bytes / 2, file.bytes + 300]) {
            now += 200;
            onSent?.(sent);
          }
          return { data: { filePath: `there/${file.name}` }, requestId: `R-${file.name}` };
        },
      },
    },
    folder: { journal: { append: async (entry: JournalEntry) => void lines.push(entry), read: () => [] } },
    queue,
    cancel: new AbortController().signal,
    seconds: new Stopwatch(clock),
    counters: { requests: 0, retries: 0 },
  } as unknown as RunContext;
  const paths = await uploadFiles(context, '1', 'EMAIL_SHA256', [fileOf(1, 3000), fileOf(2, 1000)]);
  queue.end();
  expect(paths).toEqual(['there/customers-1.csv', 'there/customers-2.csv']);
  expect(context.counters.requests).toBe(2);
  expect(lines).toEqual([
    {
      type: 'file-uploaded',
      name: 'customers-1.csv',
      bytes: 3000,
      lines: 10,
      requestId: 'R-customers-1.csv',
    },
    {
      type: 'file-uploaded',
      name: 'customers-2.csv',
      bytes: 1000,
      lines: 20,
      requestId: 'R-customers-2.csv',
    },
  ]);
  const told: DeliveryEvent[] = [];
  for await (const event of queue) told.push(event);
  expect(told.map((event) => (event.type === 'progress' ? event.done : event.type))).toEqual([
    37, 75, 87, 100, 100,
  ]);
});
