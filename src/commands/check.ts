import type { Check } from '../core/delivery/health-check.ts';
import { configurationError, KnownError } from '../core/errors.ts';
import { EXIT_CODES, exitCodeOf } from '../core/remedies/exit-codes.ts';
import { type CommandIo, writeJson, writeLine } from './io.ts';
import type { CommandContext } from './program.ts';
import { shownFault } from './shown-fault.ts';
import { withServices } from './with-services.ts';

/** `tada check`: asks TikTok about everything a run needs; changes nothing. */
export async function checkCommand(
  context: CommandContext,
  destination: string | undefined,
  options: { readonly json?: boolean },
): Promise<number> {
  const { io } = context;
  return await withServices(context, async (services) => {
    const names =
      destination === undefined
        ? services.profile.load().destinations.map(({ name }) => name)
        : [destination];
    if (names.length === 0) {
      throw configurationError(
        'There is no destination to check.',
        'Set one up in the wizard (`tada`) or with `tada apply FILE`.',
      );
    }
    const checks: Check[] = [];
    for (const name of names) {
      const report = await services.delivery
        .check(name, ({ reason, seconds }) => {
          if (options.json !== true) io.stderr.write(`waiting ${Math.round(seconds)} s: ${reason}\n`);
        })
        .catch((error: unknown) => skipForbidden(io, name, destination === undefined, error));
      if (report === undefined) continue;
      if (options.json !== true) {
        writeLine(io, name);
        for (const each of report.checks) writeLine(io, `  [${markOf(each)}] ${each.name}: ${each.detail}`);
      }
      checks.push(...report.checks);
    }
    const ok = checks.every((check) => check.ok);
    if (options.json === true) writeJson(io, { ok, checks: checks.map(shownCheck) });
    const fault = checks.find((check) => !check.ok)?.fault;
    if (ok) return EXIT_CODES.done;
    return fault === undefined ? EXIT_CODES.tiktokRefused : exitCodeOf(fault.kind);
  });
}

/** A check as `--json` prints it. */
function shownCheck({ fault, ...check }: Check): object {
  return fault === undefined ? check : { ...check, fault: shownFault(fault) };
}

/** `!!` works now and may not for long. */
function markOf({ ok, warning }: Check): 'ok' | 'no' | '!!' {
  if (!ok) return 'no';
  return warning === undefined ? 'ok' : '!!';
}

/** Asked for all of them, a person is told about those they may use. */
function skipForbidden(io: CommandIo, name: string, isAll: boolean, error: unknown): undefined {
  if (!isAll || !(error instanceof KnownError) || error.kind !== 'forbidden-by-policy') throw error;
  io.stderr.write(`note: ${name} was left out. ${error.message}\n`);
}
