import { z } from 'zod';
import { KnownError } from '../core/errors.ts';
import type { CallOptions, UserRole } from '../core/ports/tiktok.ts';
import { SHORT_PATIENCE } from './back-off.ts';
import type { Call } from './caller.ts';
import { readPages } from './pages.ts';
import { id, optionalText, pageInfo } from './schemas.ts';

/** TikTok's largest page of Business Centers and of their assets. */
const PAGE_SIZE = 50;

const businessCentersSchema = z
  .object({
    list: z
      .array(
        z.object({ bc_info: z.object({ bc_id: id }) }).transform((center) => ({ id: center.bc_info.bc_id })),
      )
      .nullish(),
    page_info: pageInfo,
  })
  .transform(({ list, page_info: info }) => ({ items: list ?? undefined, ...info }));

const assetsSchema = z
  .object({
    list: z
      .array(
        z
          .object({ asset_id: id, advertiser_role: optionalText })
          .transform((asset) => ({ id: asset.asset_id, role: roleOf(asset.advertiser_role) })),
      )
      .nullish(),
    page_info: pageInfo,
  })
  .transform(({ list, page_info: info }) => ({ items: list ?? undefined, ...info }));

/** What each role may do includes what the ones before it may. */
const RANKS: readonly UserRole[] = ['unknown', 'ANALYST', 'OPERATOR', 'ADMIN'];

function roleOf(text: string | undefined): UserRole {
  return RANKS.find((role) => role === text?.toUpperCase()) ?? 'unknown';
}

/**
 * The authorizing user's own role on each advertiser, through the Business Centers the account is in; the
 * strongest where several give one. TikTok lets only some apps ask (the Business Center API is on a list of
 * its own), and an account may be in no Business Center: whatever is in the way, the role stays unknown and
 * only a cancellation rejects.
 */
export async function readRoles(
  call: Call,
  advertiserIds: readonly string[],
  options: CallOptions = {},
): Promise<ReadonlyMap<string, UserRole>> {
  const roles = new Map<string, UserRole>();
  const wanted = new Set(advertiserIds);
  try {
    for (const center of await readBusinessCenters(call, options)) {
      await readRolesOf(call, center, { roles, wanted }, options);
    }
  } catch (error) {
    if (!(error instanceof KnownError) || error.kind === 'cancelled') {
      throw error;
    }
  }
  return roles;
}

async function readBusinessCenters(call: Call, options: CallOptions): Promise<readonly string[]> {
  const { data } = await readPages(
    (page, pageOptions) =>
      call(
        {
          method: 'GET',
          path: '/bc/get/',
          query: { page: String(page), page_size: String(PAGE_SIZE) },
          nature: 'read',
          data: businessCentersSchema,
          patience: SHORT_PATIENCE,
        },
        pageOptions,
      ),
    PAGE_SIZE,
    options,
  );
  return data.map((center) => center.id);
}

async function readRolesOf(
  call: Call,
  businessCenterId: string,
  found: { readonly roles: Map<string, UserRole>; readonly wanted: ReadonlySet<string> },
  options: CallOptions,
): Promise<void> {
  const { data } = await readPages(
    (page, pageOptions) =>
      call(
        {
          method: 'GET',
          path: '/bc/asset/get/',
          query: {
            bc_id: businessCenterId,
            asset_type: 'ADVERTISER',
            page: String(page),
            page_size: String(PAGE_SIZE),
          },
          nature: 'read',
          data: assetsSchema,
          patience: SHORT_PATIENCE,
        },
        pageOptions,
      ),
    PAGE_SIZE,
    options,
  );
  for (const asset of data.filter(({ id: assetId }) => found.wanted.has(assetId))) {
    const known = found.roles.get(asset.id) ?? 'unknown';
    found.roles.set(asset.id, RANKS.indexOf(asset.role) > RANKS.indexOf(known) ? asset.role : known);
  }
}
