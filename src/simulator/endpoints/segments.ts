import { z } from 'zod';
import { invalidValue, Refusal } from '../answers.ts';
import type { Identifier } from '../audience-members.ts';
import { AUDIENCE_LIMIT, type Audience } from '../audiences.ts';
import { filled, listOf } from '../checks.ts';
import { HASH_PROBLEM_TEXTS, hashProblem } from '../hashes.ts';
import { noteIgnored, type World } from '../world.ts';
import { bodyOf, type Endpoint, type TokenCall, writableAdvertiser } from './endpoint.ts';

const ID_TYPES = [
  'EMAIL_SHA256',
  'PHONE_SHA256',
  'IDFA_SHA256',
  'IDFA_MD5',
  'AAID_SHA256',
  'AAID_MD5',
] as const;
type IdType = (typeof ID_TYPES)[number];

/**
 * Users in one mapping request. TikTok publishes no limit; a thousand is what careful clients send, and the
 * simulator must not accept what TikTok might refuse.
 */
const BATCH_LIMIT = 1000;

/** TikTok cuts names above 70 characters to 67 and three dots. */
const NAME_LIMIT = 70;

const audienceSchema = z.object({
  advertiser_id: filled,
  action: z.enum(['create', 'delete']).default('create'),
  custom_audience_name: z.string().optional(),
  delete_audience_id: z.string().optional(),
});

const mappingSchema = z.object({
  advertiser_ids: listOf(filled, 1, Number.MAX_SAFE_INTEGER),
  action: z.enum(['add', 'delete']).default('add'),
  // TikTok takes the names in lower case as well.
  id_schema: z.array(z.string().toUpperCase().pipe(z.enum(ID_TYPES))).min(1, 'length must be at least 1.'),
  batch_data: z.array(z.unknown()),
});

export const segmentEndpoints: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/segment/audience/',
    needsToken: true,
    handle(call) {
      const body = bodyOf(audienceSchema, call);
      const advertiser = writableAdvertiser(call, body.advertiser_id);
      if (body.action === 'delete') {
        const audience = streamedAudience(call.world, body.delete_audience_id, [advertiser.id]);
        call.world.audiences.delete(audience.id);
        return { data: { audience_id: audience.id } };
      }
      const name = body.custom_audience_name ?? '';
      if (name.trim() === '') {
        throw invalidValue('custom_audience_name', 'missing data for required field.');
      }
      requireRoom(call.world, advertiser.id);
      const audience = call.world.audiences.create({
        advertiserId: advertiser.id,
        name: cutName(name),
        channel: 'streaming',
        calculateType: 'MULTIPLE_TYPES',
      });
      return { data: { audience_id: audience.id } };
    },
  },
  { method: 'POST', path: '/segment/mapping/', needsToken: true, handle: applyMapping },
];

/** Throws when an account has TikTok's 400 audiences already; the code and the words for it are unknown. */
export function requireRoom(world: World, advertiserId: string): void {
  if (world.audiences.list(advertiserId).length >= AUDIENCE_LIMIT) {
    throw new Refusal(40002, `The number of custom audiences has reached the limit of ${AUDIENCE_LIMIT}.`);
  }
}

function cutName(name: string): string {
  const characters = [...name];
  return characters.length > NAME_LIMIT ? `${characters.slice(0, NAME_LIMIT - 3).join('')}...` : name;
}

/** A streamed audience of one of the accounts. Files' audiences can't be mapped, so they aren't found here. */
function streamedAudience(world: World, id: unknown, advertiserIds: readonly string[]): Audience {
  const audience = typeof id === 'string' ? world.audiences.get(id) : undefined;
  if (audience?.channel !== 'streaming' || !advertiserIds.includes(audience.advertiserId)) {
    throw new Refusal(40002, 'Parameter error: invalid audience ID');
  }
  return audience;
}

/** What one user of a batch asks for: identifiers, by the audience they go to. */
type Change = Map<Audience, Identifier[]>;

/** Nothing is applied unless all of it is right; TikTok doesn't say which user is wrong. */
function applyMapping(call: TokenCall) {
  const { world } = call;
  const body = bodyOf(mappingSchema, call);
  requireOneBusiness(call, body.advertiser_ids);
  if (new Set(body.id_schema).size < body.id_schema.length) {
    throw invalidValue('id_schema', 'duplicate values.');
  }
  const users = body.batch_data;
  if (users.length < 1 || users.length > BATCH_LIMIT) throw new Refusal(40061, 'Invalid batch size.');

  const reader = new UserReader(world, body.id_schema, body.advertiser_ids);
  const changes = users.map((user) => reader.read(user));
  const applied = call.isPartial ? changes.slice(0, Math.floor(changes.length / 2)) : changes;
  for (const change of applied) {
    for (const [audience, identifiers] of change) {
      if (body.action === 'add') audience.members.add(identifiers);
      else audience.members.remove(identifiers);
    }
  }
  for (const audience of new Set(applied.flatMap((change) => [...change.keys()]))) {
    world.audiences.changed(audience);
  }
  if (world.recordMappings) world.mappings.push(call.body);
  // A mapping's success has no data: no counts, no match rate.
  return { rows: users.length };
}

/** All accounts of one mapping belong to the same business; an account without one stands alone. */
function requireOneBusiness(call: TokenCall, advertiserIds: readonly string[]): void {
  const businesses = new Set(
    advertiserIds.map((id) => writableAdvertiser(call, id).businessCenterId ?? `alone ${id}`),
  );
  if (businesses.size > 1) {
    throw invalidValue('advertiser_ids', 'must belong to the same business account.');
  }
}

class UserReader {
  readonly #world: World;
  readonly #schema: readonly IdType[];
  readonly #advertiserIds: readonly string[];
  /** Audiences found so far, so that a batch looks each one up once. */
  readonly #found = new Map<unknown, Audience>();

  constructor(world: World, schema: readonly IdType[], advertiserIds: readonly string[]) {
    this.#world = world;
    this.#schema = schema;
    this.#advertiserIds = advertiserIds;
  }

  /** One entry of `batch_data`: as many slots as `id_schema` has, in its order, `{}` for a missing id. */
  read(user: unknown): Change {
    if (!Array.isArray(user)) throw invalidValue('batch_data', 'not a valid list.');
    if (user.length !== this.#schema.length) {
      throw invalidValue('batch_data', 'a user must have as many entries as id_schema.');
    }
    const change: Change = new Map();
    for (const [position, type] of this.#schema.entries()) this.#readSlot(user[position], type, change);
    if (change.size === 0) throw invalidValue('batch_data', 'a user must have at least one id.');
    return change;
  }

  #readSlot(slot: unknown, type: IdType, change: Change): void {
    // What TikTok makes of null is unknown.
    if (typeof slot !== 'object' || slot === null || Array.isArray(slot)) {
      throw invalidValue('batch_data', 'not a valid mapping type.');
    }
    const fields = Object.keys(slot);
    if (fields.length === 0) return;
    for (const field of fields) {
      if (field !== 'id' && field !== 'audience_ids') noteIgnored(this.#world, `batch_data ${field}`);
    }
    const { id, audience_ids }: { id?: unknown; audience_ids?: unknown } = slot;
    if (typeof id !== 'string') throw invalidValue('batch_data.id', 'not a valid string.');
    requireHash(id, type);
    if (!Array.isArray(audience_ids) || audience_ids.length === 0) {
      throw invalidValue('batch_data.audience_ids', 'not a valid list.');
    }
    for (const audienceId of audience_ids) {
      const audience = this.#find(audienceId);
      const identifiers = change.get(audience);
      if (identifiers === undefined) change.set(audience, [[type, id]]);
      else identifiers.push([type, id]);
    }
  }

  #find(id: unknown): Audience {
    const known = this.#found.get(id);
    if (known !== undefined) return known;
    const audience = streamedAudience(this.#world, id, this.#advertiserIds);
    this.#found.set(id, audience);
    return audience;
  }
}

/** The code for personal data in the clear is documented, its words are not. */
function requireHash(id: string, type: IdType): void {
  const problem = hashProblem(id, type.endsWith('_MD5') ? 'MD5' : 'SHA256');
  if (problem === undefined) return;
  if (problem === 'in-the-clear') throw new Refusal(40062, 'PII is not hashed.');
  throw invalidValue('batch_data.id', HASH_PROBLEM_TEXTS[problem]);
}
