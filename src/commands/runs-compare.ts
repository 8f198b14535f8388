import stringWidth from 'string-width';
import type { RunComparison, RunHead } from '../core/history/compare-runs.ts';
import { type CommandIo, writeJson, writeLine } from './io.ts';
import type { CommandContext } from './program.ts';
import { createServices } from './services.ts';

/** `tada runs compare`: the settings that differ between two runs, and their counts side by side. */
export async function compareRunsCommand(
  context: CommandContext,
  one: string,
  other: string,
  options: { readonly json?: boolean },
): Promise<number> {
  const services = await createServices(context);
  try {
    const comparison = services.runs.compare(one, other);
    if (options.json === true) writeJson(context.io, withNulls(comparison));
    else print(context.io, comparison);
    return 0;
  } finally {
    await services.close();
  }
}

/** JSON has no word for "not known": null says it, where a missing key would say nothing. */
function withNulls({ one, other, settings, sameSource, counts }: RunComparison) {
  const pair = <Value>(each: { readonly one: Value; readonly other: Value }) => ({
    ...each,
    one: each.one ?? null,
    other: each.other ?? null,
  });
  return {
    one,
    other,
    sameSource: sameSource ?? null,
    settings: settings.map(pair),
    counts: counts.map(pair),
  };
}

function print(io: CommandIo, { one, other, settings, sameSource, counts }: RunComparison): void {
  printTable(io, [
    ['', one.id, other.id],
    ['orchestration', one.orchestration, other.orchestration],
    ['started', one.startedAt, other.startedAt],
    ['outcome', describeOutcome(one), describeOutcome(other)],
    ['tada', one.version, other.version],
  ]);
  if (sameSource !== undefined) {
    writeLine(io, sameSource ? 'Both read the same files.' : 'The files changed in between.');
  }
  writeLine(io, settings.length === 0 ? '\nNo setting differs.' : '\nSettings that differ');
  for (const each of settings) {
    writeLine(io, `  ${each.setting}`);
    writeLine(io, `    ${one.id}  ${describeValue(each.one)}`);
    writeLine(io, `    ${other.id}  ${describeValue(each.other)}`);
  }
  if (counts.length === 0) return;
  writeLine(io, '\nCounts');
  printTable(
    io,
    counts
      .filter((each) => (each.one ?? 0) !== 0 || (each.other ?? 0) !== 0)
      .map((each) => [`  ${each.name}`, describeCount(each.one), describeCount(each.other), change(each)]),
  );
}

function describeOutcome({ outcome, fault }: RunHead): string {
  return `${outcome ?? 'unfinished'}${fault === undefined ? '' : ` (${fault.kind})`}`;
}

function describeValue(value: unknown): string {
  if (value === undefined) return '(not set)';
  return typeof value === 'string' ? value.replaceAll(/\s+/g, ' ') : JSON.stringify(value);
}

function describeCount(count: number | undefined): string {
  return count === undefined ? '-' : count.toLocaleString('en');
}

function change({ one, other }: RunComparison['counts'][number]): string {
  if (one === undefined || other === undefined || one === other) return '';
  const difference = Math.round((other - one) * 1000) / 1000;
  return `${difference > 0 ? '+' : ''}${difference.toLocaleString('en')}`;
}

function printTable(io: CommandIo, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, index) =>
    Math.max(...rows.map((row) => stringWidth(row[index] ?? ''))),
  );
  for (const row of rows) {
    const cells = row.map((cell, index) => {
      const blank = ' '.repeat((widths[index] ?? 0) - stringWidth(cell));
      return index === 0 ? cell + blank : blank + cell;
    });
    writeLine(io, cells.join('  ').trimEnd());
  }
}
