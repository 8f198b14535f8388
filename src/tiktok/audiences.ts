import { z } from 'zod';
import type { AudienceInfo, CallOptions, Reply } from '../core/ports/tiktok.ts';
import { knownErrorFromFault, makeFault } from '../core/remedies/remedies.ts';
import { scrub } from '../core/remedies/scrub.ts';
import type { Call } from './caller.ts';
import { readPages } from './pages.ts';
import { id, listOf, nothing, optionalCount, optionalFlag, optionalText, pageInfo } from './schemas.ts';
import { withJson } from './with-json.ts';

/** TikTok's largest page of audiences; an account has at most 400. */
const PAGE_SIZE = 100;

/** The list says `audience_type`, the details say `type`. */
const audienceSchema = z
  .object({
    audience_id: id,
    name: optionalText,
    audience_type: optionalText,
    type: optionalText,
    calculate_type: optionalText,
    is_valid: optionalFlag,
    cover_num: optionalCount,
    error_msg: optionalText,
    create_time: optionalText,
    expired_time: optionalText,
    is_expiring: optionalFlag,
  })
  .transform(
    (audience): AudienceInfo => ({
      id: audience.audience_id,
      name: audience.name ?? '',
      type: audience.audience_type ?? audience.type,
      calculateType: audience.calculate_type,
      isValid: audience.is_valid ?? false,
      coverNumber: audience.cover_num ?? 0,
      error: audience.error_msg === undefined ? undefined : scrub(audience.error_msg),
      createTime: audience.create_time,
      expiredTime: audience.expired_time,
      isExpiring: audience.is_expiring ?? false,
    }),
  );

const listSchema = z
  .object({ list: z.array(audienceSchema).nullish(), page_info: pageInfo })
  .transform(({ list, page_info: info }) => ({ items: list ?? undefined, ...info }));

/** Every audience of the advertiser, owned and shared; names may repeat. */
export function listAudiences(
  call: Call,
  advertiserId: string,
  options?: CallOptions,
): Promise<Reply<readonly AudienceInfo[]>> {
  const readPage = (page: number, pageOptions: CallOptions) =>
    call(
      {
        method: 'GET',
        path: '/dmp/custom_audience/list/',
        query: { advertiser_id: advertiserId, page: String(page), page_size: String(PAGE_SIZE) },
        nature: 'read',
        data: listSchema,
      },
      pageOptions,
    );
  return readPages(readPage, PAGE_SIZE, options);
}

const detailsSchema = z.object({ list: listOf(z.object({ audience_details: audienceSchema })) });

/** One audience with its size and state. Rejects with `audience-not-found` when TikTok's answer lacks it. */
export async function getAudience(
  call: Call,
  advertiserId: string,
  audienceId: string,
  options?: CallOptions,
): Promise<Reply<AudienceInfo>> {
  const path = '/dmp/custom_audience/get/';
  const query = {
    advertiser_id: advertiserId,
    custom_audience_ids: JSON.stringify([audienceId]),
    history_size: '1',
  };
  const { data, requestId } = await call(
    { method: 'GET', path, query, nature: 'read', data: detailsSchema },
    options,
  );
  const found = data.list.find(({ audience_details: audience }) => audience.id === audienceId);
  if (found === undefined) {
    const message = "TikTok's answer does not contain the audience.";
    throw knownErrorFromFault(makeFault({ kind: 'audience-not-found', message, requestId }));
  }
  return { data: found.audience_details, requestId };
}

const createdSchema = z.object({ audience_id: id }).transform((data) => ({ id: data.audience_id }));

/**
 * Makes a streaming audience. TikTok lets names repeat and cuts those above 70 characters, so the caller
 * looks first and checks the name. Never repeated when its outcome isn't known.
 */
export function createAudience(
  call: Call,
  advertiserId: string,
  name: string,
  options?: CallOptions,
): Promise<Reply<{ id: string }>> {
  const body = JSON.stringify({ advertiser_id: advertiserId, action: 'create', custom_audience_name: name });
  return call(
    { method: 'POST', path: '/segment/audience/', body, nature: 'create', data: createdSchema },
    options,
  );
}

/** Adds or removes members. `batchData` is JSON text and travels as it is. */
export function applyMapping(
  call: Call,
  request: {
    readonly advertiserIds: readonly string[];
    readonly action: 'add' | 'delete';
    readonly idSchema: readonly string[];
    readonly batchData: string;
  },
  options?: CallOptions,
): Promise<Reply<unknown>> {
  const head = JSON.stringify({
    advertiser_ids: request.advertiserIds,
    action: request.action,
    id_schema: request.idSchema,
  });
  const body = withJson(head, 'batch_data', request.batchData);
  return call(
    { method: 'POST', path: '/segment/mapping/', body, nature: 'set-like', data: nothing },
    options,
  );
}
