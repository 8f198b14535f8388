import type { CampaignAudiencePreview, CampaignPreview } from '../../../core/delivery/preview-campaign.ts';
import type { Campaign } from '../../../core/profiles/campaign-schema.ts';
import { formatAmount, formatCount } from '../../../core/wording.ts';
import { type CampaignAnswers, savedCampaign } from './campaign-answers.ts';
import { CAMPAIGN_FORM, type CampaignStep } from './campaign-form.ts';

/** One line of the review: what leaves, or an answer; both lead to where it is changed. */
export interface CampaignReviewRow {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly step: CampaignStep;
}

/** Answers that are told in the lines of the audiences. */
const TOLD: readonly CampaignStep[] = ['places', 'audiences', 'description', 'review'];

/** What leaves for each audience, who is never sent, and every answer that decides it. */
export function campaignReviewRows(
  campaign: Campaign,
  preview: CampaignPreview | undefined,
): readonly CampaignReviewRow[] {
  const answers: CampaignAnswers = savedCampaign(campaign, 0);
  return [
    ...(preview === undefined ? [] : leavingRows(preview, answers.exclude)),
    ...CAMPAIGN_FORM.steps.flatMap(({ id, title, isSkipped, inWords }) => {
      const value = inWords?.(answers);
      // The name of a saved campaign is told in the title.
      const isTold = TOLD.includes(id) || (id === 'exclude' && isAnybodyLeftOut(preview));
      return value === undefined || isTold || isSkipped?.(answers) === true
        ? []
        : [{ id, label: title, value, step: id }];
    }),
  ];
}

function isAnybodyLeftOut(preview: CampaignPreview | undefined): preview is CampaignPreview {
  return preview !== undefined && preview.people.excluded > 0;
}

function leavingRows(preview: CampaignPreview, exclude: readonly string[]): readonly CampaignReviewRow[] {
  const { audiences, groups, people } = preview;
  const controls = groups.filter(({ control }) => control);
  const leftOut = `${formatAmount(people.excluded, 'person', 'people')} in ${exclude.join(', ')}`;
  return [
    ...audiences.map((audience) => ({
      id: `audience ${audience.label}`,
      label: `→ ${audience.label}`,
      value: leavingInWords(audience),
      step: 'places' as const,
    })),
    ...controls.map((group) => ({
      id: `control ${group.name}`,
      label: group.name,
      value: `${formatAmount(group.people, 'person', 'people')}, never sent`,
      step: 'groups' as const,
    })),
    ...(isAnybodyLeftOut(preview)
      ? [{ id: 'left out', label: 'Left out', value: leftOut, step: 'exclude' as const }]
      : []),
  ];
}

/**
 * `add 362, remove 0: 181 people to Spring A (acme audiences)`; what changes comes first, because a narrow window cuts
 * the end off, and half a number is a wrong one.
 */
export function leavingInWords({
  people,
  audienceName,
  destination,
  delivery,
}: CampaignAudiencePreview): string {
  const { added = 0, removed = 0, unchanged = 0 } = delivery;
  const rest = unchanged === 0 ? '' : `, ${formatCount(unchanged)} unchanged`;
  const change = `add ${formatCount(added)}, remove ${formatCount(removed)}${rest}`;
  return `${change}: ${formatAmount(people, 'person', 'people')} to ${audienceName} (${destination})`;
}
