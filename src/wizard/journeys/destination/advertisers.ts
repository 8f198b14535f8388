import type { Advertiser } from '../../../core/ports/tiktok.ts';
import { NEEDED_ROLE, roleName, standingOf, statusName } from '../credential/standing.ts';

/** TikTok's advertiser ids have 19 digits today; older ones are shorter. */
const USUAL_ID_DIGITS = 19;

/** The ids in what was typed or pasted, whatever stands between them; each once, in their order. */
export function parseAdvertiserIds(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((part) => part !== ''))];
}

/** What is wrong with typed ids; undefined when nothing is. Ids are texts: their digits are never counted with. */
export function checkAdvertiserIds(ids: readonly string[]): string | undefined {
  if (ids.length === 0) return 'At least one advertiser id is needed.';
  const wrong = ids.find((id) => !/^\d{1,32}$/.test(id));
  return wrong === undefined ? undefined : `An advertiser id has digits only: ${wrong.slice(0, 40)}`;
}

/** Ids of an unusual length that TikTok doesn't list for this credential: most often a digit was lost. */
export function unusualIds(ids: readonly string[], listed: readonly Advertiser[]): readonly string[] {
  return ids.filter(
    (id) => id.length !== USUAL_ID_DIGITS && !listed.some((advertiser) => advertiser.id === id),
  );
}

export interface AdvertiserItem {
  readonly id: string;
  readonly label: string;
  readonly note: string;
  readonly keywords: string;
  readonly disabledBecause?: string;
}

/** Advertisers to pick from; an Analyst's can't be picked, and says what is needed. */
export function advertiserItems(advertisers: readonly Advertiser[]): readonly AdvertiserItem[] {
  return advertisers.map((advertiser) => {
    const { id, name, status, currency, timeZone, role } = advertiser;
    const isRefused = standingOf(advertiser) === 'refused';
    return {
      id,
      label: name === '' ? id : name,
      note: [id, statusName(status), currency, timeZone, roleName(role)]
        .filter((part) => part !== undefined)
        .join(', '),
      keywords: id,
      ...(isRefused ? { disabledBecause: NEEDED_ROLE } : {}),
    };
  });
}

/** The first advertiser to which deliveries can work, for a destination that has none yet. */
export function proposeAdvertisers(advertisers: readonly Advertiser[]): readonly string[] {
  const usable = advertisers.filter((advertiser) => standingOf(advertiser) !== 'refused');
  const best = usable.find(({ status }) => status === 'STATUS_ENABLE') ?? usable[0];
  return best === undefined ? [] : [best.id];
}
