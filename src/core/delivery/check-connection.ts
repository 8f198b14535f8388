import { KnownError } from '../errors.ts';
import type { Advertiser, CallOptions, TikTok } from '../ports/tiktok.ts';
import { isEndpointMissing } from '../remedies/endpoint-missing.ts';
import { makeFault } from '../remedies/remedies.ts';
import { statusName } from './account-words.ts';
import type { Warning } from './events.ts';

export interface ConnectionCheck {
  readonly user: string | undefined;
  readonly advertisers: readonly Advertiser[];
  readonly warnings: readonly Warning[];
}

/**
 * Asks TikTok whether the token lives and what it may do with these advertisers, before anything is sent.
 * An Analyst may only read, so that role ends the run here; a role that can't be read (no Business Center,
 * or a scope is missing) is told as unknown and the run goes on. Rejects with the fault TikTok gives.
 */
export async function checkConnection(
  tiktok: Pick<TikTok, 'userInfo' | 'advertisers'>,
  advertiserIds: readonly string[],
  options: CallOptions,
): Promise<ConnectionCheck> {
  const user = await orUndefined(async () => (await tiktok.userInfo(options)).data.displayName);
  const advertisers = await tiktok.advertisers(advertiserIds, options);
  const analyst = advertisers.find(({ role }) => role === 'ANALYST');
  if (analyst !== undefined) throw analystRefused(analyst.id);
  return { user, advertisers, warnings: advertisers.flatMap(warnAboutAdvertiser) };
}

/**
 * The same for a run of events. A token made in Events Manager reports events (other clients' set-up guides have
 * one pasted; what else it may do isn't documented), so a missing scope ends nothing here: if it is missing for
 * events too, sending says so.
 */
export async function checkReporting(
  tiktok: Pick<TikTok, 'userInfo' | 'advertisers'>,
  advertiserIds: readonly string[],
  options: CallOptions,
): Promise<ConnectionCheck> {
  try {
    return await checkConnection(tiktok, advertiserIds, options);
  } catch (error) {
    if (!(error instanceof KnownError) || error.kind !== 'missing-scope') throw error;
    const message = `This token may not read the ad account, so its status and the user's role stay unchecked (${error.message})`;
    return { user: undefined, advertisers: [], warnings: [{ code: 'role-unknown', message }] };
  }
}

function warnAboutAdvertiser(advertiser: Advertiser): readonly Warning[] {
  const warnings: Warning[] = [];
  if (advertiser.status !== undefined && advertiser.status !== 'STATUS_ENABLE') {
    warnings.push({
      code: 'advertiser-not-enabled',
      message: `The ad account ${advertiser.id} is ${statusName(advertiser.status)}, not enabled (${advertiser.status}). Whether TikTok takes data for it is not documented.`,
    });
  }
  if (advertiser.role === 'unknown') {
    warnings.push({
      code: 'role-unknown',
      message: `TikTok does not tell the authorizing user's role on ${advertiser.id}; Admin or Operator is needed.`,
    });
  }
  return warnings;
}

/** The error for a user who may look but not change anything. */
export function analystRefused(advertiserId: string): KnownError {
  const message = `The user who authorized tada is an Analyst of the ad account ${advertiserId}; Analysts can only read.`;
  return new KnownError({
    kind: 'missing-permission',
    message,
    hint: 'Ask an administrator of the Business Center for the role Operator or Admin, or let such a user authorize.',
    // Without the hint: what can be done about a missing role is listed beside it.
    fault: makeFault({ kind: 'missing-permission', message }),
  });
}

async function orUndefined<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof KnownError && isEndpointMissing(error)) return undefined;
    throw error;
  }
}
