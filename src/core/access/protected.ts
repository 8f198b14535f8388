import { nameAtTikTok } from '../audiences/name.ts';
import {
  dependenciesOf,
  dependentsOf,
  type EntityReference,
  findEntity,
  isSame,
  listEntities,
  withDependencies,
} from '../profiles/entities.ts';
import type { Destination, Profile } from '../profiles/schema.ts';

/** Destinations that are marked as admin only. */
export function markedDestinations(profile: Profile): readonly Destination[] {
  return profile.destinations.filter(({ access }) => access?.adminOnly === true);
}

/**
 * True for what the mark protects: the destination itself, what delivers to it (templates, orchestrations, campaigns),
 * what these read (queries, segments), and the credential it uses: another token would turn it into another
 * destination, and another query would fill it with other people.
 */
export function isProtected(profile: Profile, reference: EntityReference): boolean {
  const marked = markedDestinations(profile);
  switch (reference.kind) {
    case 'credential':
      return marked.some(({ credential }) => credential === reference.name);
    case 'query':
    case 'segment':
      return dependentsOf(profile, reference).some((dependent) => leadsToMarked(profile, dependent, marked));
    default:
      return leadsToMarked(profile, reference, marked);
  }
}

function leadsToMarked(
  profile: Profile,
  reference: EntityReference,
  marked: readonly Destination[],
): boolean {
  return withDependencies(profile, reference).some(
    ({ kind, name }) => kind === 'destination' && marked.some((destination) => destination.name === name),
  );
}

/** Where something is delivered to, at TikTok. */
export interface Aim {
  readonly kind: 'audience' | 'events';
  readonly advertiserIds: readonly string[];
  readonly audienceName?: string | undefined;
  readonly audienceId?: string | undefined;
  readonly eventSourceId?: string | undefined;
}

/**
 * The marked destination that delivers to the same audience or event source: a copy without the mark, another
 * destination, or a name given for one run, leads to what the mark protects all the same. Undefined when none does.
 */
export function markedTwin(profile: Profile, aim: Aim): Destination | undefined {
  return markedDestinations(profile).find((destination) => {
    if (destination.kind !== aim.kind) return false;
    if (!destination.advertiserIds.some((id) => aim.advertiserIds.includes(id))) return false;
    if (aim.audienceId !== undefined && idsOf(profile, destination).includes(aim.audienceId)) return true;
    const wanted = aim.kind === 'audience' ? aim.audienceName : aim.eventSourceId;
    if (wanted === undefined) return false;
    const aims = aimsOf(profile, destination);
    return aims.some((own) => own === wanted || sameAtTikTok(own, wanted));
  });
}

/** Audiences that orchestrations of a destination name by their id. */
function idsOf(profile: Profile, { name }: Destination): readonly string[] {
  const templates = profile.templates.filter((template) => template.destination === name);
  return profile.orchestrations
    .filter((orchestration) => templates.some((template) => template.name === orchestration.template))
    .flatMap(({ set }) => set?.audienceId ?? []);
}

/** TikTok cuts long names, and compares what is left. */
function sameAtTikTok(one: string, other: string): boolean {
  return nameAtTikTok(one, 'streaming') === nameAtTikTok(other, 'streaming');
}

/** Audience names or event source ids that a destination delivers to, through whatever is set up. */
function aimsOf(profile: Profile, destination: Destination): readonly string[] {
  const reference = { kind: 'destination', name: destination.name } as const;
  const key = destination.kind === 'audience' ? 'audienceName' : 'eventSourceId';
  const dependents = listEntities(profile).filter((candidate) =>
    dependenciesOf(profile, candidate).some((dependency) => isSame(dependency, reference)),
  );
  const templates = dependents.flatMap(({ kind, name }) => {
    const template = kind === 'template' ? findEntity(profile, 'template', name) : undefined;
    return template === undefined ? [] : [template];
  });
  const own: Readonly<Record<string, unknown>> = { ...destination };
  const through = profile.orchestrations
    .filter((orchestration) => templates.some(({ name }) => name === orchestration.template))
    .map(({ set }) => set?.[key]);
  const campaigns = profile.campaigns.flatMap(({ groups, audienceName }) =>
    groups
      .filter((group) => group.destination === destination.name)
      .map((group) => group.audienceName ?? audienceName),
  );
  const byCampaigns = destination.kind === 'audience' ? campaigns : [];
  return [own[key], ...templates.map((template) => template[key]), ...through, ...byCampaigns].filter(
    (aim): aim is string => typeof aim === 'string',
  );
}
