import { z } from 'zod';
import { testAudienceName } from '../audiences/name.ts';
import { campaignSettings } from '../campaigns/campaign-settings.ts';
import type { AudienceRecord, RunRecord } from '../ports/storage.ts';
import { type EffectiveSettings, effectiveSettings } from '../profiles/effective-settings.ts';
import { findEntity, getEntity } from '../profiles/entities.ts';
import type { Destination, OrchestrationSet, Profile } from '../profiles/schema.ts';
import { type Access, forbidden } from './policy.ts';
import { type Aim, destinationsFilling, markedTwin } from './protected.ts';

/** Audiences this machine filled: an audience given by its id is known by name through them. */
type KnownAudiences = readonly Pick<AudienceRecord, 'advertiserId' | 'audienceId' | 'name'>[];

/** What the profile doesn't say about a use. */
export interface UseFacts {
  readonly audiences: KnownAudiences;
  /** True for a run to a test audience. */
  readonly isTest: boolean;
}

/**
 * Whether a person may preview or run an orchestration with what is set for this time, or a campaign. Throws kind
 * `forbidden-by-policy`; names that lead nowhere are left to whoever runs it.
 */
export function checkUse(
  access: Access,
  profile: Profile,
  orchestration: string,
  set: OrchestrationSet | undefined,
  facts: UseFacts,
): void {
  if (isFree(access)) return;
  if (findEntity(profile, 'campaign', orchestration) !== undefined) {
    checkCampaign(access, profile, orchestration, set ?? {}, facts);
    return;
  }
  const settings = effectiveSettings(profile, orchestration, set);
  checkSettings(access, profile, settings, facts);
  if (access.role === 'business') checkOverrides(profile, orchestration, set ?? {});
}

/** Every audience of its groups counts. */
function checkCampaign(
  access: Access,
  profile: Profile,
  name: string,
  set: OrchestrationSet,
  facts: UseFacts,
): void {
  for (const { settings } of campaignSettings(profile, name).deliveries) {
    checkSettings(access, profile, settings, facts);
  }
  if (access.role === 'business' && Object.values(set).some((value) => value !== undefined)) {
    throw forbidden('business-changes-nothing', "A business user can't change settings for a run");
  }
}

/** Whether a person may use a destination as it is, such as to check its connection. */
export function checkDestination(access: Access, profile: Profile, name: string): void {
  if (isFree(access)) return;
  const destination = getEntity(profile, 'destination', name);
  if (access.role !== 'administrator') {
    const twin = destination.access?.adminOnly === true ? destination : markedTwin(profile, destination);
    if (twin !== undefined) throw adminOnly(`the destination "${name}"`, twin.name);
  }
  if (access.isRestricted && destination.access?.restrictedPii !== true) throw notOpen(name);
}

/**
 * Whether a person may look at a run, resume or undo it. It counts what was marked when it ran as well as what is
 * now: a destination that was renamed or removed since has left its mark on the run.
 */
export function checkRun(access: Access, profile: Profile, record: RunRecord): void {
  if (isFree(access)) return;
  const recorded = recordedSchema.parse(record.settings);
  const destination = findEntity(profile, 'destination', recorded.destination ?? '');
  const campaign = findEntity(profile, 'campaign', record.orchestration);
  // The run of a campaign as a whole names no destination of its own; those of its audiences do.
  for (const { destination: name = '' } of campaign?.groups ?? []) {
    if (findEntity(profile, 'destination', name) !== undefined) checkDestination(access, profile, name);
  }
  if (access.role !== 'administrator') {
    const aim = {
      ...recorded,
      kind: record.kind,
      audienceId: record.audienceId,
      eventSourceId: record.eventSourceId ?? recorded.eventSourceId,
    };
    const isMarked = recorded.adminOnly === true || destination?.access?.adminOnly === true;
    const twin = isMarked ? recorded.destination : markedTwin(profile, aim)?.name;
    if (twin !== undefined || isMarked) throw adminOnly(`the run ${record.id}`, twin ?? 'of that time');
  }
  if (campaign !== undefined && recorded.destination === undefined) return;
  const isOpen =
    recorded.allowsRestrictedPii !== false &&
    (recorded.allowsRestrictedPii === true || destination?.access?.restrictedPii === true);
  if (access.isRestricted && !isOpen) throw notOpen(recorded.destination ?? 'of that time');
}

/** Whether a run is one that {@link checkRun} lets a person see; for lists, which leave out the others. */
export function maySeeRun(access: Access, profile: Profile, record: RunRecord): boolean {
  try {
    checkRun(access, profile, record);
    return true;
  } catch {
    return false;
  }
}

/** Whether a person may take an audience's list of hashes out of tada, or put one in. */
export function checkAudience(access: Access, profile: Profile, audience: AudienceRecord): void {
  if (access.isRestricted) {
    throw forbidden('restricted-pii', "Somebody under restricted PII can't export or import a ledger");
  }
  if (access.role === 'administrator') return;
  if (access.role === 'business') {
    throw forbidden('business-changes-nothing', "A business user can't export or import a ledger");
  }
  const { advertiserId, audienceId, name } = audience;
  const aim = { kind: 'audience', advertiserIds: [advertiserId], audienceId, audienceName: name } as const;
  const twin = markedTwin(profile, aim);
  if (twin !== undefined) throw adminOnly(`the audience "${name}"`, twin.name);
}

/**
 * Whether a person may delete an audience at TikTok. Its own name and the one this machine knows both count, as do
 * the marks its `runs` were made with. Throws kind `forbidden-by-policy`.
 */
export function checkDeletion(
  access: Access,
  profile: Profile,
  audience: {
    readonly advertiserId: string;
    readonly audienceId: string;
    /** The first is the one to be shown; none where nobody knows one. */
    readonly names: readonly string[];
  },
  runs: readonly RunRecord[],
): void {
  if (isFree(access)) return;
  const { advertiserId, audienceId, names } = audience;
  if (access.role === 'business') {
    throw forbidden('business-changes-nothing', "A business user can't delete an audience");
  }
  const aims = names.map((audienceName): Aim => {
    return { kind: 'audience', advertiserIds: [advertiserId], audienceId, audienceName };
  });
  const filling = aims.flatMap((aim) => destinationsFilling(profile, aim));
  // One without a name may be anybody's.
  const mayBeIt = names.length === 0 ? profile.destinations.filter(isIn(advertiserId)) : filling;
  const marked = mayBeIt.find((destination) => destination.access?.adminOnly === true);
  if (access.role !== 'administrator' && marked !== undefined) {
    throw adminOnly(`the audience "${names[0] ?? audienceId}"`, marked.name);
  }
  if (access.isRestricted) {
    const closed = filling.find((destination) => destination.access?.restrictedPii !== true);
    if (closed !== undefined) throw notOpen(closed.name);
    if (filling.length === 0) {
      throw forbidden(
        'restricted-pii',
        "Somebody under restricted PII can't delete an audience that no destination open to them delivers to",
      );
    }
  }
  for (const run of runs) checkRun(access, profile, run);
}

function isIn(advertiserId: string) {
  return ({ kind, advertiserIds }: Destination) =>
    kind === 'audience' && advertiserIds.includes(advertiserId);
}

/** Marks of the moment, to be kept with a run. */
export function accessMarks({ adminOnly, allowsRestrictedPii }: EffectiveSettings) {
  return { adminOnly, allowsRestrictedPii };
}

/** The marks a run was recorded with, for a run that takes it back. */
export function recordedMarks(settings: RunRecord['settings']) {
  const { adminOnly, allowsRestrictedPii } = recordedSchema.parse(settings);
  return {
    ...(adminOnly === undefined ? {} : { adminOnly }),
    ...(allowsRestrictedPii === undefined ? {} : { allowsRestrictedPii }),
  };
}

const recordedSchema = z.object({
  destination: z.string().optional().catch(undefined),
  advertiserIds: z.array(z.string()).catch([]),
  audienceName: z.string().optional().catch(undefined),
  eventSourceId: z.string().optional().catch(undefined),
  adminOnly: z.boolean().optional().catch(undefined),
  allowsRestrictedPii: z.boolean().optional().catch(undefined),
});

function checkSettings(access: Access, profile: Profile, settings: EffectiveSettings, facts: UseFacts): void {
  const { orchestration, destination } = settings;
  if (access.role !== 'administrator') {
    const marked = settings.adminOnly ? destination : markedByAim(profile, settings, facts);
    if (marked !== undefined) throw adminOnly(`the orchestration "${orchestration.name}"`, marked.name);
  }
  if (access.isRestricted && !settings.allowsRestrictedPii) throw notOpen(destination.name);
}

function markedByAim(profile: Profile, settings: EffectiveSettings, { audiences, isTest }: UseFacts) {
  const { kind, advertiserIds } = settings;
  if (kind === 'events')
    return markedTwin(profile, { kind, advertiserIds, eventSourceId: settings.eventSourceId });
  const { audienceName, audienceId } = settings;
  const isHere = (known: KnownAudiences[number]) => advertiserIds.includes(known.advertiserId);
  // An id and a name may mean the same audience; what this machine filled tells.
  const byId = audiences.filter((known) => isHere(known) && known.audienceId === audienceId);
  const byName = audiences.filter((known) => isHere(known) && known.name === audienceName);
  const names = [audienceName, ...byId.map(({ name }) => name)];
  // A test goes to an audience of its own, which may be somebody else's real one.
  if (isTest && audienceName !== undefined) names.push(testAudienceName(audienceName));
  const ids = [audienceId, ...byName.map((known) => known.audienceId)];
  const aims: readonly Aim[] = [
    ...names.map((name) => ({ kind, advertiserIds, audienceName: name })),
    ...ids.map((id) => ({ kind, advertiserIds, audienceId: id })),
  ];
  return aims.map((aim) => markedTwin(profile, aim)).find((twin) => twin !== undefined);
}

/** Business users give what is still missing, and nothing that is set up already. */
function checkOverrides(profile: Profile, orchestration: string, set: OrchestrationSet): void {
  const given = Object.entries(set).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  if (given.length === 0) return;
  const missing: readonly string[] = effectiveSettings(profile, orchestration).missing.map((each) =>
    each === 'eventName' ? 'fixedEventName' : each,
  );
  const extra = given.find((key) => !missing.includes(key));
  if (extra === undefined) return;
  throw forbidden('business-changes-nothing', `A business user can't change ${extra} for a run`);
}

function isFree({ role, isRestricted }: Access): boolean {
  return role === 'administrator' && !isRestricted;
}

function adminOnly(what: string, destination: string) {
  return forbidden(
    'admin-only',
    `Only administrators may use ${what}: the destination "${destination}" is admin only`,
  );
}

function notOpen(destination: string) {
  return forbidden(
    'restricted-pii',
    `Somebody under restricted PII can't use the destination "${destination}", or this template of it`,
  );
}
