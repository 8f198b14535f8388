import type { Warning } from '../delivery/events.ts';
import { findEntity } from './entities.ts';
import type { AudienceDestination, Profile } from './schema.ts';

/** What fills an audience: an orchestration, or a group of a campaign. */
interface Filler {
  /** As it is spoken of. */
  readonly subject: string;
  readonly environment: string;
  readonly advertiserIds: readonly string[];
  readonly name: string;
  readonly mode: 'match' | 'add' | 'remove';
  /** Fillers of the same list take nobody out of each other. */
  readonly list: string;
}

/**
 * Audiences that several orchestrations or campaigns fill, at least one of them by a match: that one makes the
 * audience its own list, and takes out whom only another one has.
 */
export function warnAboutSharedAudiences(profile: Profile): readonly Warning[] {
  return groupByAudience(fillersOf(profile)).flatMap((fillers) => {
    const [first] = fillers;
    const isShared = new Set(fillers.map(({ list }) => list)).size > 1;
    const matching = fillers.filter(({ mode }) => mode === 'match').map(({ subject }) => subject);
    if (first === undefined || !isShared || matching.length === 0) return [];
    const { advertiserIds, name } = first;
    const all = fillers.map(({ subject }) => subject).join(', ');
    const message = `The audience "${name}" of ad account ${advertiserIds[0]} is filled by several: ${all}. A match (${matching.join(', ')}) makes it one list and takes out whom only another one has. Give each its own audience, or use the mode "add".`;
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
  if (destination === undefined || name === undefined) return [];
  const environment = findEntity(profile, 'credential', destination.credential)?.environment ?? '';
  return [{ subject, environment, advertiserIds: destination.advertiserIds, name, mode, list }];
}

function groupByAudience(fillers: readonly Filler[]): readonly (readonly Filler[])[] {
  const groups: Filler[][] = [];
  for (const filler of fillers) {
    const group = groups.find((each) => each.some((other) => fillsSame(filler, other)));
    if (group === undefined) groups.push([filler]);
    else group.push(filler);
  }
  return groups;
}

/** One name in the first ad account is one audience, and so it is in the same accounts, whichever stands first. */
function fillsSame(one: Filler, other: Filler): boolean {
  if (one.environment !== other.environment || one.name !== other.name) return false;
  const accounts = ({ advertiserIds }: Filler) => advertiserIds.toSorted().join();
  return one.advertiserIds[0] === other.advertiserIds[0] || accounts(one) === accounts(other);
}

function audienceDestination(profile: Profile, name: string | undefined): AudienceDestination | undefined {
  const destination = name === undefined ? undefined : findEntity(profile, 'destination', name);
  return destination?.kind === 'audience' ? destination : undefined;
}
