import { configurationError } from '../errors.ts';
import type { Campaign } from './campaign-schema.ts';
import { segmentsOf } from './combination-schema.ts';
import { didYouMean } from './nearest.ts';
import { isCombined, type Profile } from './schema.ts';

/** The things a profile is made of, each after what it depends on. */
export const ENTITY_KINDS = [
  'credential',
  'destination',
  'template',
  'query',
  'orchestration',
  'segment',
  'campaign',
] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

export interface EntityReference {
  readonly kind: EntityKind;
  readonly name: string;
}

const COLLECTIONS = {
  credential: 'credentials',
  destination: 'destinations',
  template: 'templates',
  query: 'queries',
  orchestration: 'orchestrations',
  segment: 'segments',
  campaign: 'campaigns',
} as const satisfies Readonly<Record<EntityKind, keyof Profile>>;

type Collections = typeof COLLECTIONS;
/** The type of one credential, destination and so on. */
export type Entity<Kind extends EntityKind> = Profile[Collections[Kind]][number];

export function collectionOf<Kind extends EntityKind>(kind: Kind): Collections[Kind] {
  return COLLECTIONS[kind];
}

/** `destination "acme audiences"` */
export function describeEntity({ kind, name }: EntityReference): string {
  return `${kind} "${name}"`;
}

/** Several of them as a list in a sentence. */
export function describeEntities(references: readonly EntityReference[]): string {
  return references.map(describeEntity).join(', ');
}

export function findEntity<Kind extends EntityKind>(
  profile: Profile,
  kind: Kind,
  name: string,
): Entity<Kind> | undefined {
  const entities: readonly Entity<Kind>[] = profile[COLLECTIONS[kind]];
  return entities.find((entity) => entity.name === name);
}

/** Throws kind `configuration`, with the nearest name, when there is none. */
export function getEntity<Kind extends EntityKind>(profile: Profile, kind: Kind, name: string): Entity<Kind> {
  const entity = findEntity(profile, kind, name);
  if (entity !== undefined) return entity;
  throw configurationError(
    `There is no ${kind} called "${name}"${didYouMean(name, namesOf(profile, kind)) || '.'}`,
    `\`tada list ${COLLECTIONS[kind]}\` shows what there is.`,
  );
}

/** Kinds of things that are run by their name alone, so that one name means one thing. */
const RUN_BY_NAME: readonly EntityKind[] = ['orchestration', 'campaign'];

/** What already has the name that something of this kind would get. */
export function findNamesake(profile: Profile, { kind, name }: EntityReference): EntityReference | undefined {
  const kinds = RUN_BY_NAME.includes(kind) ? RUN_BY_NAME : [kind];
  const taken = kinds.find((each) => findEntity(profile, each, name) !== undefined);
  return taken === undefined ? undefined : { kind: taken, name };
}

export function namesOf(profile: Profile, kind: EntityKind): readonly string[] {
  return profile[COLLECTIONS[kind]].map(({ name }) => name);
}

/** Every entity of a profile, each kind after what it depends on. */
export function listEntities(profile: Profile): readonly EntityReference[] {
  return ENTITY_KINDS.flatMap((kind) => namesOf(profile, kind).map((name) => ({ kind, name })));
}

/** What an entity refers to by name, whether or not it exists. */
export function dependenciesOf(profile: Profile, reference: EntityReference): readonly EntityReference[] {
  switch (reference.kind) {
    case 'credential':
    case 'query':
      return [];
    case 'segment': {
      const segment = findEntity(profile, 'segment', reference.name);
      if (segment === undefined || !isCombined(segment)) return [];
      return segmentsOf(segment.combine).map((name) => ({ kind: 'segment', name }));
    }
    case 'destination': {
      const destination = findEntity(profile, 'destination', reference.name);
      return destination === undefined ? [] : [{ kind: 'credential', name: destination.credential }];
    }
    case 'template': {
      const template = findEntity(profile, 'template', reference.name);
      return template === undefined ? [] : [{ kind: 'destination', name: template.destination }];
    }
    case 'orchestration': {
      const orchestration = findEntity(profile, 'orchestration', reference.name);
      if (orchestration === undefined) return [];
      return [
        { kind: 'query', name: orchestration.query },
        { kind: 'template', name: orchestration.template },
      ];
    }
    case 'campaign': {
      const campaign = findEntity(profile, 'campaign', reference.name);
      return campaign === undefined ? [] : unique(dependenciesOfCampaign(campaign));
    }
  }
}

function dependenciesOfCampaign({ include, exclude, groups }: Campaign): readonly EntityReference[] {
  return [
    ...[...include, ...(exclude ?? [])].map((name) => ({ kind: 'segment' as const, name })),
    ...groups.flatMap(({ destination }) =>
      destination === undefined ? [] : [{ kind: 'destination' as const, name: destination }],
    ),
  ];
}

/** Everything that would stop working without this entity, directly or through others. */
export function dependentsOf(profile: Profile, reference: EntityReference): readonly EntityReference[] {
  const all = listEntities(profile).map((entity) => ({ entity, needs: dependenciesOf(profile, entity) }));
  const found = reachable(reference, (from) =>
    all.flatMap(({ entity, needs }) => (needs.some((need) => isSame(need, from)) ? [entity] : [])),
  );
  return unique(found.filter((dependent) => !isSame(dependent, reference)));
}

/** A thing and everything it needs, as far as it exists; what is needed twice is there once. */
export function withDependencies(profile: Profile, reference: EntityReference): readonly EntityReference[] {
  return reachable(reference, (from) =>
    dependenciesOf(profile, from).filter(({ kind, name }) => findEntity(profile, kind, name) !== undefined),
  );
}

/** Where steps lead from the start, which comes first; segments of a broken profile may lead in a circle. */
function reachable(
  start: EntityReference,
  next: (from: EntityReference) => readonly EntityReference[],
): readonly EntityReference[] {
  const found = [start];
  // The list grows while it is walked.
  for (const from of found) {
    found.push(...next(from).filter((to) => !found.some((known) => isSame(known, to))));
  }
  return found;
}

export function isSame(one: EntityReference, other: EntityReference): boolean {
  return one.kind === other.kind && one.name === other.name;
}

/** In the order of {@link ENTITY_KINDS}, each once. */
export function unique(references: readonly EntityReference[]): readonly EntityReference[] {
  return ENTITY_KINDS.flatMap((kind) => {
    const names = references.filter((reference) => reference.kind === kind).map(({ name }) => name);
    return [...new Set(names)].map((name) => ({ kind, name }));
  });
}
