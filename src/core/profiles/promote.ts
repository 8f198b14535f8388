import { configurationError } from '../errors.ts';
import type { Campaign } from './campaign-schema.ts';
import { describeEntity, type EntityReference, findNamesake, getEntity } from './entities.ts';
import { promoteCampaigns } from './promote-campaigns.ts';
import { isSameContent } from './same-content.ts';
import type { Credential, Destination, Orchestration, Profile, Template } from './schema.ts';

export interface PromotionWish {
  readonly destination: string;
  /** Name of the credential to deliver with from now on. */
  readonly credential: string;
  /** Name of the destination's copy; left out: `NAME (production)`. */
  readonly name?: string | undefined;
  /** Where the copy delivers to; left out: the same ids, which seldom exist in both environments. */
  readonly advertiserIds?: readonly string[] | undefined;
}

export interface PromotedEntity {
  readonly kind: 'destination' | 'template' | 'orchestration' | 'campaign';
  /** What it is a copy of. */
  readonly from: string;
  readonly name: string;
  /** Settings in which the copy differs; as JSON text, undefined where there is none. */
  readonly differences: readonly {
    readonly setting: string;
    readonly before: string | undefined;
    readonly after: string | undefined;
  }[];
}

export interface Promotion {
  readonly profile: Profile;
  readonly created: readonly PromotedEntity[];
  readonly advertiserIds: readonly string[];
  /** What needs a look before the copies are run; one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Copies a destination that was tried in the simulator or the sandbox, with its templates, orchestrations and campaigns,
 * for production: same settings, other credential, and nothing that runs by itself. Queries and segments are read as they
 * are. Throws kind `configuration` where the environments are others than these, or a name is taken. Changes nothing
 * but adds.
 */
export function planPromotion(profile: Profile, wish: PromotionWish): Promotion {
  const original = getEntity(profile, 'destination', wish.destination);
  const credential = getEntity(profile, 'credential', wish.credential);
  refuseEnvironments(original, getEntity(profile, 'credential', original.credential), credential);

  const name = wish.name ?? `${original.name} (production)`;
  const suffix = wish.name === undefined ? 'production' : wish.name;
  const copyName = (reference: EntityReference) => freeCopyName(profile, reference, suffix);
  const destination: Destination = {
    ...original,
    name,
    credential: credential.name,
    ...(wish.advertiserIds === undefined ? {} : { advertiserIds: [...wish.advertiserIds] }),
  };
  refuseTaken(profile, { kind: 'destination', name });

  const templates = profile.templates.filter((each) => each.destination === original.name);
  const templateCopies = templates.map(
    (each): Template => ({
      ...each,
      name: copyName({ kind: 'template', name: each.name }),
      destination: name,
    }),
  );
  const templateNames = new Map(
    templates.map((each, place) => [each.name, templateCopies[place]?.name ?? '']),
  );
  const orchestrations = profile.orchestrations.filter((each) => templateNames.has(each.template));
  const orchestrationCopies = orchestrations.map((each): Orchestration => {
    const { audienceId: _, ...set } = each.set ?? {};
    return {
      ...each,
      name: copyName({ kind: 'orchestration', name: each.name }),
      template: templateNames.get(each.template) ?? each.template,
      ...(each.set === undefined ? {} : { set }),
      schedule: 'manual',
    };
  });

  const attributes = profile.defaultAttributes[original.name];
  const copied: Profile = {
    ...profile,
    destinations: [...profile.destinations, destination],
    templates: [...profile.templates, ...templateCopies],
    orchestrations: [...profile.orchestrations, ...orchestrationCopies],
    defaultAttributes: {
      ...profile.defaultAttributes,
      ...(attributes === undefined ? {} : { [name]: attributes }),
    },
  };
  // An orchestration's copy may have taken the name that a campaign's would get.
  const campaigns = promoteCampaigns(copied, { from: original.name, to: name }, (campaign) =>
    freeCopyName(copied, { kind: 'campaign', name: campaign }, suffix),
  );
  return {
    profile: {
      ...copied,
      campaigns: [...profile.campaigns, ...campaigns.copies.map(({ copy }) => copy)],
    },
    created: [
      describeCopy('destination', original, destination),
      ...templates.flatMap((each, place) => describeCopies('template', each, templateCopies[place])),
      ...orchestrations.flatMap((each, place) =>
        describeCopies('orchestration', each, orchestrationCopies[place]),
      ),
      ...campaigns.copies.map(({ original: each, copy }) => describeCampaign(each, copy)),
    ],
    advertiserIds: destination.advertiserIds,
    warnings: [
      ...warnAboutEventSource(destination, [
        ...templateCopies,
        ...orchestrationCopies.map(({ set = {} }) => set),
      ]),
      ...campaigns.warnings,
    ],
  };
}

function refuseEnvironments(destination: Destination, before: Credential, after: Credential): void {
  if (before.environment === 'production') {
    throw configurationError(
      `The destination "${destination.name}" delivers to production already (credential "${before.name}").`,
      'Promoting goes from the simulator or the sandbox to production, never another way.',
    );
  }
  if (after.environment !== 'production') {
    throw configurationError(
      `The credential "${after.name}" is for the ${after.environment}, not for production.`,
      'Give a credential whose environment is production with --credential.',
    );
  }
}

/** `NAME (production)`; with a name of its own for the destination, `NAME (that name)` where the first is taken. */
function freeCopyName(profile: Profile, { kind, name }: EntityReference, suffix: string): string {
  const usual = `${name} (production)`;
  if (findNamesake(profile, { kind, name: usual }) === undefined) return usual;
  const other = `${name} (${suffix})`;
  refuseTaken(profile, { kind, name: other });
  return other;
}

function refuseTaken(profile: Profile, reference: EntityReference): void {
  const namesake = findNamesake(profile, reference);
  if (namesake === undefined) return;
  throw configurationError(
    `There is a ${describeEntity(namesake)} already.`,
    'It may have been promoted before. Give the copies another name with --name.',
  );
}

function describeCopies<Item extends Template | Orchestration>(
  kind: 'template' | 'orchestration',
  original: Item,
  copy: Item | undefined,
): readonly PromotedEntity[] {
  return copy === undefined ? [] : [describeCopy(kind, original, copy)];
}

function describeCopy(
  kind: PromotedEntity['kind'],
  original: { readonly name: string },
  copy: { readonly name: string },
): PromotedEntity {
  const before = new Map<string, unknown>(Object.entries(original));
  const after = new Map<string, unknown>(Object.entries(copy));
  const settings = [...new Set([...before.keys(), ...after.keys()])].filter(
    (setting) => !isSameContent(before.get(setting), after.get(setting)),
  );
  return {
    kind,
    from: original.name,
    name: copy.name,
    differences: settings.map((setting) => ({
      setting,
      before: JSON.stringify(before.get(setting)),
      after: JSON.stringify(after.get(setting)),
    })),
  };
}

/** Groups differ in where they go, and are told one by one. */
function describeCampaign(original: Campaign, copy: Campaign): PromotedEntity {
  const { differences, ...entity } = describeCopy('campaign', original, copy);
  const moved = copy.groups.flatMap(({ name, destination }, place) => {
    const before = original.groups[place]?.destination;
    if (before === destination) return [];
    const setting = `group ${JSON.stringify(name)}, destination`;
    return [{ setting, before: JSON.stringify(before), after: JSON.stringify(destination) }];
  });
  return { ...entity, differences: [...differences.filter(({ setting }) => setting !== 'groups'), ...moved] };
}

function warnAboutEventSource(
  destination: Destination,
  others: readonly { readonly eventSourceId?: string | undefined }[],
): readonly string[] {
  if (destination.kind !== 'events') return [];
  const ids = [destination, ...others].flatMap(({ eventSourceId }) => eventSourceId ?? []);
  return [...new Set(ids)].map(
    (id) =>
      `The event source ${id} is copied as it is: make sure that it is one of production, \`tada check "${destination.name}"\` tells.`,
  );
}

/** Advertiser ids that a credential doesn't reach. */
export function unreachedAdvertisers(
  wanted: readonly string[],
  reached: readonly { readonly id: string }[],
): readonly string[] {
  return wanted.filter((id) => !reached.some((advertiser) => advertiser.id === id));
}
