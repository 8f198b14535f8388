import { z } from 'zod';
import { configurationError, KnownError } from '../core/errors.ts';
import type { Advertiser, CallOptions, Reply, UserInfo } from '../core/ports/tiktok.ts';
import { isEndpointMissing } from '../core/remedies/endpoint-missing.ts';
import type { Call } from './caller.ts';
import { readRoles } from './roles.ts';
import { id, listOf, optionalText } from './schemas.ts';

const userSchema = z
  .object({ display_name: optionalText, email: optionalText })
  .transform((user): UserInfo => ({ displayName: user.display_name ?? '', email: user.email }));

/** Who authorized; TikTok's cheapest check of a token, and there in the sandbox too. */
export function readUser(call: Call, options?: CallOptions): Promise<Reply<UserInfo>> {
  return call({ method: 'GET', path: '/user/info/', nature: 'read', data: userSchema }, options);
}

const authorizedSchema = z.object({
  list: listOf(
    z
      .object({ advertiser_id: id, advertiser_name: optionalText })
      .transform((advertiser) => ({ id: advertiser.advertiser_id, name: advertiser.advertiser_name ?? '' })),
  ),
});

/** The advertisers the token reaches. TikTok wants the app's secret in the query string here. */
export async function readAuthorizedAdvertisers(
  call: Call,
  app: { readonly appId: string | undefined; readonly secret: string | undefined },
  options?: CallOptions,
): Promise<Reply<readonly { id: string; name: string }[]>> {
  if (app.appId === undefined || app.secret === undefined) {
    throw configurationError(
      'TikTok lists the advertisers of a token only to who has the app id and the app secret.',
      "Add both to the credential, or type the advertiser's id.",
    );
  }
  const { data, requestId } = await call(
    {
      method: 'GET',
      path: '/oauth2/advertiser/get/',
      query: { app_id: app.appId, secret: app.secret },
      nature: 'read',
      data: authorizedSchema,
    },
    options,
  );
  return { data: data.list, requestId };
}

/** Ids in one request; they stand in the query string. */
const IDS_PER_REQUEST = 50;
const FIELDS = ['advertiser_id', 'name', 'status', 'currency', 'timezone', 'display_timezone'];

const detailsSchema = z.object({
  list: listOf(
    z
      .object({
        advertiser_id: id,
        name: optionalText,
        status: optionalText,
        currency: optionalText,
        timezone: optionalText,
        display_timezone: optionalText,
      })
      .transform((details) => ({
        id: details.advertiser_id,
        name: details.name ?? details.advertiser_id,
        status: details.status,
        currency: details.currency,
        timeZone: details.display_timezone ?? details.timezone,
      })),
  ),
});
type Details = Omit<Advertiser, 'role'>;

/**
 * Details and roles, one entry for each id and in the order of the ids. Where TikTok doesn't give the details
 * (no such endpoint in the sandbox, scope missing, id left out of the answer) the name is the id and the rest
 * undefined; a role that can't be read is `unknown`. Rejects with what TikTok says about the advertisers.
 */
export async function readAdvertisers(
  call: Call,
  ids: readonly string[],
  options?: CallOptions,
): Promise<readonly Advertiser[]> {
  const details = await readDetails(call, ids, options);
  const roles = await readRoles(call, ids, options);
  return ids.map((advertiserId) => ({
    ...(details.get(advertiserId) ?? unknownDetails(advertiserId)),
    role: roles.get(advertiserId) ?? 'unknown',
  }));
}

function unknownDetails(advertiserId: string): Details {
  return {
    id: advertiserId,
    name: advertiserId,
    status: undefined,
    currency: undefined,
    timeZone: undefined,
  };
}

async function readDetails(
  call: Call,
  ids: readonly string[],
  options?: CallOptions,
): Promise<ReadonlyMap<string, Details>> {
  const details = new Map<string, Details>();
  for (let from = 0; from < ids.length; from += IDS_PER_REQUEST) {
    const query = {
      advertiser_ids: JSON.stringify(ids.slice(from, from + IDS_PER_REQUEST)),
      fields: JSON.stringify(FIELDS),
    };
    try {
      const request = { method: 'GET', path: '/advertiser/info/', query, nature: 'read' } as const;
      const { data } = await call({ ...request, data: detailsSchema }, options);
      for (const advertiser of data.list) {
        details.set(advertiser.id, advertiser);
      }
    } catch (error) {
      if (isNotOffered(error)) {
        return details;
      }
      throw error;
    }
  }
  return details;
}

/** There is no such endpoint, or the app may not ask. */
function isNotOffered(error: unknown): boolean {
  return error instanceof KnownError && (error.kind === 'missing-scope' || isEndpointMissing(error));
}
