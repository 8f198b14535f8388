import type { CampaignAudiencePreview, CampaignPreview } from '../../../core/delivery/preview-campaign.ts';
import type { Environment } from '../../../core/profiles/schema.ts';
import { capitalised, formatAmount, listed } from '../../../core/wording.ts';
import type { AgreedAudience } from '../delivery/agreement.ts';
import type { Consent, Rehearsal } from '../delivery/consent.ts';

/**
 * What a person has to say yes to before a campaign sends anything, one question after the other: the name of every
 * audience that would lose more than half of its people, and in the end a yes to all of it. Names are typed for
 * that audience only; another one that turns out to lose as much is asked about by the run.
 */
export function campaignConsents(
  preview: CampaignPreview,
  environment: Environment | undefined,
  rehearsal?: Rehearsal,
): readonly Consent[] {
  const filled = preview.audiences.filter(({ rows }) => rows.valid > 0);
  if (filled.length === 0) return [{ kind: 'impossible', reason: nobodySentence(preview) }];
  const place = environment === 'production' ? 'PRODUCTION' : `the ${environment ?? 'ad account'}`;
  if (rehearsal?.kind === 'members') {
    const people = formatAmount(rehearsal.members, 'member');
    const question = `Send up to ${people} of each group to separate test audiences in ${place}?`;
    return [{ kind: 'confirm', question }];
  }
  const names = filled.flatMap(({ audienceName, largeRemoval }): readonly Consent[] =>
    largeRemoval === undefined
      ? []
      : [
          {
            kind: 'type-name',
            name: audienceName,
            question: `“${audienceName}”: ${largeRemoval.message} This happens in ${place}.`,
            allowRemovalPercent: largeRemoval.percent,
          },
        ],
  );
  return [...names, { kind: 'confirm', question: `${changesInWords(filled)} in ${place}?` }];
}

function nobodySentence({ people: { total, excluded } }: CampaignPreview): string {
  if (total === 0) return 'Nobody is in its segments, so there is nothing to send.';
  if (excluded === total) return 'All people of its segments are left out, so there is nothing to send.';
  return 'Nobody of its groups has anything that can be sent; the preview says why.';
}

function changesInWords(audiences: readonly CampaignAudiencePreview[]): string {
  const sum = (key: 'added' | 'removed') =>
    audiences.reduce((total, { delivery }) => total + (delivery[key] ?? 0), 0);
  const [added, removed] = [sum('added'), sum('removed')];
  const where = formatAmount(audiences.length, 'audience');
  if (added + removed === 0) return `Everything is there already. Check again and send nothing to ${where}`;
  const changes = [
    ...(added > 0 ? [`add ${formatAmount(added, 'identifier')}`] : []),
    ...(removed > 0 ? [`remove ${formatAmount(removed, 'identifier')}`] : []),
  ];
  return `${capitalised(listed(changes))}, in ${where}`;
}

/** What was agreed to, for the run to compare with what it finds. */
export function agreedAudiences({ audiences }: CampaignPreview): readonly AgreedAudience[] {
  return audiences.map(({ label, delivery, largeRemoval }) => ({
    label,
    added: delivery.added ?? 0,
    removed: delivery.removed ?? 0,
    ...(largeRemoval === undefined ? {} : { allowRemovalPercent: largeRemoval.percent }),
  }));
}
