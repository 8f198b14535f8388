import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Range } from '../../src/core/audiences/plan.ts';
import { DEFAULT_RULES } from '../../src/core/identifiers/types.ts';
import { unpackSql } from '../../src/sources/audiences/packed-hash.ts';
import { Database } from '../../src/sources/duckdb/database.ts';
import { type Model, planByModel, type Row, type Type } from './support/audience-model.ts';
import { engineRig } from './support/engine-rig.ts';

const rig = engineRig();
const EMAILS = Array.from({ length: 7 }, (_, index) => `person${index}@example.com`);
const PHONES = Array.from({ length: 7 }, (_, index) => `+1415264567${index}`);

interface Step {
  readonly slots: readonly Type[];
  readonly rows: readonly Row[];
  readonly mode: Model['mode'];
  readonly limit: number | undefined;
  /** Shares of the entries, in thousandths, where confirmed, refused and unknown ones end. */
  readonly cuts: readonly [number, number, number];
}

const step: fc.Arbitrary<Step> = fc
  .constantFrom<readonly Type[]>(
    ['EMAIL'],
    ['EMAIL', 'PHONE'],
    ['PHONE', 'EMAIL', 'EMAIL'],
    ['EMAIL', 'EMAIL', 'PHONE', 'PHONE'],
  )
  .chain((slots) => {
    const cells = slots.map((type) =>
      fc.option(fc.constantFrom(...(type === 'EMAIL' ? EMAILS : PHONES)), { freq: 3 }),
    );
    return fc.record({
      slots: fc.constant(slots),
      rows: fc.array(fc.tuple(...cells), { maxLength: 12 }),
      mode: fc.constantFrom('match', 'match', 'add', 'remove'),
      limit: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined, freq: 4 }),
      cuts: fc.tuple(
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 1000 }),
      ),
    });
  });

let runs = 0;

async function inFile<T>(path: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await Database.open(path, {
    tempDirectory: rig.path('reading'),
    memoryLimitMb: 200,
    threads: 1,
  });
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

async function readLedger(path: string): Promise<Map<string, boolean>> {
  const rows = await inFile(path, (database) =>
    database.rows(`SELECT type, ${unpackSql('hash')} AS hash, certain FROM members`),
  );
  return new Map(
    rows.map(({ type, hash, certain }) => [
      `${Number(type) === 0 ? 'EMAIL' : 'PHONE'}:${String(hash)}`,
      certain === true,
    ]),
  );
}

/** Stages and plans a step, checks every figure against the model, and moves the ledger forward. */
async function deliver(
  current: Step,
  ledger: ReadonlyMap<string, boolean>,
  ledgerPath: string,
  ledgerComplete: boolean,
) {
  runs += 1;
  const names = current.slots.map((_, index) => `c${index}`);
  const lines = current.rows.map((row) =>
    JSON.stringify(Object.fromEntries(names.map((name, index) => [name, row[index]]))),
  );
  // The first line names every column, also where the rows are none or all empty.
  const header = JSON.stringify(Object.fromEntries(names.map((name) => [name, 'header'])));
  const path = rig.file(`rows-${runs}.ndjson`, `${[header, ...lines].join('\n')}\n`);
  const stagedPath = rig.path(`rows-${runs}.duckdb`);
  const staged = await rig.engine.stageAudience({
    tables: { t: [path] },
    sql: "SELECT * FROM t WHERE c0 IS NULL OR c0 <> 'header'",
    slots: current.slots.map((type, index) => ({ type, column: `C${index}` })),
    rules: DEFAULT_RULES,
    dropPlaceholders: false,
    stagedPath,
  });
  const { mode, limit } = current;
  const plan = await rig.engine.planAudience({ stagedPath, ledgerPath, ledgerComplete, mode, limit });
  const expected = planByModel({ ...current, ledger, ledgerComplete });
  expect(staged.idSchema).toEqual(
    ['EMAIL_SHA256', 'PHONE_SHA256'].filter((name) => current.slots.some((type) => name.startsWith(type))),
  );
  expect(plan.entries).toBe(expected.entries.length);
  expect(plan.addEntries).toBe(mode === 'remove' ? 0 : expected.entries.filter(({ isAdd }) => isAdd).length);
  expect(plan.ledgerSize).toBe(ledger.size);
  expect(plan.expected).toMatchObject(expected.tally([{ from: 0, to: plan.entries }], []));

  // Every entry of the batches, in whatever pieces they are read.
  const pieces: unknown[] = [];
  for (let from = 0; from < plan.entries; from += 3) {
    const range = { from, to: Math.min(from + 3, plan.entries) };
    pieces.push(
      ...(JSON.parse(await rig.engine.readAudienceBatch(stagedPath, range, ['7', '8'])) as unknown[]),
    );
  }
  const whole = await rig.engine.readAudienceBatch(stagedPath, { from: 0, to: plan.entries }, ['7', '8']);
  expect(JSON.parse(whole)).toEqual(pieces);
  expect(pieces).toEqual(
    expected.entries.map(({ keys }) =>
      staged.idSchema.map((name) => {
        const key = keys.find((each) => name.startsWith(each.slice(0, 5)));
        return key === undefined ? {} : { id: key.slice(6), audience_ids: ['7', '8'] };
      }),
    ),
  );

  const [first = 0, second = 0, third = 0] = [...current.cuts]
    .sort((a, b) => a - b)
    .map((cut) => Math.floor((cut * plan.entries) / 1000));
  const confirmed: readonly Range[] = [{ from: 0, to: first }];
  const refused: readonly Range[] = [{ from: first, to: second }];
  const unknown: readonly Range[] = [{ from: second, to: third }];
  expect(await rig.engine.tallyAudience(stagedPath, confirmed, refused)).toMatchObject(
    expected.tally(confirmed, refused),
  );
  const after = expected.ledgerAfter(confirmed, unknown);
  // Twice, since a run that was interrupted is settled again.
  for (let turn = 0; turn < 2; turn += 1) {
    expect(await rig.engine.applyToLedger(ledgerPath, stagedPath, { confirmed, unknown })).toBe(after.size);
  }
  expect(await readLedger(ledgerPath)).toEqual(after);
  return after;
}

describe('a plan', () => {
  it('is what the plainest reading of the rules gives, run after run', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (steps, ledgerComplete) => {
          runs += 1;
          const ledgerPath = rig.path(`ledger-${runs}.duckdb`);
          let ledger: ReadonlyMap<string, boolean> = new Map();
          for (const current of steps) ledger = await deliver(current, ledger, ledgerPath, ledgerComplete);
        },
      ),
      { numRuns: 6 },
    );
  });

  it('moves the ledger on with what became certain later', async () => {
    const rows: readonly Row[] = EMAILS.map((email) => [email]);
    const ledgerPath = rig.path('later.duckdb');
    const base: Step = { slots: ['EMAIL'], rows, mode: 'match', limit: undefined, cuts: [0, 0, 1000] };
    const unsure = await deliver(base, new Map(), ledgerPath, true);
    expect([...unsure.values()]).toEqual(rows.map(() => false));
    // An uncertain member is sent again when it is wanted, and deleted when it isn't.
    const sure = await deliver(
      { ...base, rows: rows.slice(0, 3), cuts: [1000, 1000, 1000] },
      unsure,
      ledgerPath,
      true,
    );
    expect([...sure.values()]).toEqual([true, true, true]);
    // A delete without an answer leaves its member uncertain.
    const left = await deliver({ ...base, rows: [], cuts: [0, 0, 1000] }, sure, ledgerPath, true);
    expect([...left.values()]).toEqual([false, false, false]);
  });

  it.each([
    ['32 bytes', `unhex(${unpackSql('hash')})`],
    ['48 bytes', `from_base64(${unpackSql('hash')})`],
  ])('compares with a ledger whose hashes have %s, and packs them when it moves on', async (name, bytes) => {
    const ledgerPath = rig.path(`old ${name}.duckdb`);
    const people = (from: number, to: number): Step => ({
      slots: ['EMAIL', 'PHONE'],
      rows: EMAILS.slice(from, to).map((email, index) => [email, PHONES[from + index] ?? null]),
      mode: 'match',
      limit: undefined,
      cuts: [1000, 1000, 1000],
    });
    const ledger = await deliver(people(0, 5), new Map(), ledgerPath, true);
    const lines = rig.path(`new ${name}.lines`);
    await rig.engine.writeLedgerLines(ledgerPath, lines);
    await inFile(ledgerPath, (database) =>
      database.run(`ALTER TABLE members ALTER hash TYPE BLOB USING ${bytes}; CHECKPOINT`),
    );
    const oldLines = rig.path(`old ${name}.lines`);
    await rig.engine.writeLedgerLines(ledgerPath, oldLines);
    expect(readFileSync(oldLines, 'utf8')).toBe(readFileSync(lines, 'utf8'));
    await deliver(people(2, 7), ledger, ledgerPath, true);
  });

  it('refuses a staged file of another form', async () => {
    const stagedPath = rig.path('other.duckdb');
    await rig.engine.stageAudience({
      tables: { t: [rig.file('other.csv', `e,n\n${EMAILS[0]},1\n`)] },
      sql: 'SELECT e FROM t',
      slots: [{ type: 'EMAIL', column: 'e' }],
      rules: DEFAULT_RULES,
      dropPlaceholders: false,
      stagedPath,
    });
    await inFile(stagedPath, (database) =>
      database.run(`UPDATE facts SET value = replace(value, '"form":', '"formBefore":'); CHECKPOINT`),
    );
    const ledgerPath = rig.path('none.duckdb');
    await expect(
      rig.engine.planAudience({ stagedPath, ledgerPath, ledgerComplete: true, mode: 'match' }),
    ).rejects.toThrow('The prepared data of this run is not there any more.');
  });
});
