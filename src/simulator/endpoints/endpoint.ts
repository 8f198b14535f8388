import type { z } from 'zod';
import { type Acceptance, invalidValue, Refusal } from '../answers.ts';
import { check } from '../checks.ts';
import type { Advertiser } from '../directory.ts';
import type { MultipartForm } from '../multipart.ts';
import type { Token } from '../tokens.ts';
import { noteIgnored, roleOf, type World } from '../world.ts';

/** A request that reached its endpoint. */
export interface Call {
  readonly world: World;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed JSON of a POST; undefined for a GET and for a multipart form. */
  readonly body: unknown;
  readonly form: MultipartForm | undefined;
  /** Apply only the first half of the users or events, as a 20001 would. */
  readonly isPartial: boolean;
}

/** A call with a living access token. */
export interface TokenCall extends Call {
  readonly token: Token;
}

interface EndpointBase {
  readonly method: 'GET' | 'POST';
  /** Behind `/open_api/v1.3`, with its trailing slash. */
  readonly path: string;
  /** What a POST carries. */
  readonly content?: 'multipart';
}

export type Endpoint =
  | (EndpointBase & {
      readonly needsToken: true;
      readonly handle: (call: TokenCall) => Acceptance | Promise<Acceptance>;
    })
  | (EndpointBase & {
      readonly needsToken: false;
      readonly handle: (call: Call) => Acceptance | Promise<Acceptance>;
    });

/** The checked JSON body; top-level fields the endpoint doesn't know are noted as ignored. */
export function bodyOf<T>(schema: z.ZodType<T> & { readonly shape: object }, call: Call): T {
  const body = check(schema, call.body);
  if (typeof call.body === 'object' && call.body !== null) {
    noteUnknown(call, schema.shape, call.body);
  }
  return body;
}

/** The checked query; a parameter given twice is refused, since TikTok reads only one of them. */
export function queryOf<T>(schema: z.ZodType<T> & { readonly shape: object }, call: Call): T {
  const parameters: Record<string, string> = {};
  for (const [name, value] of call.query) {
    if (name in parameters) throw invalidValue(name, 'given more than once.');
    parameters[name] = value;
  }
  noteUnknown(call, schema.shape, parameters);
  return check(schema, parameters);
}

function noteUnknown(call: Call, known: object, given: object): void {
  for (const name of Object.keys(given)) {
    if (!(name in known)) noteIgnored(call.world, `${call.path} ${name}`);
  }
}

/** The account a request is about, when its token may look at it. Throws TikTok's not-found and 40001 texts. */
export function readableAdvertiser(call: TokenCall, advertiserId: string): Advertiser {
  const advertiser = call.world.advertisers.get(advertiserId);
  if (advertiser === undefined || advertiser.deleted) {
    throw new Refusal(40002, `The advertiser ${advertiserId} doesn't exist or has been deleted.`);
  }
  const { grant } = call.token;
  const isGranted = grant.advertiserIds.includes(advertiserId);
  if (!isGranted || roleOf(call.world, grant, advertiserId) === undefined) {
    throw new Refusal(40001, `No permission to operate advertiser: ${advertiserId}`);
  }
  return advertiser;
}

export const ROLE_NEEDED = 'You must be an admin or operator of this advertiser account.';

/**
 * The account a request changes. An Analyst is refused. Whether TikTok lets accounts that aren't enabled be
 * written to is unknown: here those pending or limited are, a disabled one isn't (its text is invented).
 */
export function writableAdvertiser(call: TokenCall, advertiserId: string): Advertiser {
  const advertiser = readableAdvertiser(call, advertiserId);
  if (!mayWrite(call, advertiserId)) {
    throw new Refusal(40001, `No permission to operate advertiser: ${advertiserId}. ${ROLE_NEEDED}`);
  }
  if (advertiser.status === 'STATUS_DISABLE') {
    throw new Refusal(40001, `The advertiser ${advertiserId} is disabled.`);
  }
  return advertiser;
}

/** True when the token's role on an account is Admin or Operator. */
export function mayWrite(call: TokenCall, advertiserId: string): boolean {
  const role = roleOf(call.world, call.token.grant, advertiserId);
  return role === 'ADMIN' || role === 'OPERATOR';
}
