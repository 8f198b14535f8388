import { configurationError } from '../errors.ts';
import {
  dependenciesOf,
  dependentsOf,
  describeEntities,
  describeEntity,
  type EntityReference,
  findEntity,
  findNamesake,
  getEntity,
  isSame,
  unique,
} from './entities.ts';
import { type Credential, isCombined, type Profile, profileSchema } from './schema.ts';

/** The secrets a credential can have. */
export const CREDENTIAL_SECRETS = ['secret', 'accessToken'] as const;
export type CredentialSecret = (typeof CREDENTIAL_SECRETS)[number];

/** The key under which tada's own secret store keeps a credential's secret: `credential/acme/accessToken`. */
export function secretKey(credential: string, secret: CredentialSecret): string {
  return `credential/${credential}/${secret}`;
}

/** Keys of the secrets of a credential that tada keeps itself. */
export function keyringKeysOf(credential: Credential): readonly string[] {
  return CREDENTIAL_SECRETS.filter((secret) => isInKeyring(credential, secret)).map((secret) =>
    secretKey(credential.name, secret),
  );
}

export interface RemovedEntity {
  readonly profile: Profile;
  /** Everything that went, the dependents too. */
  readonly removed: readonly EntityReference[];
  /** To be deleted from the secret store once the profile is saved. */
  readonly secretKeys: readonly string[];
}

/**
 * Removes one thing. What depends on it (ask {@link dependentsOf} first) is removed with it only when
 * `withDependents` is set; otherwise throws kind `configuration`, naming it.
 */
export function removeEntity(
  profile: Profile,
  reference: EntityReference,
  options: { readonly withDependents?: boolean } = {},
): RemovedEntity {
  getEntity(profile, reference.kind, reference.name);
  const dependents = dependentsOf(profile, reference);
  if (dependents.length > 0 && options.withDependents !== true) {
    throw configurationError(
      `${describeEntity(reference)} can't be removed: it is needed by ${describeEntities(dependents)}.`,
      'Remove those first, or let them use something else.',
    );
  }
  const removed = unique([reference, ...dependents]);
  const stays = (kind: EntityReference['kind']) => (entity: { readonly name: string }) =>
    !removed.some((gone) => isSame(gone, { kind, name: entity.name }));
  return {
    profile: {
      credentials: profile.credentials.filter(stays('credential')),
      destinations: profile.destinations.filter(stays('destination')),
      templates: profile.templates.filter(stays('template')),
      queries: profile.queries.filter(stays('query')),
      orchestrations: profile.orchestrations.filter(stays('orchestration')),
      segments: profile.segments.filter(stays('segment')),
      campaigns: profile.campaigns.filter(stays('campaign')),
      defaultAttributes: mapDestinations(profile, (name) =>
        stays('destination')({ name }) ? name : undefined,
      ),
    },
    removed,
    secretKeys: removed.flatMap(({ kind, name }) => {
      const credential = kind === 'credential' ? findEntity(profile, 'credential', name) : undefined;
      return credential === undefined ? [] : keyringKeysOf(credential);
    }),
  };
}

/** A secret of tada's own store that has to be there under a second key. */
export interface SecretCopy {
  readonly from: string;
  readonly to: string;
}

export interface RenamedEntity {
  readonly profile: Profile;
  /** What refers to it and was changed with it. */
  readonly updated: readonly EntityReference[];
  /** To copy in the secret store before the profile is saved; the old keys are deleted after it. */
  readonly secretCopies: readonly SecretCopy[];
}

/** Gives one thing another name, everywhere. Throws kind `configuration` when the name is taken or unusable. */
export function renameEntity(profile: Profile, reference: EntityReference, newName: string): RenamedEntity {
  const { kind, name } = reference;
  getEntity(profile, kind, name);
  if (newName === name) return { profile, updated: [], secretCopies: [] };
  refuseTaken(profile, { kind, name: newName });
  const rename = <Item extends { readonly name: string }>(item: Item, own: EntityReference['kind']): Item =>
    own === kind && item.name === name ? { ...item, name: newName } : item;
  const follow = (target: EntityReference['kind'], text: string) =>
    target === kind && text === name ? newName : text;
  const renamed: Profile = {
    credentials: profile.credentials.map((item) => rename(item, 'credential')),
    destinations: profile.destinations.map((item) => ({
      ...rename(item, 'destination'),
      credential: follow('credential', item.credential),
    })),
    templates: profile.templates.map((item) => ({
      ...rename(item, 'template'),
      destination: follow('destination', item.destination),
    })),
    queries: profile.queries.map((item) => rename(item, 'query')),
    orchestrations: profile.orchestrations.map((item) => ({
      ...rename(item, 'orchestration'),
      query: follow('query', item.query),
      template: follow('template', item.template),
    })),
    segments: profile.segments.map((item) => {
      const renamed = rename(item, 'segment');
      if (!isCombined(renamed)) return renamed;
      const { any, all, without } = renamed.combine;
      const list = (names: readonly string[]) => names.map((each) => follow('segment', each));
      return {
        ...renamed,
        combine: {
          ...renamed.combine,
          ...(any !== undefined && { any: list(any) }),
          ...(all !== undefined && { all: list(all) }),
          ...(without !== undefined && { without: list(without) }),
        },
      };
    }),
    campaigns: profile.campaigns.map((item) => ({
      ...rename(item, 'campaign'),
      include: item.include.map((each) => follow('segment', each)),
      ...(item.exclude !== undefined && { exclude: item.exclude.map((each) => follow('segment', each)) }),
      groups: item.groups.map((group) => ({
        ...group,
        ...(group.destination !== undefined && { destination: follow('destination', group.destination) }),
      })),
    })),
    defaultAttributes: mapDestinations(profile, (each) => follow('destination', each)),
  };
  return {
    profile: validated(renamed, newName),
    updated: dependentsOf(profile, reference).filter((dependent) => refersTo(profile, dependent, reference)),
    secretCopies: secretCopies(profile, reference, newName),
  };
}

export interface DuplicatedEntity {
  readonly profile: Profile;
  readonly created: EntityReference;
  /** To copy in the secret store before the profile is saved. */
  readonly secretCopies: readonly SecretCopy[];
}

/** A second one with the same settings, called `NAME copy` (`NAME copy 2`, …) unless a name is given. */
export function duplicateEntity(
  profile: Profile,
  reference: EntityReference,
  newName: string = freeName(profile, reference),
): DuplicatedEntity {
  const { kind, name } = reference;
  getEntity(profile, kind, name);
  refuseTaken(profile, { kind, name: newName });
  const duplicate = <Item extends { readonly name: string }>(
    items: readonly Item[],
    own: EntityReference['kind'],
  ) =>
    own === kind
      ? items.flatMap((item) => (item.name === name ? [item, { ...item, name: newName }] : [item]))
      : [...items];
  const duplicated: Profile = {
    credentials: duplicate(profile.credentials, 'credential'),
    destinations: duplicate(profile.destinations, 'destination'),
    templates: duplicate(profile.templates, 'template'),
    queries: duplicate(profile.queries, 'query'),
    orchestrations: duplicate(profile.orchestrations, 'orchestration'),
    segments: duplicate(profile.segments, 'segment'),
    campaigns: duplicate(profile.campaigns, 'campaign'),
    defaultAttributes: withCopy(profile.defaultAttributes, reference, newName),
  };
  return {
    profile: validated(duplicated, newName),
    created: { kind, name: newName },
    secretCopies: secretCopies(profile, reference, newName),
  };
}

function freeName(profile: Profile, { kind, name }: EntityReference): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? `${name} copy` : `${name} copy ${number}`;
    if (findNamesake(profile, { kind, name: candidate }) === undefined) return candidate;
  }
}

function refuseTaken(profile: Profile, reference: EntityReference): void {
  const taken = findNamesake(profile, reference);
  if (taken === undefined) return;
  throw configurationError(`There is a ${describeEntity(taken)} already.`, 'Choose another name.');
}

function validated(profile: Profile, newName: string): Profile {
  const result = profileSchema.safeParse(profile);
  if (result.success) return result.data;
  const reason = result.error.issues[0]?.message ?? "it can't be used";
  throw configurationError(`${JSON.stringify(newName)} can't be a name: ${reason}.`, 'Choose another name.');
}

function refersTo(profile: Profile, dependent: EntityReference, reference: EntityReference): boolean {
  return dependenciesOf(profile, dependent).some((dependency) => isSame(dependency, reference));
}

/** Default attributes under other names of destinations; those of which `nameOf` gives none are left out. */
function mapDestinations(
  { defaultAttributes }: Profile,
  nameOf: (destination: string) => string | undefined,
): Profile['defaultAttributes'] {
  return Object.fromEntries(
    Object.entries(defaultAttributes).flatMap(([destination, attributes]) => {
      const name = nameOf(destination);
      return name === undefined ? [] : [[name, attributes]];
    }),
  );
}

/** A second destination starts with the default attributes of the first one. */
function withCopy(
  all: Profile['defaultAttributes'],
  { kind, name }: EntityReference,
  newName: string,
): Profile['defaultAttributes'] {
  const own = kind === 'destination' ? all[name] : undefined;
  return own === undefined ? all : { ...all, [newName]: own };
}

function secretCopies(
  profile: Profile,
  { kind, name }: EntityReference,
  newName: string,
): readonly SecretCopy[] {
  const credential = kind === 'credential' ? findEntity(profile, 'credential', name) : undefined;
  if (credential === undefined) return [];
  return CREDENTIAL_SECRETS.filter((secret) => isInKeyring(credential, secret)).map((secret) => ({
    from: secretKey(name, secret),
    to: secretKey(newName, secret),
  }));
}

function isInKeyring(credential: Credential, secret: CredentialSecret): boolean {
  const reference = credential[secret];
  return reference !== undefined && 'keyring' in reference;
}
