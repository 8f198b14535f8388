import { formatAmount, formatCount } from '../../../core/wording.ts';
import { sizeWords } from '../../../wizard/journeys/campaign/sizes.ts';
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
  const preview = await delivery.previewCampaign(name, { signal });
  const sizes = preview.groups.map((group) => `${group.name} ${formatCount(group.people)}`).join(', ');
  return `${name} now: ${sizeWords(preview).sentence} ${sizes}.`;
}
