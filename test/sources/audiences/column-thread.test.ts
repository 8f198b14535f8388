import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AudienceIdType, DEFAULT_RULES } from '../../../src/core/identifiers/types.ts';
import { entryPoint } from '../../../src/entry-points.ts';
import { type ColumnAnswers, ColumnJudge } from '../../../src/sources/audiences/column-judge.ts';
import { ColumnThread } from '../../../src/sources/audiences/column-thread.ts';
import { typesForThread } from '../../../src/sources/audiences/divide-columns.ts';
import { MetBefore } from '../../../src/sources/audiences/met-before.ts';
import { BATCH, Sha256Lanes } from '../../../src/sources/audiences/sha256-lanes.ts';
import {
  CONTROL,
  type ColumnWorkerSetup,
  END,
  STATE,
  sharedColumns,
  sharedMemory,
} from '../../../src/sources/audiences/shared-columns.ts';
import { STAGED_ROW_GROUP } from '../../../src/sources/audiences/staged-file.ts';
import { Database } from '../../../src/sources/duckdb/database.ts';
import { openEngineRoom } from '../../../src/sources/engine-room.ts';
import { writeMessyCustomers } from '../../bench/messy-customers.ts';

const RULES = { ...DEFAULT_RULES, defaultCountry: 'US' } as const;

/** Texts as a vector of DuckDB leaves them. */
function textsOf(values: readonly (string | null)[]) {
  const starts = new Int32Array(BATCH);
  const lengths = new Int32Array(BATCH).fill(-1);
  const all = values.map((value) => Buffer.from(value ?? ''));
  let used = 0;
  for (const [row, { length }] of all.entries()) {
    starts[row] = used;
    lengths[row] = values[row] === null ? -1 : length;
    used += length;
  }
  return { bytes: new Uint8Array(Buffer.concat(all)), used, starts, lengths };
}

/** What can be told of the answers; a row without a hash may hold any. */
function readAnswers({ codes, hasHash, isMet, halves }: ColumnAnswers, rows: number) {
  return Array.from({ length: rows }, (_, row) => ({
    code: codes[row],
    isMet: isMet[row],
    hash: hasHash[row] === 0 ? undefined : halves.map((half) => [...half.subarray(row * 4, row * 4 + 4)]),
  }));
}

async function readyThread(types: readonly AudienceIdType[], patience?: number): Promise<ColumnThread> {
  const thread = new ColumnThread(types, RULES, patience);
  onTestFinished(() => thread.end());
  while (!thread.isReady) await setImmediate();
  return thread;
}

describe('a second thread for columns', () => {
  it('answers what the first one would, also about what was met before it came', async () => {
    const types = ['PHONE', 'EMAIL'] as const;
    const lanes = new Sha256Lanes();
    const values = {
      PHONE: [
        '+14155550123',
        '(415) 555-0124',
        '415-555-0125',
        '12',
        '+1 415 555 0123',
        'none',
        '0000000000',
      ],
      EMAIL: ['anna@example.com', ' Ben@Example.com', 'a@b', 'ANNA@example.com', 'n/a', 'c.d@example.org'],
    } as const;
    const awkward = fc.oneof(
      fc.constant(null),
      fc.string({ unit: 'grapheme' }),
      fc.constant('x'.repeat(30_000)),
    );
    const column = (type: 'PHONE' | 'EMAIL') =>
      fc.array(
        fc.oneof(
          { weight: 9, arbitrary: fc.constantFrom(...values[type]) },
          { weight: 1, arbitrary: awkward },
        ),
        { minLength: 20, maxLength: 20 },
      );
    const batches = fc.array(fc.tuple(column('PHONE'), column('EMAIL')), { minLength: 2, maxLength: 6 });
    const thread = await readyThread(types);
    const [before, ...later] = fc.sample(batches, { numRuns: 8, seed: 7 }).flat();
    const met = types.map(() => new MetBefore());
    const known = types.map(() => new MetBefore());
    const judgesOf = (sets: readonly MetBefore[]) =>
      types.map((type, k) => new ColumnJudge(type, RULES, lanes, sets[k] ?? new MetBefore()));
    const own = judgesOf(met);
    for (const judges of [own, judgesOf(known)]) {
      for (const [k, judge] of judges.entries()) judge.judge(textsOf(before?.[k] ?? []), 20);
    }
    thread.begin(types.map((type, k) => [type, (known[k] ?? new MetBefore()).handOver()] as const));
    for (const batch of later) {
      for (const k of types.keys()) thread.put(k, textsOf(batch[k] ?? []), 20);
      thread.ask(20);
      const answers = thread.answers();
      for (const [k, judge] of own.entries()) {
        judge.judge(textsOf(batch[k] ?? []), 20);
        expect(answers[k] && readAnswers(answers[k], 20)).toEqual(readAnswers(judge, 20));
      }
    }
  });

  it('answers a batch once, however often it is woken', async () => {
    const memory = sharedMemory(1);
    const { control } = sharedColumns(memory, 1);
    const setup: ColumnWorkerSetup = { memory, types: ['EMAIL'], rules: RULES };
    const worker = new Worker(entryPoint('sources/audiences/column-worker'), { workerData: setup, env: {} });
    const exit = once(worker, 'exit');
    while (Atomics.load(control, CONTROL.state) !== STATE.ready) await setImmediate();
    worker.postMessage({ met: [] });
    const batches = 500;
    for (let batch = 1; batch <= batches; batch += 1) {
      Atomics.store(control, CONTROL.asked, batch);
      Atomics.notify(control, CONTROL.asked);
      while (Atomics.load(control, CONTROL.answered) < batch) Atomics.notify(control, CONTROL.asked);
      // It is about to sleep, or does already.
      for (let time = 0; time < 50; time += 1) Atomics.notify(control, CONTROL.asked);
    }
    Atomics.store(control, CONTROL.asked, END);
    Atomics.notify(control, CONTROL.asked);
    await exit;
    expect(control[CONTROL.answered]).toBe(batches);
  });

  it('is an error of the run when it fails', async () => {
    const thread = await readyThread(['PHONE']);
    // A batch before its judges are there.
    thread.ask(1);
    expect(() => thread.answers()).toThrow('stopped in the middle of its work');
  });

  it('is an error of the run when it dies without a word', async () => {
    const thread = await readyThread(['PHONE'], 120);
    await thread.end();
    thread.ask(1);
    expect(() => thread.answers()).toThrow(expect.objectContaining({ kind: 'query-failed' }));
  });
});

describe('columns for a second thread', () => {
  const given = (...types: readonly AudienceIdType[]) => [...typesForThread(types)];

  it('are the dearer half', () => {
    expect(given('EMAIL', 'PHONE')).toEqual(['PHONE']);
    expect(given('EMAIL', 'EMAIL', 'EMAIL', 'PHONE')).toEqual(['EMAIL']);
    expect(given('EMAIL', 'PHONE', 'IDFA', 'AAID')).toHaveLength(2);
  });

  it('are never some of those of a type, and never all', () => {
    expect(given('EMAIL')).toEqual([]);
    expect(given('PHONE', 'PHONE')).toEqual([]);
  });
});

describe('a list that is long enough for two threads', () => {
  it('is staged and planned as one thread does it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tada-threads-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const csv = join(folder, 'customers.csv');
    await writeMessyCustomers(csv, { rows: 150_000, seed: 3, phones: 'mixed' });
    const plans = [];
    for (const threads of [1, 2]) {
      const engine = openEngineRoom({ tempDirectory: join(folder, 'spill'), threads });
      const stagedPath = join(folder, `${threads}.duckdb`);
      await engine.stageAudience({
        tables: { Customers: [csv] },
        sql: 'SELECT email AS EMAIL, phone AS PHONE FROM Customers',
        slots: [
          { type: 'EMAIL', column: 'EMAIL' },
          { type: 'PHONE', column: 'PHONE' },
        ],
        rules: RULES,
        dropPlaceholders: false,
        stagedPath,
      });
      const ledgerPath = join(folder, 'none.duckdb');
      const plan = await engine.planAudience({ stagedPath, ledgerPath, ledgerComplete: true, mode: 'match' });
      plans.push({ ...plan, seconds: 0 });
      await engine.close();
    }
    expect(plans[1]).toEqual(plans[0]);
    const settings = { tempDirectory: join(folder, 'spill'), memoryLimitMb: 256, threads: 1 };
    const database = await Database.open(':memory:', settings);
    onTestFinished(() => database.close());
    const one = await database.attach(join(folder, '1.duckdb'), 'READ_ONLY');
    const two = await database.attach(join(folder, '2.duckdb'), 'READ_ONLY');
    const rows = (catalog: string) => `SELECT rowid, r0, h0, r1, h1 FROM ${catalog}.rows`;
    expect(
      await database.number(`SELECT count(*) FROM ((${rows(one)} EXCEPT ${rows(two)})
        UNION ALL (SELECT place, slots, NULL, NULL, NULL FROM (FROM ${one}.repeats EXCEPT FROM ${two}.repeats)))`),
    ).toBe(0);
    // Planning has left them as staging wrote them.
    const groups = `SELECT sum(count) AS size FROM pragma_storage_info('${two}.rows')
      WHERE column_name = 'r0' AND segment_type = 'UTINYINT' GROUP BY row_group_id`;
    expect(await database.number(`SELECT max(size) FROM (${groups})`)).toBe(STAGED_ROW_GROUP);
  });
});
