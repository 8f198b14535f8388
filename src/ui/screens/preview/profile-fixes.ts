import type { Campaign } from '../../../core/profiles/campaign-schema.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import type { Navigation, ScreenId } from '../../navigation/screen-types.ts';

/** The parts of an orchestration in which the cause of a failed preview can lie. */
export type ProfileFix = 'query' | 'template' | 'destination' | 'orchestration';

export const PROFILE_FIXES: readonly { readonly id: ProfileFix; readonly label: string }[] = [
  { id: 'query', label: 'Change the query or its files' },
  { id: 'template', label: 'Change the data template' },
  { id: 'destination', label: 'Change the destination' },
  { id: 'orchestration', label: 'Change the orchestration' },
];

/** The parts of a campaign: its segments are chosen in it, its destination may be one of several. */
const CAMPAIGN_FIXES: typeof PROFILE_FIXES = [
  { id: 'orchestration', label: 'Change the campaign' },
  { id: 'query', label: 'Change its segments' },
  { id: 'template', label: 'Change what is sent of each person' },
  { id: 'destination', label: 'Change the destination' },
];

/** What can be changed about whatever has the name. */
export function fixesFor(profile: Profile, name: string): typeof PROFILE_FIXES {
  return findEntity(profile, 'campaign', name) === undefined ? PROFILE_FIXES : CAMPAIGN_FIXES;
}

/** Opens the part; `onFixed` is called when something was saved there. */
export function openProfileFix(
  open: Navigation<ScreenId>['open'],
  profile: Profile,
  orchestrationName: string,
  fix: ProfileFix,
  onFixed: () => void,
): void {
  const campaign = findEntity(profile, 'campaign', orchestrationName);
  if (campaign !== undefined) {
    openCampaignPart(open, campaign, fix, onFixed);
    return;
  }
  const orchestration = findEntity(profile, 'orchestration', orchestrationName);
  const template =
    orchestration === undefined ? undefined : findEntity(profile, 'template', orchestration.template);
  switch (fix) {
    case 'orchestration':
      open({ id: 'orchestration', name: orchestrationName }, onFixed);
      return;
    case 'query':
      open({ id: 'query', name: orchestration?.query }, onFixed);
      return;
    case 'template':
      open({ id: 'template', name: orchestration?.template, query: orchestration?.query }, onFixed);
      return;
    case 'destination':
      open({ id: 'destination', name: template?.destination }, onFixed);
  }
}

/** What is a query for an orchestration are segments for a campaign; its columns stand in the place of a template. */
function openCampaignPart(
  open: Navigation<ScreenId>['open'],
  { name, groups, include, exclude = [] }: Campaign,
  fix: ProfileFix,
  onFixed: () => void,
): void {
  switch (fix) {
    case 'orchestration':
      open({ id: 'campaign', name }, onFixed);
      return;
    case 'query': {
      // A file is changed in its segment; of several it isn't known which one is meant.
      const [only, ...others] = [...include, ...exclude];
      if (only !== undefined && others.length === 0) open({ id: 'segment', name: only }, onFixed);
      else open({ id: 'manage', kind: 'segment' });
      return;
    }
    case 'template':
      open({ id: 'campaign', name, focus: 'attributes' }, onFixed);
      return;
    case 'destination':
      open({ id: 'destination', name: groups.find(({ control }) => control !== true)?.destination }, onFixed);
  }
}
