import { timestamp } from './answers.ts';
import { AudienceShelf, type Readiness } from './audiences.ts';
import type { FileType } from './customer-file.ts';
import {
  type Advertiser,
  type BusinessCenter,
  type EventSet,
  inventAdvertisers,
  inventBusinessCenters,
  inventCrmSets,
  inventEventSets,
  inventPixels,
  inventUsers,
  type Pixel,
  type Role,
  type User,
} from './directory.ts';
import { EventLog } from './event-log.ts';
import { type Grant, TokenOffice } from './tokens.ts';

/** A file that was uploaded and can be made into an audience. */
export interface UploadedFile {
  readonly path: string;
  readonly advertiserId: string;
  readonly calculateType: FileType;
  readonly bytes: Buffer;
}

export interface WorldOptions {
  readonly now: () => number;
  readonly appId: string;
  readonly secret: string;
  /** Redirect URLs registered with the app; empty: any. */
  readonly redirectUris: readonly string[];
  readonly readiness: Readiness;
  readonly keepEvents: number;
  readonly recordMappings: boolean;
  readonly maximumFileBytes: number;
}

/** Everything TikTok remembers; all of it in memory, gone with the process. */
export interface World extends WorldOptions {
  readonly advertisers: ReadonlyMap<string, Advertiser>;
  readonly businessCenters: readonly BusinessCenter[];
  readonly users: ReadonlyMap<string, User>;
  readonly tokens: TokenOffice;
  readonly audiences: AudienceShelf;
  readonly files: Map<string, UploadedFile>;
  readonly eventSets: Map<string, EventSet>;
  readonly crmSets: ReadonlyMap<string, EventSet>;
  readonly pixels: readonly Pixel[];
  readonly events: EventLog;
  /** Requests by path, whatever became of them. */
  readonly requests: Map<string, number>;
  /** Fields that TikTok would accept and ignore, with how often they came. */
  readonly ignoredFields: Map<string, number>;
  /** Bodies of accepted mappings, when asked for. */
  readonly mappings: unknown[];
  /** A new id of 19 digits that begins with the given two. */
  readonly newId: (prefix: string) => string;
}

/** A world with its invented people and accounts, and nothing delivered yet. */
export function createWorld(options: WorldOptions): World {
  const byId = <T extends { readonly id: string }>(things: readonly T[]) =>
    new Map(things.map((thing) => [thing.id, thing]));
  const start = timestamp(options.now());
  let made = 1000;
  const newId = (prefix: string): string => {
    made++;
    return prefix + String(made).padStart(17, '0');
  };
  return {
    ...options,
    advertisers: byId(inventAdvertisers()),
    businessCenters: inventBusinessCenters(),
    users: byId(inventUsers()),
    tokens: new TokenOffice(options.now),
    audiences: new AudienceShelf(options.now, options.readiness, newId),
    files: new Map(),
    eventSets: byId(inventEventSets(start)),
    crmSets: byId(inventCrmSets(start)),
    pixels: inventPixels(),
    events: new EventLog(options.now, options.keepEvents),
    requests: new Map(),
    ignoredFields: new Map(),
    mappings: [],
    newId,
  };
}

/** The role a grant gives on an account; undefined when its user has none. */
export function roleOf(world: World, grant: Grant, advertiserId: string): Role | undefined {
  const own = world.users.get(grant.userId)?.roles.get(advertiserId);
  return own === undefined ? undefined : (grant.role ?? own);
}

/** Notes fields that TikTok takes without a word and without effect, such as a misspelt one. */
export function noteIgnored(world: World, field: string): void {
  world.ignoredFields.set(field, (world.ignoredFields.get(field) ?? 0) + 1);
}

/** Accounts a user can allow an app to use. */
export function reachableAdvertisers(world: World, user: User): Advertiser[] {
  return [...world.advertisers.values()].filter((one) => user.roles.has(one.id) && !one.deleted);
}
