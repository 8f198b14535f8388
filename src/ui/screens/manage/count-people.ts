import { formatAmount, formatCount } from '../../../core/wording.ts';
import { unreadableInWords } from '../../../wizard/journeys/segment/combination.ts';
import type { Services } from '../../../wizard/services.ts';

/** How large a segment or a campaign is now, in a sentence. */
export async function countPeople(
  delivery: Services['delivery'],
  kind: 'segment' | 'campaign',
  name: string,
  signal: AbortSignal,
): Promise<string> {
  if (kind === 'segment') {
    const { rows, unreadable } = await delivery.previewSegment(name, { signal });
    const lost = unreadable === 0 ? '' : ` ${unreadableInWords(unreadable)}`;
    return `${name} has ${formatAmount(rows, 'row')} now.${lost}`;
  }
  const { groups, people } = await delivery.previewCampaign(name, { signal });
  const sizes = groups.map((group) => `${group.name} ${formatCount(group.people)}`).join(', ');
  const excluded =
    people.excluded === 0
      ? ''
      : ` ${formatCount(people.excluded)} ${people.excluded === 1 ? 'is' : 'are'} excluded.`;
  return `${name} has ${formatAmount(people.total, 'person', 'people')} now: ${sizes}.${excluded}`;
}
