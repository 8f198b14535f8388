import { unreadableInWords } from '../../../wizard/journeys/segment/combination.ts';
import type { Services } from '../../../wizard/services.ts';

/** How large a segment or a campaign is now, in a sentence. */
export async function countPeople(
  delivery: Services['delivery'],
  kind: 'segment' | 'campaign',
  name: string,
  signal: AbortSignal,
): Promise<string> {
  const number = (value: number) => value.toLocaleString('en');
  if (kind === 'segment') {
    const { rows, unreadable } = await delivery.previewSegment(name, { signal });
    const lost = unreadable === 0 ? '' : ` ${unreadableInWords(unreadable)}`;
    return `${name} has ${number(rows)} rows now.${lost}`;
  }
  const { groups, people } = await delivery.previewCampaign(name, { signal });
  const sizes = groups.map((group) => `${group.name} ${number(group.people)}`).join(', ');
  const excluded = people.excluded === 0 ? '' : ` ${number(people.excluded)} are excluded.`;
  return `${name} has ${number(people.total)} people now: ${sizes}.${excluded}`;
}
