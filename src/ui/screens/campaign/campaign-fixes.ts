import { findEntity } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import type { Navigation, ScreenId } from '../../navigation/screen-types.ts';

/** Can't be the name of a segment or a destination: names have no spaces at their ends. */
const CAMPAIGN = 'campaign ';

/** The parts of a campaign in which the cause of a failed preview can lie. */
export function campaignFixes(profile: Profile, name: string): readonly ChoiceItem[] {
  const campaign = findEntity(profile, 'campaign', name);
  const segments = [...(campaign?.include ?? []), ...(campaign?.exclude ?? [])];
  const destinations = (campaign?.groups ?? []).flatMap(({ destination }) => destination ?? []);
  return [
    { id: CAMPAIGN, label: 'Change the campaign' },
    ...[...new Set(segments)].map((segment) => ({
      id: `segment ${segment}`,
      label: `Change the segment ${segment}`,
    })),
    ...[...new Set(destinations)].map((destination) => ({
      id: `destination ${destination}`,
      label: `Change the destination ${destination}`,
    })),
  ];
}

/** Opens the part; `onFixed` is called when something was saved there. */
export function openCampaignFix(
  open: Navigation<ScreenId>['open'],
  campaign: string,
  id: string,
  onFixed: () => void,
): void {
  if (id === CAMPAIGN) open({ id: 'campaign', name: campaign }, onFixed);
  else if (id.startsWith('segment ')) open({ id: 'segment', name: id.slice('segment '.length) }, onFixed);
  else open({ id: 'destination', name: id.slice('destination '.length) }, onFixed);
}
