import {
  describeEntity,
  ENTITY_KINDS,
  type EntityReference,
  findEntity,
  namesOf,
} from '../profiles/entities.ts';
import { isSameContent } from '../profiles/same-content.ts';
import type { Credential, Profile } from '../profiles/schema.ts';
import { type Access, forbidden } from './policy.ts';
import { isProtected, markedTwin } from './protected.ts';

/**
 * What a person may change in the profile, by comparing it before and after, so that it makes no difference which way
 * the change came: a form, `apply`, a rename, a removal of something it depends on. Throws kind
 * `forbidden-by-policy`. When TikTok last accepted a token is a note of tada's own and nobody's change.
 */
export function checkChange(access: Access, before: Profile, after: Profile): void {
  const changed = changedEntities(before, after);
  if (access.isRestricted) for (const reference of changed) checkOpening(before, after, reference);
  if (access.role === 'administrator') return;
  if (access.role === 'business') {
    const [first] = changed;
    if (first === undefined && !changesElsewhere(before, after)) return;
    const what = first === undefined ? 'the profile' : describeEntity(first);
    throw forbidden('business-changes-nothing', `A business user can't change ${what}`);
  }
  for (const reference of changed) {
    checkMark(before, after, reference);
    checkTwin(before, after, reference);
  }
}

/** Throws kind `forbidden-by-policy` where a credential's secrets may not be replaced, copied or read by a person. */
export function checkCredential(access: Access, profile: Profile, name: string): void {
  if (access.role === 'administrator') return;
  if (access.role === 'business') {
    throw forbidden('business-changes-nothing', `A business user can't change the credential "${name}"`);
  }
  if (isProtected(profile, { kind: 'credential', name })) {
    throw forbidden(
      'admin-only',
      `The credential "${name}" is used by a destination that is admin only, so only administrators change it`,
    );
  }
}

function checkMark(before: Profile, after: Profile, reference: EntityReference): void {
  const wasProtected = isProtected(before, reference);
  // Marking a destination of one's own is no use of what others marked.
  const isProtectedNow = reference.kind !== 'destination' && isProtected(after, reference);
  if (!wasProtected && !isProtectedNow) return;
  throw adminOnly(describeEntity(reference));
}

/** A copy of what is marked, under another name and perhaps without the mark, or promoted. */
function checkTwin(before: Profile, after: Profile, { kind, name }: EntityReference): void {
  const destination = kind === 'destination' ? findEntity(after, 'destination', name) : undefined;
  const twin = destination === undefined ? undefined : markedTwin(before, destination);
  if (twin === undefined) return;
  throw forbidden(
    'admin-only',
    `The destination "${name}" would deliver to what "${twin.name}" delivers to, which is admin only`,
  );
}

function adminOnly(what: string) {
  return forbidden(
    'admin-only',
    `Only administrators change ${what}, which belongs to a destination that is admin only`,
  );
}

/** People under restricted PII don't open anything to themselves. */
function checkOpening(before: Profile, after: Profile, { kind, name }: EntityReference): void {
  if (kind === 'destination') {
    const wasOpen = findEntity(before, kind, name)?.access?.restrictedPii === true;
    const isOpen = findEntity(after, kind, name)?.access?.restrictedPii === true;
    if (isOpen && !wasOpen) throw cannotOpen(kind, name);
  }
  if (kind === 'template') {
    const wasClosed = findEntity(before, kind, name)?.access?.restrictedPii === false;
    const isClosed = findEntity(after, kind, name)?.access?.restrictedPii === false;
    if (wasClosed && !isClosed && findEntity(after, kind, name) !== undefined) throw cannotOpen(kind, name);
  }
}

function cannotOpen(kind: string, name: string) {
  return forbidden(
    'restricted-pii',
    `Somebody under restricted PII can't open the ${kind} "${name}" to people under restricted PII`,
  );
}

function changedEntities(before: Profile, after: Profile): readonly EntityReference[] {
  return ENTITY_KINDS.flatMap((kind) => {
    const names = new Set([...namesOf(before, kind), ...namesOf(after, kind)]);
    return [...names]
      .filter((name) => !isSameContent(essence(before, { kind, name }), essence(after, { kind, name })))
      .map((name) => ({ kind, name }));
  });
}

/** What isn't a thing with a name. */
function changesElsewhere(before: Profile, after: Profile): boolean {
  const rest = (profile: Profile) =>
    Object.fromEntries(Object.entries(profile).filter(([, value]) => !Array.isArray(value)));
  return !isSameContent(rest(before), rest(after));
}

function essence(profile: Profile, { kind, name }: EntityReference): unknown {
  const entity = findEntity(profile, kind, name);
  // What is sent to a destination by default is part of it.
  if (kind === 'destination') return { entity, attributes: profile.defaultAttributes[name] };
  if (entity === undefined || kind !== 'credential') return entity;
  const { lastValidated: _, ...credential } = entity as Credential;
  return credential;
}
