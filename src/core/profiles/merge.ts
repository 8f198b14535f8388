import type { Warning } from '../delivery/events.ts';
import { configurationError } from '../errors.ts';
import { checkProfile } from './check.ts';
import { describeEntity, ENTITY_KINDS, type EntityReference, findEntity, listEntities } from './entities.ts';
import { isSameContent } from './same-content.ts';
import { type Credential, isCombined, type Profile, type Source } from './schema.ts';
import { withKeptSecrets } from './server-secrets.ts';
import { warnAboutSharedAudiences } from './shared-audiences.ts';
import { warnAboutDestination } from './warnings.ts';

/** What applying a file does, by name; each in the order of the file. */
export interface ProfileChanges {
  readonly created: readonly EntityReference[];
  readonly updated: readonly EntityReference[];
  readonly unchanged: readonly EntityReference[];
}

export interface MergedProfile {
  readonly profile: Profile;
  readonly changes: ProfileChanges;
  /** About what the file declares. */
  readonly warnings: readonly Warning[];
}

/**
 * The profile after a file is applied. What the file declares replaces what has the same name; everything
 * else stays. Secrets of credentials and servers stay too where the file doesn't mention them, because an exported
 * file leaves those of the keyring out. All or nothing: throws kind `configuration` with every problem of the
 * result. Doing it twice changes nothing more.
 */
export function mergeProfile(current: Profile, file: Profile): MergedProfile {
  const declared: Profile = {
    ...file,
    credentials: file.credentials.map((item) => keepSecrets(current, item)),
    queries: file.queries.map((item) => keepSourceSecrets(item, findEntity(current, 'query', item.name))),
    segments: file.segments.map((item) => {
      if (isCombined(item)) return item;
      const existing = findEntity(current, 'segment', item.name);
      return keepSourceSecrets(item, existing === undefined || isCombined(existing) ? undefined : existing);
    }),
  };
  const profile: Profile = {
    credentials: replaceByName(current.credentials, declared.credentials),
    destinations: replaceByName(current.destinations, declared.destinations),
    templates: replaceByName(current.templates, declared.templates),
    queries: replaceByName(current.queries, declared.queries),
    orchestrations: replaceByName(current.orchestrations, declared.orchestrations),
    segments: replaceByName(current.segments, declared.segments),
    campaigns: replaceByName(current.campaigns, declared.campaigns),
    defaultAttributes: { ...current.defaultAttributes, ...declared.defaultAttributes },
  };
  const problems = [...findRepeated(file), ...checkProfile(profile)];
  if (problems.length > 0) {
    throw configurationError(
      problems.join('\n'),
      'Nothing was changed. Correct this and apply the file again.',
    );
  }
  const warnings = [
    ...declared.destinations.flatMap(warnAboutDestination),
    ...warnAboutSharedAudiences(profile),
  ];
  return { profile, changes: compare(current, declared), warnings };
}

function keepSecrets(current: Profile, declared: Credential): Credential {
  const existing = findEntity(current, 'credential', declared.name);
  if (existing === undefined) return declared;
  const secret = declared.secret ?? existing.secret;
  const accessToken = declared.accessToken ?? existing.accessToken;
  const merged: Credential = {
    ...declared,
    ...(secret !== undefined && { secret }),
    ...(accessToken !== undefined && { accessToken }),
  };
  // When TikTok last accepted the token says nothing about another token, app or environment.
  const isSameToken =
    merged.environment === existing.environment &&
    merged.appId === existing.appId &&
    isSameContent(merged.accessToken, existing.accessToken);
  const lastValidated = declared.lastValidated ?? (isSameToken ? existing.lastValidated : undefined);
  return { ...merged, ...(lastValidated !== undefined && { lastValidated }) };
}

function keepSourceSecrets<Item extends { readonly source: Source }>(
  declared: Item,
  existing: Item | undefined,
): Item {
  return { ...declared, source: withKeptSecrets(declared.source, existing?.source) };
}

function replaceByName<Item extends { readonly name: string }>(
  current: readonly Item[],
  declared: readonly Item[],
): Item[] {
  const byName = new Map(declared.map((item) => [item.name, item]));
  const kept = current.map((item) => byName.get(item.name) ?? item);
  const existing = new Set(current.map(({ name }) => name));
  return [...kept, ...declared.filter(({ name }) => !existing.has(name))];
}

function findRepeated(file: Profile): readonly string[] {
  const seen = new Set<string>();
  return listEntities(file)
    .map(describeEntity)
    .flatMap((described) => {
      if (seen.has(described)) return [`The file declares ${described} twice.`];
      seen.add(described);
      return [];
    });
}

function compare(current: Profile, declared: Profile): ProfileChanges {
  const changes: Record<keyof ProfileChanges, EntityReference[]> = {
    created: [],
    updated: [],
    unchanged: [],
  };
  for (const kind of ENTITY_KINDS) {
    for (const { name } of listEntities(declared).filter((reference) => reference.kind === kind)) {
      const before = findEntity(current, kind, name);
      const isUnchanged =
        isSameContent(before, findEntity(declared, kind, name)) &&
        (kind !== 'destination' || !hasOtherAttributes(current, declared, name));
      const list = before === undefined ? changes.created : isUnchanged ? changes.unchanged : changes.updated;
      list.push({ kind, name });
    }
  }
  const destinations = Object.keys(declared.defaultAttributes).filter(
    (name) => findEntity(declared, 'destination', name) === undefined,
  );
  // Attributes alone, for a destination that the file doesn't declare, are a change of that destination.
  for (const name of destinations) {
    const list = hasOtherAttributes(current, declared, name) ? changes.updated : changes.unchanged;
    list.push({ kind: 'destination', name });
  }
  return changes;
}

function hasOtherAttributes(current: Profile, declared: Profile, destination: string): boolean {
  const wanted = declared.defaultAttributes[destination];
  return wanted !== undefined && !isSameContent(wanted, current.defaultAttributes[destination]);
}
