import type { WarningCode } from '../../../core/delivery/events.ts';
import type { AudienceReview, PreviewedCounts } from '../../../core/delivery/run-audience.ts';
import type { EventsReview } from '../../../core/delivery/run-events.ts';
import { amount, listed } from './amounts.ts';

/** What a person said yes to in the review. */
export interface Agreement {
  /** What the preview showed; undefined when nobody looked, as after picking a run to go on with. */
  readonly previewed: PreviewedCounts | undefined;
  /** A rehearsal: a test audience is only ever added to, and test events don't count. */
  readonly isRehearsal: boolean;
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

function aboutAudience(review: AudienceReview, { previewed, isRehearsal }: Agreement): string | undefined {
  const { added, removed } = review.plan.expected.delivery;
  if (isRehearsal && removed === 0) return undefined;
  const isAsAgreed = previewed !== undefined && previewed.added === added && previewed.removed === removed;
  const changing = review.warnings.filter(({ code }) => CHANGES_THE_MEANING.includes(code));
  if (isAsAgreed && changing.length === 0) return undefined;

  const before =
    previewed === undefined || isAsAgreed
      ? []
      : [
          `The preview showed ${amount(previewed.added, 'identifier')} to add and ${amount(previewed.removed, 'identifier')} to remove.`,
        ];
  const { target } = review;
  const where =
    target.kind === 'new'
      ? `the new audience “${target.name}”`
      : `the audience “${target.name}” (${target.id})`;
  const changes = listed([`add ${amount(added, 'identifier')}`, `remove ${amount(removed, 'identifier')}`]);
  const now = `Now it is: ${changes}, in ${where}. Send?`;
  return [...changing.map(({ message }) => message), ...before, now].join(' ');
}

/** Of events the preview's fingerprint says whether they are the same; their number follows from them. */
function aboutEvents({ plan }: EventsReview, { previewed, isRehearsal }: Agreement): string | undefined {
  if (isRehearsal || previewed !== undefined) return undefined;
  const { delivered, alreadyDelivered } = plan.expected.delivery;
  return `Now it is: ${amount(delivered, 'event')} to send, ${amount(alreadyDelivered, 'event')} delivered before. Send?`;
}
