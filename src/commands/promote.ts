import { KnownError, usageError } from '../core/errors.ts';
import { trialInWords } from '../core/history/trials.ts';
import { type Promotion, planPromotion, unreachedAdvertisers } from '../core/profiles/promote.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { describeCopy } from '../wizard/journeys/promotion/copy-words.ts';
import { trialOf } from '../wizard/journeys/promotion/promotion.ts';
import type { Services } from '../wizard/services.ts';
import { askYesNo } from './ask.ts';
import { writeJson, writeLine } from './io.ts';
import type { CommandContext } from './program.ts';
import { withServices } from './with-services.ts';

export interface PromoteOptions {
  readonly to: string;
  readonly credential: string;
  readonly name?: string;
  readonly advertiser?: readonly string[];
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `tada promote`: shows what the copies for production would be, asks, and adds them. */
export async function promoteCommand(
  context: CommandContext,
  destination: string,
  options: PromoteOptions,
): Promise<number> {
  const { io } = context;
  const asJson = options.json === true;
  if (options.to !== 'production') {
    throw usageError(
      `--to "${options.to}" can't be: things are promoted to production only.`,
      'Set up what is for the simulator or the sandbox in the wizard (`tada`) or with `tada apply`.',
    );
  }
  const wish = {
    destination,
    credential: options.credential,
    name: options.name,
    advertiserIds: options.advertiser,
  };
  return await withServices(context, async (services) => {
    const plan = planPromotion(services.profile.load(), wish);
    const tried = trialOf(services.runs, destination);
    const mayGoOn = options.yes === true || io.canPrompt;
    // Asking TikTok notes when it accepted the token; where nothing may be changed, it isn't asked.
    const unreached = mayGoOn ? await checkAdvertisers(services, options.credential, plan) : [];
    const trial = trialInWords(destination, tried);
    const warnings = [...(tried?.isGood === true ? [] : [trial]), ...unreached, ...plan.warnings];
    if (!asJson && tried?.isGood === true) writeLine(io, trial);
    if (!asJson) show(context, plan, warnings);
    if (!mayGoOn) {
      throw usageError(
        'Without a terminal nobody can be asked; nothing was changed.',
        'Look at the difference, then add --yes.',
      );
    }
    const isAgreed =
      options.yes === true || (await askYesNo(io, 'Add these to the profile?', new AbortController().signal));
    if (isAgreed) await services.profile.update((current) => planPromotion(current, wish).profile);
    if (asJson) writeJson(io, { created: plan.created, tried: tried ?? null, warnings, changed: isAgreed });
    else
      writeLine(
        io,
        isAgreed ? 'Added. Nothing was sent, and nothing runs by itself.' : 'Nothing was changed.',
      );
    return isAgreed ? EXIT_CODES.done : EXIT_CODES.interrupted;
  });
}

async function checkAdvertisers(
  { credentials }: Services,
  credential: string,
  { advertiserIds }: Promotion,
): Promise<readonly string[]> {
  try {
    const { advertisers, advertisersProblem } = await credentials.inspect(credential);
    if (advertisersProblem !== undefined) return [notChecked(credential, advertisersProblem)];
    const reached = advertisers.map(({ id, name }) => `${id}${name === '' ? '' : ` (${name})`}`);
    return unreachedAdvertisers(advertiserIds, advertisers).map(
      (id) =>
        `The credential "${credential}" doesn't reach the advertiser ${id}; it reaches ${reached.join(', ') || 'none'}. Give another one with --advertiser, or authorize it.`,
    );
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return [notChecked(credential, error.message)];
  }
}

function notChecked(credential: string, why: string): string {
  return `Which advertisers the credential "${credential}" reaches could not be checked: ${why}`;
}

function show({ io }: CommandContext, { created }: Promotion, warnings: readonly string[]): void {
  for (const entity of created) for (const line of describeCopy(entity)) writeLine(io, line);
  for (const warning of warnings) io.stderr.write(`warning: ${warning}\n`);
}
