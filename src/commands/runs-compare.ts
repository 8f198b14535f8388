import type { RunComparison } from '../core/history/compare-runs.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { type ComparedLine, describeComparison } from '../wizard/journeys/delivery/run-comparison.ts';
import { type CommandIo, writeJson, writeLine } from './io.ts';
import type { CommandContext } from './program.ts';
import { tableLines } from './table.ts';
import { withServices } from './with-services.ts';

/** `tada runs compare`: the settings that differ between two runs, and their counts side by side. */
export async function compareRunsCommand(
  context: CommandContext,
  one: string,
  other: string,
  options: { readonly json?: boolean },
): Promise<number> {
  return await withServices(context, async (services) => {
    const comparison = services.runs.compare(one, other);
    if (options.json === true) writeJson(context.io, withNulls(comparison));
    else print(context.io, comparison);
    return EXIT_CODES.done;
  });
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

function print(io: CommandIo, comparison: RunComparison): void {
  const { heads, source, settingsTitle, settings, counts } = describeComparison(comparison);
  const cells = ({ name, one, other, change }: ComparedLine) => [name, one, other, change];
  printTable(io, heads.map(cells));
  if (source !== undefined) writeLine(io, source);
  writeLine(io, `\n${settingsTitle}`);
  for (const { name, one, other } of settings) {
    writeLine(io, `  ${name}`);
    writeLine(io, `    ${comparison.one.id}  ${one}`);
    writeLine(io, `    ${comparison.other.id}  ${other}`);
  }
  if (counts.length === 0) return;
  writeLine(io, '\nCounts');
  printTable(
    io,
    counts.map((line) => cells({ ...line, name: `  ${line.name}` })),
  );
}

function printTable(io: CommandIo, rows: readonly (readonly string[])[]): void {
  for (const line of tableLines(rows, 'right')) writeLine(io, line);
}
