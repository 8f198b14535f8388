import type { CampaignSizes } from '../../../core/campaigns/measure-campaign.ts';
import { formatAmount, formatCount } from '../../../core/wording.ts';

/** What is known of a campaign's size, in a sentence. */
export interface SizeWords {
  readonly sentence: string;
  /** True where nobody would be sent. */
  readonly isNobody: boolean;
}

type CountedPeople = Pick<CampaignSizes, 'people'> & { readonly groups: readonly unknown[] };

/** How many people there are, are left out, and are in no group. */
export function sizeWords({ people, groups }: CountedPeople): SizeWords {
  const { total, excluded, outside } = people;
  if (total === 0) return { sentence: 'Nobody is in these segments now.', isNobody: true };
  if (excluded === total) {
    return {
      sentence: `All ${formatCount(total)} people are left out: nobody would be sent.`,
      isNobody: true,
    };
  }
  const parts = [
    formatAmount(total, 'person', 'people'),
    ...(excluded === 0 ? [] : [`${formatCount(excluded)} left out`]),
    // Without groups nobody can be in one.
    ...(outside === 0 || groups.length === 0 ? [] : [`${formatCount(outside)} in no group, not sent`]),
  ];
  return { sentence: `${parts.join(', ')}.`, isNobody: false };
}

/** Who is in two of the included segments: they count once. The largest first. */
export function overlapWords({ segments, overlaps }: CampaignSizes): readonly string[] {
  const isIn = (name: string) => segments.some((segment) => segment.name === name && segment.included);
  return overlaps
    .filter(({ segments: [one, other], people }) => people > 0 && isIn(one) && isIn(other))
    .toSorted((one, other) => other.people - one.people)
    .map(({ segments: [one, other], people }) => `${formatCount(people)} are in both ${one} and ${other}.`);
}

/** How many people of a segment to leave out are in the campaign otherwise; undefined while unknown. */
export function leftOutBy({ overlaps, segments }: CampaignSizes, excluded: string): number | undefined {
  const included = segments.filter((segment) => segment.included);
  const shared = overlaps.filter(({ segments: [one, other] }) => one === excluded || other === excluded);
  // People of several included segments would be counted twice.
  return included.length === 1 ? shared[0]?.people : undefined;
}
