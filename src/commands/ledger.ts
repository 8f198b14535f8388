import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { formatAmount, formatCount } from '../core/wording.ts';
import type { MovedLedger } from '../wizard/ledger-service.ts';
import { writeJson, writeLine } from './io.ts';
import type { CommandContext } from './program.ts';
import { withServices } from './with-services.ts';

/** `tada ledger export`: who is in an audience, as hashes, to a new file. */
export async function exportLedgerCommand(
  context: CommandContext,
  audience: string,
  options: { readonly output: string; readonly json?: boolean },
): Promise<number> {
  return await withServices(context, async (services) => {
    const moved = await services.ledgers.export(audience, options.output);
    tell(context, moved, options.json === true, `Written to ${moved.path}`);
    return EXIT_CODES.done;
  });
}

/** `tada ledger import`: such a file becomes the ledger of the audience here. */
export async function importLedgerCommand(
  context: CommandContext,
  audience: string,
  file: string,
  options: { readonly replace?: boolean; readonly json?: boolean },
): Promise<number> {
  return await withServices(context, async (services) => {
    const moved = await services.ledgers.import(audience, file, { replace: options.replace === true });
    tell(context, moved, options.json === true, `Taken over from ${moved.path}`);
    return EXIT_CODES.done;
  });
}

function tell({ io }: CommandContext, moved: MovedLedger, asJson: boolean, what: string): void {
  if (asJson) {
    writeJson(io, moved);
    return;
  }
  const { audience, identifiers, uncertain, complete } = moved;
  writeLine(
    io,
    `${what}: ${formatAmount(identifiers, 'identifier')} of "${audience.name}" (${audience.id}), hashes only.`,
  );
  if (uncertain > 0) {
    writeLine(
      io,
      `note: TikTok gave no answer about ${formatCount(uncertain)} of them; the next run settles that.`,
    );
  }
  if (!complete) {
    writeLine(io, 'note: it may not hold everyone in the audience, so the mode match only adds with it.');
  }
}
