import { isTimeZone } from '../../../core/events/time-zone.ts';
import { zoneNames } from '../common/zone-names.ts';

export interface TimeZoneItem {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  readonly description: string;
}

/** Every time zone, those that the person is likely to mean (the ad account's, the one chosen before) among them. */
export function timeZoneItems(
  advertiserZone: string | undefined,
  chosen: string | undefined,
): readonly TimeZoneItem[] {
  return zoneNames([advertiserZone, chosen]).map((name) => ({
    id: name,
    label: name,
    ...(name === advertiserZone ? { note: 'the ad account’s' } : {}),
    description: `Times without a zone are read as those of ${name}.`,
  }));
}

/** The zone of the first of these ad accounts for which TikTok told one that this machine knows. */
export function zoneOf(
  advertiserIds: readonly string[],
  zones: Readonly<Record<string, string>>,
): string | undefined {
  return advertiserIds
    .map((id) => zones[id])
    .find((zone): zone is string => zone !== undefined && isTimeZone(zone));
}
