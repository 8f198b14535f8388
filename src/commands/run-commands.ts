import type { Command } from 'commander';
import type { RunCommandOptions } from './command-options.ts';
import { age, percentage } from './option-values.ts';
import type { CommandContext, SetExitCode } from './program.ts';

const RUN_ID = 'a run; `tada list runs` shows them';

/** `tada runs …`: each action imports its own module, as in the rest of the program. */
export function addRunCommands(program: Command, context: CommandContext, setExitCode: SetExitCode): void {
  const runs = program
    .command('runs')
    .description('look at runs, go on with them, undo, compare, bundle, delete and prune them')
    .addHelpText('after', '\nExample:\n  $ tada runs show 20261122-0148\n');
  runs
    .command('show')
    .description('what happened in a run, and what can be done')
    .argument('<id>', RUN_ID)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ tada runs show 20261122-0148\n')
    .action(async (id: string, options: { json?: boolean }) => {
      const { showRunCommand } = await import('./runs-show.ts');
      setExitCode(await showRunCommand(context, id, options));
    });
  runs
    .command('resume')
    .description('go on from the failed task; nothing that was confirmed is sent again')
    .argument('<id>', RUN_ID)
    .option('--yes', 'don’t ask')
    .option('--allow-removal <percent>', 'allow removing up to this share of the audience', percentage)
    .option('--json', 'one JSON object a line')
    .addHelpText('after', '\nExample:\n  $ tada runs resume 20261122-0148 --yes\n')
    .action(async (id: string, options: RunCommandOptions) => {
      const { resumeCommand } = await import('./run.ts');
      setExitCode(await resumeCommand(context, id, options));
    });
  runs
    .command('undo')
    .description('take back what a run did to its audience: a run of its own')
    .argument('<id>', RUN_ID)
    .option('--yes', 'don’t ask')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', '\nExample:\n  $ tada runs undo 20261122-0148\n')
    .action(async (id: string, options: RunCommandOptions) => {
      const { undoCommand } = await import('./runs-undo.ts');
      setExitCode(await undoCommand(context, id, options));
    });
  runs
    .command('bundle')
    .description('a .zip file for support: what happened and why; no secrets, no personal data')
    .argument('<id>', RUN_ID)
    .requiredOption('-o, --output <file>', 'the file to write; an existing one is never replaced')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ tada runs bundle 20261122-0148 -o support.zip\n')
    .action(async (id: string, options: { output: string; json?: boolean }) => {
      const { bundleCommand } = await import('./runs-bundle.ts');
      setExitCode(await bundleCommand(context, id, options));
    });
  runs
    .command('report')
    .description('a page about a run, with pictures, for people without tada; no personal data')
    .argument('<id>', RUN_ID)
    .requiredOption('-o, --output <file>', 'the .html file to write; an existing one is never replaced')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ tada runs report 20261122-0148 -o report.html\n')
    .action(async (id: string, options: { output: string; json?: boolean }) => {
      const { reportCommand } = await import('./runs-report.ts');
      setExitCode(await reportCommand(context, id, options));
    });
  runs
    .command('compare')
    .description('two runs side by side: settings that differ, and every count')
    .argument('<id>', RUN_ID)
    .argument('<other-id>', 'the run to compare it with')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ tada runs compare 20261121-0148 20261122-0148\n')
    .action(async (one: string, other: string, options: { json?: boolean }) => {
      const { compareRunsCommand } = await import('./runs-compare.ts');
      setExitCode(await compareRunsCommand(context, one, other, options));
    });
  runs
    .command('delete')
    .description('remove runs and everything kept of them; those that can be resumed stay')
    .argument('[ids...]', 'runs; `tada list runs` shows them')
    .option('--older-than <age>', 'all that ended longer ago than this, such as 90d or 12w', age)
    .option('--force', 'also runs that never ended')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ tada runs delete --older-than 90d\n')
    .action(async (ids: string[], options: { olderThan?: number; force?: boolean; json?: boolean }) => {
      const { deleteRunsCommand } = await import('./runs-delete.ts');
      setExitCode(await deleteRunsCommand(context, ids, options));
    });
  runs
    .command('prune')
    .description('remove finished runs by age; never one that may be resumed, or the last of an audience')
    .option('--older-than <age>', 'ended longer ago than this, such as 90d or 12w', age)
    .option('--always', 'now, and from now on at every start')
    .option('--never', 'no longer at every start: runs are kept for good (the default)')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ tada runs prune --older-than 90d --always\n')
    .action(async (options: { olderThan?: number; always?: boolean; never?: boolean; json?: boolean }) => {
      const { pruneRunsCommand } = await import('./runs-prune.ts');
      setExitCode(await pruneRunsCommand(context, options));
    });
  runs
    .command('rejects')
    .description('which rows could not be used, and why (CSV; row numbers, no values)')
    .argument('<id>', RUN_ID)
    .option('-o, --output <file>', 'write to a file')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', '\nExample:\n  $ tada runs rejects 20261122-0148 -o rejects.csv\n')
    .action(async (id: string, options: { output?: string; json?: boolean }) => {
      const { rejectsCommand } = await import('./runs-rejects.ts');
      setExitCode(await rejectsCommand(context, id, options));
    });
}
