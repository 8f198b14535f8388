import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { EventQueue } from '../../src/core/delivery/event-queue.ts';
import type { DeliveryEvent } from '../../src/core/delivery/events.ts';
import type { CustomerFile } from '../../src/core/delivery/file-types.ts';
import { uploadFiles } from '../../src/core/delivery/file-upload.ts';
import type { Clock } from '../../src/core/ports/clock.ts';
import type { WrittenEntry } from '../../src/core/ports/journal.ts';
import { startSimulator } from '../../src/simulator/index.ts';
import { openJournal } from '../../src/storage/journal.ts';
import { createTikTok } from '../../src/tiktok/client.ts';

function writeFile(folder: string, number: number, people: number): CustomerFile {
  const hashes = Array.from({ length: people }, (_, index) =>
    createHash('sha256').update(`${number} ${index}`).digest('hex'),
  );
  const text = `${hashes.join('\n')}\n`;
  const name = `customers-${number}.csv`;
  const path = join(folder, name);
  writeFileSync(path, text);
  const md5 = createHash('md5').update(text).digest('hex');
  return { path, name, bytes: text.length, lines: people, md5 };
}

it('uploads file after file, tells the share of the bytes, and notes each request', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tada-upload-'));
  const simulator = await startSimulator();
  onTestFinished(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });
  let now = 0;
  const clock: Clock = {
    now: () => {
      // Every look at the clock is late enough for the next line about the progress.
      now += 150;
      return now;
    },
    sleep: async () => undefined,
  };
  const { url: baseUrl, accessToken } = simulator;
  const tiktok = createTikTok({ baseUrl, accessToken, environment: 'simulator', clock });
  const journal = openJournal(join(folder, 'journal.jsonl'));
  const queue = new EventQueue<DeliveryEvent>();
  const counters = { requests: 0, retries: 0 };
  const cancel = new AbortController().signal;
  const files = [writeFile(folder, 1, 30_000), writeFile(folder, 2, 10_000)];
  const paths = await uploadFiles(
    { ports: { tiktok, clock }, folder: { journal }, queue, counters, cancel },
    simulator.advertiserIds[0] ?? '',
    'EMAIL_SHA256',
    files,
  );
  queue.end();
  expect(new Set(paths).size).toBe(2);
  expect(counters).toEqual({ requests: 2, retries: 0 });
  const uploaded = (entry: WrittenEntry) =>
    entry.type === 'file-uploaded' ? [entry.name, entry.bytes, entry.lines] : entry.type;
  expect(journal.read().map(uploaded)).toEqual([
    ['customers-1.csv', 1_950_000, 30_000],
    ['customers-2.csv', 650_000, 10_000],
  ]);
  const told: number[] = [];
  for await (const event of queue) if (event.type === 'progress') told.push(event.done);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.some((percent) => percent > 10 && percent < 70)).toBe(true);
  expect(told.at(-1)).toBe(100);
});
