import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DEFAULT_RULES } from '../../src/core/identifiers/types.ts';
import type { createEngine } from '../../src/sources/engine-client.ts';
import { withBuiltEngine } from './built-engine.ts';
import { readChildFigures } from './child-figures.ts';
import { writeMessyCustomers } from './messy-customers.ts';

/** What size costs: ten million rows with and without room, and a refresh of a million with a small change. */

const LARGE = 10_000_000;
const REFRESHED = 1_000_000;
/** One line in so many is another person in the second file. */
const CHANGED_EVERY = 100;
const SEED = 20_261_122;

type Create = typeof createEngine;
type Engine = ReturnType<Create>;

/** `ledger`: the name of what was delivered before. */
async function prepare(engine: Engine, csv: string, folder: string, name: string, ledger: string) {
  const started = performance.now();
  const stagedPath = join(folder, `${name}.duckdb`);
  await engine.stageAudience({
    tables: { Customers: [csv] },
    sql: 'SELECT email AS EMAIL, phone AS PHONE FROM Customers',
    slots: [
      { type: 'EMAIL', column: 'EMAIL' },
      { type: 'PHONE', column: 'PHONE' },
    ],
    rules: { ...DEFAULT_RULES, defaultCountry: 'US' },
    dropPlaceholders: false,
    stagedPath,
  });
  const ledgerPath = join(folder, `${ledger}.duckdb`);
  const staged = performance.now();
  const plan = await engine.planAudience({ stagedPath, ledgerPath, ledgerComplete: true, mode: 'match' });
  const planned = performance.now();
  return {
    stagedPath,
    ledgerPath,
    plan,
    seconds: (planned - started) / 1000,
    planSeconds: (planned - staged) / 1000,
  };
}

async function benchLarge(create: Create, folder: string, print: (line: string) => void): Promise<void> {
  const csv = join(folder, 'large.csv');
  await writeMessyCustomers(csv, { rows: LARGE, seed: SEED, phones: 'e164' });
  const outcomes = new Set<string>();
  for (const memoryLimitMb of [undefined, 400]) {
    const engine = create({ tempDirectory: join(folder, 'spill'), memoryLimitMb });
    try {
      const { plan, seconds } = await prepare(engine, csv, folder, 'large', 'nothing');
      outcomes.add(JSON.stringify(plan.expected));
      const child = readChildFigures();
      print(
        `  ${LARGE.toLocaleString('en')} rows, ${memoryLimitMb ?? 'default'} MB for the engine: ${seconds.toFixed(1)} s, ` +
          `${child?.cpuSeconds.toFixed(0) ?? '?'} s CPU, ${child?.peakMb.toFixed(0) ?? '?'} MB at most, ` +
          `${plan.expected.rows.sent.toLocaleString('en')} rows to send`,
      );
    } finally {
      await engine.close();
    }
  }
  print(`  both ways the same account: ${outcomes.size === 1 ? 'yes' : 'NO'}`);
}

async function benchRefresh(create: Create, folder: string, print: (line: string) => void): Promise<void> {
  const before = join(folder, 'before.csv');
  const after = join(folder, 'after.csv');
  await writeMessyCustomers(before, { rows: REFRESHED, seed: SEED, phones: 'e164' });
  await changeSome(before, after);
  const engine = create({ tempDirectory: join(folder, 'spill') });
  try {
    const first = await prepare(engine, before, folder, 'before', 'ledger');
    const all = { from: 0, to: first.plan.entries };
    await engine.applyToLedger(first.ledgerPath, first.stagedPath, { confirmed: [all], unknown: [] });
    const { plan, seconds, planSeconds, stagedPath } = await prepare(
      engine,
      after,
      folder,
      'after',
      'ledger',
    );
    const started = performance.now();
    for (let from = 0; from < plan.entries; from += 1000) {
      await engine.readAudienceBatch(stagedPath, { from, to: Math.min(from + 1000, plan.entries) }, ['1']);
    }
    const reading = (performance.now() - started) / 1000;
    print(
      `  refresh of ${REFRESHED.toLocaleString('en')} rows, 1% changed: ${seconds.toFixed(2)} s to stage and plan ` +
        `(the difference itself ${planSeconds.toFixed(2)} s), ${reading.toFixed(2)} s to read the ` +
        `${plan.entries.toLocaleString('en')} entries to send`,
    );
  } finally {
    await engine.close();
  }
}

/** The same file with other people in some of its lines. */
async function changeSome(from: string, to: string): Promise<void> {
  const output = createWriteStream(to);
  let place = 0;
  for await (const line of createInterface({ input: createReadStream(from) })) {
    place += 1;
    const isChanged = place > 1 && place % CHANGED_EVERY === 0;
    const text = isChanged ? line.replace(/[\w.]+@/, `changed.${place}@`).replace(/\+1\d{3}/, '+1203') : line;
    if (!output.write(`${text}\n`)) await once(output, 'drain');
  }
  output.end();
  await once(output, 'finish');
}

/** Prints seconds and memory; takes some minutes, most of them to write the files. */
export async function benchSize(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tada-bench-'));
  try {
    print('size:');
    await withBuiltEngine(async (create) => {
      await benchRefresh(create, folder, print);
      await benchLarge(create, folder, print);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
