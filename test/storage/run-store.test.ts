import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/core/ports/storage.ts';
import { newRunId, openRunStore, unusedRunId } from '../../src/storage/run-store.ts';
import { temporaryHome } from './helpers/temporary-folders.ts';

const record = (id: string, startedAt: string, more: Partial<RunRecord> = {}): RunRecord => ({
  id,
  orchestration: 'vip',
  kind: 'audience',
  startedAt,
  version: '0.1.0',
  user: 'alice',
  settings: { destination: 'acme audiences' },
  ...more,
});

describe('a run', () => {
  test('has a folder of its own with record, journal and a place for the staged rows', async () => {
    const folders = temporaryHome();
    const run = openRunStore(folders).create(record('20261122-0148-ab3k', '2026-11-22T01:48:00Z'));
    await run.journal.append({ type: 'resumed' });
    const folder = join(folders.runs, '20261122-0148-ab3k');
    expect(run.stagedPath).toBe(join(folder, 'staged.duckdb'));
    expect(readdirSync(folder).toSorted()).toEqual(['journal.jsonl', 'run.json']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'run.json')).mode & 0o777).toBe(0o600);
  });

  test('is opened as it was left', async () => {
    const folders = temporaryHome();
    const created = openRunStore(folders).create(record('20261122-0148-ab3k', '2026-11-22T01:48:00Z'));
    created.update({ audienceId: '42', ledgerPending: true });
    created.update({ outcome: 'completed', ledgerPending: false });
    expect(created.record).toMatchObject({ outcome: 'completed', audienceId: '42', ledgerPending: false });
    expect(openRunStore(folders).open('20261122-0148-ab3k')?.record).toEqual(created.record);
  });

  test('changed from two sides keeps both changes', () => {
    const folders = temporaryHome();
    const one = openRunStore(folders).create(record('20261122-0148-ab3k', '2026-11-22T01:48:00Z'));
    const other = openRunStore(folders).open('20261122-0148-ab3k');
    one.update({ audienceId: '42' });
    other?.update({ outcome: 'alert' });
    expect(openRunStore(folders).open('20261122')?.record).toMatchObject({
      audienceId: '42',
      outcome: 'alert',
    });
  });

  test('keeps what a newer version wrote into its record', () => {
    const folders = temporaryHome();
    const run = openRunStore(folders).create(record('r1', '2026-11-22T01:48:00Z'));
    const path = join(folders.runs, 'r1', 'run.json');
    writeFileSync(path, JSON.stringify({ ...run.record, novelty: 1 }));
    run.update({ outcome: 'completed' });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ novelty: 1, outcome: 'completed' });
  });

  test("can't be created twice, nor outside its place", () => {
    const runs = openRunStore(temporaryHome());
    runs.create(record('r1', '2026-11-22T01:48:00Z'));
    expect(() => runs.create(record('r1', '2026-11-22T01:48:00Z'))).toThrow('EEXIST');
    expect(() => runs.create(record('../r2', '2026-11-22T01:48:00Z'))).toThrow('letters, digits');
  });
});

test('a run that could not be recorded leaves no folder behind', () => {
  const runs = openRunStore(temporaryHome());
  expect(() => runs.create(record('r1', '2026-11-22T01:48:00Z', { settings: { unwritable: 1n } }))).toThrow(
    TypeError,
  );
  expect(runs.list()).toEqual({ runs: [], broken: [] });
});

describe('looking for runs', () => {
  test('lists the newest first and names broken ones', () => {
    const folders = temporaryHome();
    const runs = openRunStore(folders);
    runs.create(record('b', '2026-11-22T02:00:00Z'));
    runs.create(record('a', '2026-11-23T01:00:00Z'));
    runs.create(record('c', '2026-11-22T02:00:00Z'));
    for (const [id, content] of [
      ['broken', '{"id":"broken"'],
      ['moved', JSON.stringify(record('x', '2026-11-22T02:00:00Z'))],
    ] as const) {
      mkdirSync(join(folders.runs, id));
      writeFileSync(join(folders.runs, id, 'run.json'), content);
    }
    mkdirSync(join(folders.runs, 'empty'));
    const listed = runs.list();
    expect(listed.runs.map(({ id }) => id)).toEqual(['a', 'c', 'b']);
    expect(listed.broken).toEqual(['broken', 'empty', 'moved']);
    expect(() => runs.open('broken')).toThrow(join(folders.runs, 'broken', 'run.json'));
    expect(() => runs.open('empty')).toThrow('has no usable record');
  });

  test('needs no folder to find nothing', () => {
    const runs = openRunStore({ runs: join(temporaryHome().runs, 'not', 'there') });
    expect(runs.list()).toEqual({ runs: [], broken: [] });
    expect(runs.open('x')).toBeUndefined();
  });

  test('finds one by the beginning of its id, if that is enough', () => {
    const runs = openRunStore(temporaryHome());
    for (const id of ['20261122-0148-ab3k', '20261122-0148-ab3', '20261122-0200-cccc']) {
      runs.create(record(id, '2026-11-22T01:48:00Z'));
    }
    expect(runs.open('20261122-02')?.record.id).toBe('20261122-0200-cccc');
    expect(runs.open('20261122-0148-ab3')?.record.id).toBe('20261122-0148-ab3');
    expect(runs.open('2025')).toBeUndefined();
    expect(runs.open('')).toBeUndefined();
    expect(runs.open('../runs')).toBeUndefined();
    expect(() => runs.open('20261122-0148')).toThrow(
      expect.objectContaining({
        kind: 'usage',
        message: expect.stringContaining('2 runs start with "20261122-0148"'),
      }),
    );
  });
});

describe('runs that are no longer wanted', () => {
  test('are deleted with everything in them', () => {
    const folders = temporaryHome();
    const runs = openRunStore(folders);
    const run = runs.create(record('r1', '2026-11-22T01:48:00Z'));
    writeFileSync(run.stagedPath, 'hashes');
    mkdirSync(join(folders.runs, '.gone-r0'));
    expect(runs.delete('r')).toBe(false);
    expect(runs.delete('r1')).toBe(true);
    expect(runs.delete('r1')).toBe(false);
    expect(readdirSync(folders.runs)).toEqual([]);
    expect(existsSync(run.stagedPath)).toBe(false);
  });

  test('are those that ended long enough ago; what never ended can still be resumed', () => {
    const runs = openRunStore(temporaryHome());
    runs.create(record('old', '2026-10-01T00:00:00Z', { finishedAt: '2026-10-01T00:01:00Z' }));
    runs.create(record('open', '2026-10-01T00:00:00Z'));
    runs.create(record('new', '2026-11-20T00:00:00Z', { finishedAt: '2026-11-20T00:01:00Z' }));
    expect(runs.expired(30, Date.parse('2026-11-22T00:00:00Z'))).toEqual(['old']);
  });
});

describe('ids', () => {
  const ids = (times: readonly string[], random: () => number) =>
    times.map((time) => newRunId(Date.parse(time), random));

  test('tell the time in UTC', () => {
    expect(newRunId(Date.parse('2026-11-22T01:48:30.000Z'), () => 0)).toMatch(/^20261122-0148-[2-9a-z]{4}$/);
  });

  test('sort as time goes by, within a minute too, whatever chance adds', () => {
    const times = [
      '2026-11-22T01:47:59.9Z',
      '2026-11-22T01:48:00Z',
      '2026-11-22T01:48:00.1Z',
      '2026-11-22T01:48:59.99Z',
      '2026-11-22T10:00:00Z',
    ];
    const [low, high] = [ids(times, () => 0), ids(times, () => 0.999_999)];
    const mixed = times.map((_, index) => (index % 2 === 0 ? high[index] : low[index]));
    expect(mixed.toSorted()).toEqual(mixed);
  });

  test('made at the same moment differ', () => {
    const made = new Set(Array.from({ length: 20 }, () => newRunId(0)));
    expect(made.size).toBeGreaterThan(15);
  });

  test('are never given twice in a folder, not even where the moment and chance are the same', () => {
    const folders = temporaryHome();
    const now = Date.parse('2026-11-22T06:00:00Z');
    const chances = [0, 0, 0.5];
    const random = () => chances.shift() ?? 0;
    const first = unusedRunId(folders.runs, now, random);
    openRunStore(folders).create(record(first, '2026-11-22T06:00:00Z'));
    expect(unusedRunId(folders.runs, now, random)).not.toBe(first);
    expect(chances).toEqual([]);
  });
});
