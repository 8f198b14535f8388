import type { AudiencePlan } from '../audiences/plan.ts';
import { KnownError } from '../errors.ts';
import { certainRemovalShare, type FilePlanning } from './file-plan.ts';
import { describeRemoval, removalShare } from './warnings.ts';

/** A run that would remove more than this share of an audience stops, unless that was allowed. */
const SAFE_REMOVAL_SHARE = 0.5;

/** A removal that is too large to happen by itself. */
export interface LargeRemoval {
  /** How much, in one sentence. */
  readonly message: string;
  /** 1–100, rounded up. */
  readonly percent: number;
  /** Whose name a person types to agree. */
  readonly audience: string;
  /** In a campaign's run: whose audience it is. */
  readonly group?: string | undefined;
}

export interface RemovalConsent {
  /** The largest share of the audience, in percent, that may be removed without stopping. */
  readonly allowRemovalPercent?: number | undefined;
  /** Asked about a larger one; absent or false: the run stops. Never answered by a flag that agrees to everything. */
  readonly confirmRemoval?: ((removal: LargeRemoval) => Promise<boolean>) | undefined;
}

/** The same consent, asked in the name of a campaign's group. */
export function groupsConsent(consent: RemovalConsent, group: string): RemovalConsent {
  const { confirmRemoval } = consent;
  if (confirmRemoval === undefined) return consent;
  return { ...consent, confirmRemoval: (removal) => confirmRemoval({ ...removal, group }) };
}

/** The removal of a plan that takes more than half of what the ledger knows of the audience; undefined where it is less. */
export function largeRemovalOf(plan: AudiencePlan, audience: string): LargeRemoval | undefined {
  const share = removalShare(plan);
  if (share <= SAFE_REMOVAL_SHARE) return undefined;
  return { message: describeRemoval(plan), percent: Math.min(100, Math.ceil(share * 100)), audience };
}

/**
 * Stops a run with `safety-stop` that would remove more than half of its audience and whose person hasn't
 * agreed to that: members the ledger knows of, and people whom only TikTok counts and a file would replace.
 */
export async function stopLargeRemovals(
  planning: FilePlanning,
  replacesAll: boolean,
  consent: RemovalConsent,
): Promise<void> {
  const audience = planning.target.name;
  await stopUnlessAgreed(removalShare(planning.plan), describeRemoval(planning.plan), audience, consent);
  if (!replacesAll) return;
  const share = certainRemovalShare(planning);
  await stopUnlessAgreed(share, describeUncounted(audience, share), audience, consent);
}

/** Replaced as a whole, an audience that somebody else filled loses people whom nobody counted. */
function describeUncounted(audience: string, share: number): string {
  return `TikTok counts more people in the audience "${audience}" than the list has: at least ${Math.floor(share * 100)}% of them would be removed.`;
}

async function stopUnlessAgreed(
  share: number,
  message: string,
  audience: string,
  { allowRemovalPercent = 0, confirmRemoval }: RemovalConsent,
): Promise<void> {
  if (share <= SAFE_REMOVAL_SHARE || share * 100 <= allowRemovalPercent) return;
  const percent = Math.ceil(share * 100);
  if (confirmRemoval !== undefined && (await confirmRemoval({ message, percent, audience }))) return;
  const hint = `If that is meant, allow it with --allow-removal ${percent}.`;
  throw new KnownError({
    kind: 'safety-stop',
    message,
    hint,
  });
}
