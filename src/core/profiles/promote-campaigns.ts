import type { Campaign, CampaignGroup } from './campaign-schema.ts';
import { checkCampaigns, subAudiences } from './check-campaigns.ts';
import { findEntity } from './entities.ts';
import type { Profile } from './schema.ts';

/** A campaign and its copy for production. */
export interface CampaignCopy {
  readonly original: Campaign;
  readonly copy: Campaign;
}

export interface PromotedCampaigns {
  readonly copies: readonly CampaignCopy[];
  /** What needs a look, and why campaigns are left out; one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Copies the campaigns that send through a promoted destination. `profile` has the destination's copy already. Every
 * group of a copy goes to production: to the copy, to a destination that is production's already, or to what another
 * destination was promoted to before (`NAME (production)`). A campaign of which a group has no such place is left out.
 * Copies read the same segments, and are started by hand.
 */
export function promoteCampaigns(
  profile: Profile,
  promoted: { readonly from: string; readonly to: string },
  copyName: (campaign: string) => string,
): PromotedCampaigns {
  const copies: CampaignCopy[] = [];
  const warnings: string[] = [];
  for (const original of profile.campaigns) {
    if (!original.groups.some(({ destination }) => destination === promoted.from)) continue;
    const subject = `The campaign "${original.name}"`;
    const left = original.groups.find(
      ({ destination }) =>
        destination !== undefined && placeInProduction(profile, promoted, destination) === undefined,
    );
    if (left !== undefined) {
      warnings.push(
        `${subject} isn't copied: its group "${left.name}" goes to "${left.destination}", which isn't for production. Promote that as well, and the campaign comes with it.`,
      );
      continue;
    }
    const copy: Campaign = {
      ...original,
      name: copyName(original.name),
      groups: original.groups.map((group) => moveGroup(profile, promoted, group)),
      timing: { type: 'manual' },
    };
    const [problem] = checkCampaigns({ ...profile, campaigns: [copy] });
    if (problem !== undefined) {
      warnings.push(`${subject} isn't copied, because the copy couldn't be run. ${problem}`);
      continue;
    }
    copies.push({ original, copy });
    warnings.push(...warnAboutGroups(original, copy));
  }
  return { copies, warnings };
}

/** Undefined where a destination has no counterpart in production yet. */
function placeInProduction(
  profile: Profile,
  promoted: { readonly from: string; readonly to: string },
  destination: string,
): string | undefined {
  if (destination === promoted.from) return promoted.to;
  const isInProduction = (name: string): boolean => {
    const found = findEntity(profile, 'destination', name);
    const credential = found && findEntity(profile, 'credential', found.credential);
    return credential?.environment === 'production';
  };
  return [destination, `${destination} (production)`].find(isInProduction);
}

function moveGroup(
  profile: Profile,
  promoted: { readonly from: string; readonly to: string },
  group: CampaignGroup,
): CampaignGroup {
  if (group.destination === undefined) return group;
  return { ...group, destination: placeInProduction(profile, promoted, group.destination) };
}

function warnAboutGroups(original: Campaign, copy: Campaign): readonly string[] {
  const warnings: string[] = [];
  // People are assigned by a hash of the campaign's name.
  if (subAudiences(copy.groups).some((part) => part.length > 1)) {
    warnings.push(
      `The groups of the campaign "${copy.name}" get other people than those of "${original.name}": who is in which group follows from the campaign's name.`,
    );
  }
  const shared = copy.groups.filter(
    ({ destination, control }, place) =>
      control !== true && destination === original.groups[place]?.destination,
  );
  for (const { name, destination } of shared) {
    warnings.push(
      `The group "${name}" fills the same audience in "${original.name}" and in "${copy.name}", because "${destination}" is for production already: run only one of the two, or give the copy another audience name.`,
    );
  }
  return warnings;
}
