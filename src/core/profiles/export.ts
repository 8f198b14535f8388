import { usageError } from '../errors.ts';
import type { Campaign } from './campaign-schema.ts';
import { type EntityKind, type EntityReference, isSame, listEntities, withDependencies } from './entities.ts';
import { didYouMean } from './nearest.ts';
import { type Credential, isCombined, type Profile, type Source } from './schema.ts';
import { withoutKeptSecrets } from './server-secrets.ts';
import { isLaunchOver } from './timing.ts';

/**
 * A profile in the form that `tada apply` reads, on this machine or another one. References to environment
 * variables and files stay; what only this machine's keyring knows is left out, and so is when a token was
 * last accepted. With names: the things so called, of every kind, and what they need. Throws kind `usage`
 * when a name is nothing's.
 */
export function exportProfile(profile: Profile, names?: readonly string[]): Profile {
  const chosen = choose(profile, names);
  const isChosen = (kind: EntityKind) => (entity: { readonly name: string }) =>
    chosen.some((reference) => isSame(reference, { kind, name: entity.name }));
  return {
    credentials: profile.credentials.filter(isChosen('credential')).map(withoutLocalState),
    destinations: profile.destinations.filter(isChosen('destination')),
    templates: profile.templates.filter(isChosen('template')),
    queries: profile.queries.filter(isChosen('query')).map(withoutSourceSecrets),
    orchestrations: profile.orchestrations.filter(isChosen('orchestration')),
    segments: profile.segments
      .filter(isChosen('segment'))
      .map((segment) => (isCombined(segment) ? segment : withoutSourceSecrets(segment))),
    campaigns: profile.campaigns.filter(isChosen('campaign')),
    defaultAttributes: Object.fromEntries(
      Object.entries(profile.defaultAttributes).filter(([name]) => isChosen('destination')({ name })),
    ),
  };
}

/**
 * A profile that can be set up anew: a launch that is over (`now`: milliseconds since 1970) would be refused there, so
 * such a campaign is started by hand. Gives back their names as well.
 */
export function withoutOverLaunches(
  profile: Profile,
  now: number,
): { readonly profile: Profile; readonly over: readonly string[] } {
  const isOver = ({ timing }: Campaign) => timing?.type === 'once' && isLaunchOver(timing.launch, now);
  const over = profile.campaigns.filter(isOver).map(({ name }) => name);
  const campaigns = profile.campaigns.map(
    (campaign): Campaign =>
      over.includes(campaign.name) ? { ...campaign, timing: { type: 'manual' } } : campaign,
  );
  return { profile: { ...profile, campaigns }, over };
}

function choose(profile: Profile, names: readonly string[] | undefined): readonly EntityReference[] {
  const everything = listEntities(profile);
  if (names === undefined || names.length === 0) return everything;
  return names.flatMap((name) => {
    const called = everything.filter((reference) => reference.name === name);
    if (called.length === 0) {
      throw usageError(
        `Nothing is called "${name}"${didYouMean(name, [...new Set(everything.map((reference) => reference.name))]) || '.'}`,
        '`tada list` shows what there is.',
      );
    }
    return called.flatMap((reference) => withDependencies(profile, reference));
  });
}

function withoutSourceSecrets<Item extends { readonly source: Source }>(item: Item): Item {
  return { ...item, source: withoutKeptSecrets(item.source) };
}

function withoutLocalState({ secret, accessToken, lastValidated: _, ...credential }: Credential): Credential {
  return {
    ...credential,
    ...(secret !== undefined && !('keyring' in secret) && { secret }),
    ...(accessToken !== undefined && !('keyring' in accessToken) && { accessToken }),
  };
}
