import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StagedEvents } from '../../src/core/events/plan.ts';
import type { JournalEntry } from '../../src/core/ports/journal.ts';
import { openJournal } from '../../src/storage/journal.ts';
import { startChild } from './helpers/child.ts';
import { temporaryFolder } from './helpers/temporary-folders.ts';

const NOW = Date.parse('2026-11-22T01:48:00Z');
const batch = (from: number, state: 'sent' | 'confirmed' = 'sent'): JournalEntry => ({
  type: 'batch',
  state,
  from,
  to: from + 1000,
});

function journalIn(folder: string) {
  const path = join(folder, 'journal.jsonl');
  return { path, journal: openJournal(path, () => NOW) };
}

test('entries are read as they were written, each with its time', async () => {
  const { path, journal } = journalIn(temporaryFolder());
  expect(journal.read()).toEqual([]);
  const entries: readonly JournalEntry[] = [
    { type: 'task', name: 'query', status: 'completed' },
    batch(0),
    {
      type: 'batch',
      state: 'refused',
      from: 0,
      to: 1000,
      requestId: '2026',
      code: 40002,
      message: 'no "such" thing\n',
    },
    { type: 'audience-creating', advertiserId: '7654321098765432109', name: 'VIP ☃' },
    { type: 'resumed' },
  ];
  for (const entry of entries) await journal.append(entry);
  const at = '2026-11-22T01:48:00.000Z';
  expect(openJournal(path).read()).toEqual(entries.map((entry) => ({ at, ...entry })));
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('the sample event of an events run is for the screen only and never gets to disk', async () => {
  const { path, journal } = journalIn(temporaryFolder());
  const staged: StagedEvents = {
    rowsRead: 2,
    unreadable: { count: 0, examples: [] },
    events: 1,
    rejected: { 'no-timestamp': 1 },
    columns: [],
    names: [{ name: 'Purchase', events: 1 }],
    unknownNames: [{ name: 'purchse', rows: 1, nearest: undefined }],
    values: [{ currency: 'USD', events: 1, total: '12.50' }],
    time: undefined,
    identifiers: { EMAIL: 1 },
    valueMismatches: 0,
    withoutRevenue: 0,
    oldEvents: 0,
    leftOut: { ip: 1 },
    firstEvent: '{"page":{"url":"https://example.com/canary"}}',
    seconds: 0.1,
  };
  await journal.append({ type: 'staged-events', staged });
  expect(readFileSync(path, 'utf8')).not.toContain('canary');
  expect(journal.read()[0]).not.toHaveProperty('staged.firstEvent');
  expect(journal.read()).toMatchObject([{ staged: { rowsRead: 2, unknownNames: [{ name: 'purchse' }] } }]);
});

test('entries appended at the same time keep their order', async () => {
  const { journal } = journalIn(temporaryFolder());
  await Promise.all(Array.from({ length: 50 }, (_, number) => journal.append(batch(number))));
  expect(journal.read().map((entry) => entry.type === 'batch' && entry.from)).toEqual(
    Array.from({ length: 50 }, (_, number) => number),
  );
});

describe('a last line that was torn', () => {
  test.each([
    ['in the middle', '{"at":"2026-11-22T01:48:00.000Z","type":"ba'],
    ['just before its end', '{"at":"2026-11-22T01:48:00.000Z","type":"resumed"}'],
    ['in the middle of a character', Buffer.from('{"at":"☃').subarray(0, 8)],
    ['by a power failure that left zeros', Buffer.alloc(5000)],
  ])('%s is left out, and cut off before the next one', async (_where, torn) => {
    const { path, journal } = journalIn(temporaryFolder());
    await journal.append(batch(0));
    await journal.append(batch(1000));
    appendFileSync(path, torn);
    expect(journal.read()).toHaveLength(2);
    await openJournal(path, () => NOW).append(batch(2000));
    expect(journal.read()).toHaveLength(3);
    expect(
      readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    ).toHaveLength(3);
  });

  test('as the only one leaves an empty journal', async () => {
    const { path, journal } = journalIn(temporaryFolder());
    writeFileSync(path, '{"type"');
    expect(journal.read()).toEqual([]);
    await journal.append(batch(0));
    expect(journal.read()).toHaveLength(1);
  });
});

test.each([
  ['is no JSON', 'oops'],
  ['is of an unknown type', '{"at":"2026-11-22T01:48:00.000Z","type":"teleported"}'],
  ['has no time', '{"type":"resumed"}'],
  ['lacks what its type needs', '{"at":"2026-11-22T01:48:00.000Z","type":"batch","state":"sent","from":0}'],
  [
    'has an unknown state',
    '{"at":"2026-11-22T01:48:00.000Z","type":"batch","state":"maybe","from":0,"to":1}',
  ],
  ['is empty', ''],
])('a whole line that %s stops the reading, naming file and line', async (_what, line) => {
  const { path, journal } = journalIn(temporaryFolder());
  await journal.append(batch(0));
  appendFileSync(path, `${line}\n`);
  await journal.append(batch(1000));
  expect(() => journal.read()).toThrow(
    expect.objectContaining({
      kind: 'configuration',
      message: `Line 2 of the journal ${path} can't be read.`,
    }),
  );
});

test('what a newer version adds to a line is kept', async () => {
  const { path, journal } = journalIn(temporaryFolder());
  writeFileSync(path, '{"at":"2026-11-22T01:48:00.000Z","type":"resumed","by":"alice"}\n');
  expect(journal.read()[0]).toHaveProperty('by', 'alice');
});

test('killed in mid-write, again and again, no acknowledged line is lost', async () => {
  const { path, journal } = journalIn(temporaryFolder());
  let next = 0;
  for (let round = 0; round < 3; round += 1) {
    const child = startChild('append-forever.ts', [path, String(next)]);
    let acknowledged = next - 1;
    while (acknowledged < next + 25) acknowledged = Number(await child.nextLine());
    await child.kill();
    const numbers = journal.read().map((entry) => (entry.type === 'batch' ? entry.from : -1));
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, number) => number));
    expect(numbers.length).toBeGreaterThan(acknowledged);
    next = numbers.length;
  }
});

test("a full disk is said, costs no acknowledged line, and doesn't spoil what comes after", async () => {
  const { path, journal } = journalIn(temporaryFolder());
  const child = startChild('append-until-full.ts', [path], { largestFile: 8 });
  const acknowledged = Number(await child.nextLine());
  expect(await child.ended()).toBe(0);
  expect(acknowledged).toBeGreaterThan(10);
  expect(journal.read()).toHaveLength(acknowledged);
  await journal.append(batch(acknowledged));
  expect(journal.read()).toHaveLength(acknowledged + 1);
});

test("an append that fails doesn't stop the next one", async () => {
  const folder = temporaryFolder();
  const journal = openJournal(join(folder, 'later', 'journal.jsonl'));
  await expect(journal.append(batch(0))).rejects.toMatchObject({ kind: 'configuration' });
  await expect(journal.append(batch(0))).rejects.toMatchObject({ kind: 'configuration' });
  expect(journal.read()).toEqual([]);
});
