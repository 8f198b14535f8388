import type { Warning } from '../delivery/events.ts';
import { findEntity } from './entities.ts';
import type { AudienceDestination, Profile } from './schema.ts';

/** What fills an audience: an orchestration, or a group of a campaign. */
interface Filler {
  /** As it is spoken of. */
  readonly subject: string;
  /** Which audience: environment, ad account and name. */
  readonly audience: readonly [environment: string, advertiserId: string, name: string];
  readonly mode: 'match' | 'add' | 'remove';
  /** Fillers of the same list take nobody out of each other. */
  readonly list: string;
}

/**
 * Audiences that several orchestrations or campaigns fill, at least one of them by a match: that one makes the
 * audience its own list, and takes out whom only another one has.
 */
export function warnAboutSharedAudiences(profile: Profile): readonly Warning[] {
  const byAudience = Map.groupBy(fillersOf(profile), ({ audience }) => JSON.stringify(audience));
  return [...byAudience.values()].flatMap((fillers) => {
    const [first] = fillers;
    const isShared = new Set(fillers.map(({ list }) => list)).size > 1;
    const matching = fillers.filter(({ mode }) => mode === 'match').map(({ subject }) => subject);
    if (first === undefined || !isShared || matching.length === 0) return [];
    const [, advertiserId, name] = first.audience;
    const all = fillers.map(({ subject }) => subject).join(', ');
    const message = `The audience "${name}" of ad account ${advertiserId} is filled by several: ${all}. A match (${matching.join(', ')}) makes it one list and takes out whom only another one has. Give each its own audience, or use the mode "add".`;
    return [{ code: 'shared-audience', message } as const];
  });
}

function fillersOf(profile: Profile): readonly Filler[] {
  const orchestrations = profile.orchestrations.flatMap(
    ({ name, query, template: templateName, set = {} }) => {
      const template = findEntity(profile, 'template', templateName);
      const destination = audienceDestination(profile, template?.destination);
      const audienceName = set.audienceName ?? template?.audienceName ?? destination?.audienceName;
      const mode = set.mode ?? destination?.mode ?? 'match';
      const list = JSON.stringify([query, templateName]);
      return fillerOf(profile, `orchestration "${name}"`, destination, audienceName, mode, list);
    },
  );
  const groups = profile.campaigns.flatMap((campaign) =>
    campaign.groups.flatMap(({ destination: destinationName, audienceName = campaign.audienceName }) => {
      const destination = audienceDestination(profile, destinationName);
      const list = JSON.stringify([campaign.name]);
      const mode = destination?.mode ?? 'match';
      return fillerOf(profile, `campaign "${campaign.name}"`, destination, audienceName, mode, list);
    }),
  );
  return [...orchestrations, ...groups];
}

function fillerOf(
  profile: Profile,
  subject: string,
  destination: AudienceDestination | undefined,
  name: string | undefined,
  mode: Filler['mode'],
  list: string,
): readonly Filler[] {
  const [advertiserId] = destination?.advertiserIds ?? [];
  if (destination === undefined || advertiserId === undefined || name === undefined) return [];
  const environment = findEntity(profile, 'credential', destination.credential)?.environment ?? '';
  return [{ subject, audience: [environment, advertiserId, name], mode, list }];
}

function audienceDestination(profile: Profile, name: string | undefined): AudienceDestination | undefined {
  const destination = name === undefined ? undefined : findEntity(profile, 'destination', name);
  return destination?.kind === 'audience' ? destination : undefined;
}
