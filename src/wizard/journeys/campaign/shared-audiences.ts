import { attemptOr } from '../../../core/errors.ts';
import type { Campaign } from '../../../core/profiles/campaign-schema.ts';
import { effectiveSettings } from '../../../core/profiles/effective-settings.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { Orchestration, Profile } from '../../../core/profiles/schema.ts';

/** An audience that something fills: one of a name in an ad account. */
interface FilledAudience {
  readonly name: string;
  readonly advertiserId: string;
}

/**
 * Says when something else fills one of the campaign's audiences: matching makes an audience just this list, so that
 * the two would remove each other's people in turn. Undefined when nothing does.
 */
export function sharedAudience(profile: Profile, campaign: Campaign): string | undefined {
  const own = audiencesOfCampaign(profile, campaign);
  const others = [
    ...profile.campaigns
      .filter(({ name }) => name !== campaign.name)
      .map((other) => ({ who: `the campaign ${other.name}`, fills: audiencesOfCampaign(profile, other) })),
    ...profile.orchestrations.map((other) => ({
      who: `the orchestration ${other.name}`,
      fills: audienceOfOrchestration(profile, other),
    })),
  ];
  for (const { who, fills } of others) {
    const shared = own.find(({ name, advertiserId }) =>
      fills.some((other) => other.name === name && other.advertiserId === advertiserId),
    );
    if (shared !== undefined) return `${shared.name} is filled by ${who}, too: they would undo each other.`;
  }
  return undefined;
}

function audiencesOfCampaign(profile: Profile, campaign: Campaign): readonly FilledAudience[] {
  return campaign.groups.flatMap((group) => {
    const name = campaign.audiences === 'single' ? campaign.audienceName : group.audienceName;
    const destination = findEntity(profile, 'destination', group.destination ?? '');
    const advertiserId = destination?.advertiserIds[0];
    return group.control === true || name === undefined || advertiserId === undefined
      ? []
      : [{ name, advertiserId }];
  });
}

/** None where names lead nowhere, which is told where the orchestration is used. */
function audienceOfOrchestration(profile: Profile, { name }: Orchestration): readonly FilledAudience[] {
  const settings = attemptOr(() => effectiveSettings(profile, name), undefined);
  const advertiserId = settings?.advertiserIds[0];
  return settings?.kind !== 'audience' || settings.audienceName === undefined || advertiserId === undefined
    ? []
    : [{ name: settings.audienceName, advertiserId }];
}
