import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_RULES, type IdentifierRules } from '../../src/core/identifiers/types.ts';
import type { createEngine } from '../../src/sources/engine-client.ts';
import { withBuiltEngine } from './built-engine.ts';
import { type ChildFigures, readChildFigures } from './child-figures.ts';
import { type PhoneStyle, writeMessyCustomers } from './messy-customers.ts';
import { prepareInPlainJavaScript } from './prepare-baseline.ts';

/** From a CSV file to a staged and planned audience, in the engine's process. */

const ROWS = 1_000_000;

/** The plain baseline takes minutes for all rows, so it gets a part of them and is compared by the row. */
const BASELINE_ROWS = 100_000;

const SEED = 20_261_122;

const RULES: IdentifierRules = { ...DEFAULT_RULES, defaultCountry: 'US' };

interface Figures {
  readonly toSend: number;
  readonly stageSeconds: number;
  readonly planSeconds: number;
  /** With the start of the process. */
  readonly seconds: number;
  readonly child: ChildFigures | undefined;
}

async function prepareInEngine(create: typeof createEngine, folder: string, csv: string): Promise<Figures> {
  const started = performance.now();
  const engine = create({ tempDirectory: join(folder, 'spill') });
  try {
    const stagedPath = join(folder, 'staged.duckdb');
    const staged = await engine.stageAudience({
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
    const ledgerPath = join(folder, 'no-ledger.duckdb');
    const plan = await engine.planAudience({ stagedPath, ledgerPath, ledgerComplete: true, mode: 'match' });
    return {
      toSend: plan.expected.rows.sent,
      stageSeconds: staged.seconds,
      planSeconds: plan.seconds,
      seconds: (performance.now() - started) / 1000,
      child: readChildFigures(),
    };
  } finally {
    await engine.close();
  }
}

/** Prints wall seconds, CPU seconds, memory, and the ratio to plain JavaScript, for each way to write phones. */
export async function benchPrepare(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tada-bench-'));
  try {
    print(`prepare: ${ROWS.toLocaleString('en')} messy rows, from CSV to staged and planned`);
    for (const phones of ['mixed', 'e164', 'national'] as const satisfies readonly PhoneStyle[]) {
      const csv = join(folder, `${phones}.csv`);
      await writeMessyCustomers(csv, { rows: ROWS, seed: SEED, phones });
      const { seconds, stageSeconds, planSeconds, child, toSend } = await withBuiltEngine((create) =>
        prepareInEngine(create, folder, csv),
      );
      const used =
        child === undefined
          ? 'CPU and memory are read on Linux only'
          : `${child.cpuSeconds.toFixed(2)} s CPU, ${child.peakMb.toFixed(0)} MB at most`;
      print(
        `  ${phones} phones: ${seconds.toFixed(2)} s (stage ${stageSeconds.toFixed(2)}, plan ${planSeconds.toFixed(2)}), ` +
          `${used}, ${toSend.toLocaleString('en')} rows to send`,
      );
      if (phones !== 'mixed') continue;
      const plain = await prepareInPlainJavaScript(csv, RULES, BASELINE_ROWS);
      const scaled = (plain.seconds * ROWS) / BASELINE_ROWS;
      print(
        `  plain JavaScript, one thread: ${scaled.toFixed(1)} s for as many rows ` +
          `(measured on ${BASELINE_ROWS.toLocaleString('en')}); the engine is ${(scaled / seconds).toFixed(1)}× as fast`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
