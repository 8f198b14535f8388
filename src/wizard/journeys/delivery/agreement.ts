import type { WarningCode } from '../../../core/delivery/events.ts';
import type { AudienceReview, PreviewedCounts } from '../../../core/delivery/prepare-audience.ts';
import type { LargeRemoval } from '../../../core/delivery/removal-stop.ts';
import type { EventsReview } from '../../../core/delivery/run-events.ts';
import { formatAmount, listed } from '../../../core/wording.ts';

/** What was agreed to of one audience of a campaign. */
export interface AgreedAudience {
  /** As the run tells of it. */
  readonly label: string;
  readonly added: number;
  readonly removed: number;
  /** Set where its name was typed: so many percent of it may leave. */
  readonly allowRemovalPercent?: number | undefined;
}

/** What a person said yes to in the review. */
export interface Agreement {
  /** What the preview showed; undefined when nobody looked, as after picking a run to go on with. */
  readonly previewed: PreviewedCounts | undefined;
  /** The same for a campaign, audience by audience. */
  readonly audiences?: readonly AgreedAudience[] | undefined;
  /** A rehearsal: a test audience is only ever added to, and test events don't count. */
  readonly isRehearsal: boolean;
  /** Said when a repair has changed where it goes since then: nobody has agreed to that yet. */
  readonly moved?: string | undefined;
}

/** Found out only when TikTok was asked, and changing what sending means. */
const CHANGES_THE_MEANING: readonly WarningCode[] = ['no-ledger', 'duplicate-audience-names'];

/**
 * The question to ask once the plan is known and TikTok has said where it goes; undefined when it is just what
 * was agreed to.
 */
export function questionAbout(review: AudienceReview | EventsReview, agreed: Agreement): string | undefined {
  return review.kind === 'audience' ? aboutAudience(review, agreed) : aboutEvents(review, agreed);
}

/** True where the person typed the audience's name for a removal as large as this one. */
export function isAgreedRemoval({ group, percent }: LargeRemoval, { audiences = [] }: Agreement): boolean {
  const agreed = audiences.find(({ label }) => label === group)?.allowRemovalPercent;
  return agreed !== undefined && percent <= agreed;
}

function aboutAudience(review: AudienceReview, agreed: Agreement): string | undefined {
  const { isRehearsal, moved } = agreed;
  const previewed =
    review.group === undefined
      ? agreed.previewed
      : agreed.audiences?.find(({ label }) => label === review.group);
  const { added, removed } = review.plan.expected.delivery;
  if (moved === undefined && isRehearsal && removed === 0) return undefined;
  const isAsAgreed = previewed !== undefined && previewed.added === added && previewed.removed === removed;
  const changing = review.warnings.filter(({ code }) => CHANGES_THE_MEANING.includes(code));
  if (moved === undefined && isAsAgreed && changing.length === 0) return undefined;

  const before =
    previewed === undefined || isAsAgreed
      ? []
      : [
          `The preview showed ${formatAmount(previewed.added, 'identifier')} to add and ${formatAmount(previewed.removed, 'identifier')} to remove.`,
        ];
  const { target } = review;
  const where =
    target.kind === 'new'
      ? `the new audience “${target.name}”`
      : `the audience “${target.name}” (${target.id})`;
  const changes = listed([
    `add ${formatAmount(added, 'identifier')}`,
    `remove ${formatAmount(removed, 'identifier')}`,
  ]);
  // “Now” is said where something else was before.
  const lead = previewed === undefined && moved === undefined ? 'This will' : 'Now it is:';
  const now = `${lead} ${changes}, in ${where}. Send?`;
  const messages = changing.map(({ message }) => message);
  const whose = review.group === undefined ? [] : [`Group ${review.group}:`];
  return [...whose, ...(moved === undefined ? [] : [moved]), ...messages, ...before, now].join(' ');
}

/** Of events the preview's fingerprint says whether they are the same; their number follows from them. */
function aboutEvents(
  { plan }: EventsReview,
  { previewed, isRehearsal, moved }: Agreement,
): string | undefined {
  if (moved === undefined && (isRehearsal || previewed !== undefined)) return undefined;
  const { delivered, alreadyDelivered } = plan.expected.delivery;
  const lead = moved === undefined ? '' : 'Now it is: ';
  const now = `${lead}${formatAmount(delivered, 'event')} to send, ${formatAmount(alreadyDelivered, 'event')} delivered before. Send?`;
  return moved === undefined ? now : `${moved} ${now}`;
}
