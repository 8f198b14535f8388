import { z } from 'zod';
import type { CallOptions, EventSetInfo, PixelInfo, Reply } from '../core/ports/tiktok.ts';
import type { Call } from './caller.ts';
import { readPages } from './pages.ts';
import { id, listOf, nothing, optionalFlag, optionalText, pageInfo } from './schemas.ts';
import { withJson } from './with-json.ts';

const eventSetsSchema = z.object({
  event_set_list: listOf(
    z
      .object({
        event_set_id: id,
        name: optionalText,
        description: optionalText,
        auto_tracking: optionalFlag,
      })
      .transform(
        (set): EventSetInfo => ({
          id: set.event_set_id,
          name: set.name ?? '',
          description: set.description,
          autoTracking: set.auto_tracking,
        }),
      ),
  ),
});

/** The offline event sets of the advertiser; TikTok gives them in one answer. */
export async function listEventSets(
  call: Call,
  advertiserId: string,
  options?: CallOptions,
): Promise<Reply<readonly EventSetInfo[]>> {
  const { data, requestId } = await call(
    {
      method: 'GET',
      path: '/offline/get/',
      query: { advertiser_id: advertiserId },
      nature: 'read',
      data: eventSetsSchema,
    },
    options,
  );
  return { data: data.event_set_list, requestId };
}

const createdSchema = z.object({ event_set_id: id }).transform((data) => ({ id: data.event_set_id }));

/** Makes an offline event set. Never repeated when its outcome isn't known. */
export function createEventSet(
  call: Call,
  advertiserId: string,
  eventSet: { readonly name: string; readonly description: string; readonly autoTracking: boolean },
  options?: CallOptions,
): Promise<Reply<{ id: string }>> {
  const { name, description, autoTracking } = eventSet;
  const body = JSON.stringify({
    advertiser_id: advertiserId,
    name,
    description,
    auto_tracking: autoTracking,
  });
  return call(
    { method: 'POST', path: '/offline/create/', body, nature: 'create', data: createdSchema },
    options,
  );
}

/** TikTok's largest page of pixels. */
const PIXEL_PAGE_SIZE = 20;

const pixelsSchema = z
  .object({
    pixels: z
      .array(
        z.object({ pixel_id: id, pixel_code: optionalText, pixel_name: optionalText }).transform(
          (pixel): PixelInfo => ({
            id: pixel.pixel_id,
            code: pixel.pixel_code ?? '',
            name: pixel.pixel_name ?? '',
          }),
        ),
      )
      .nullish(),
    page_info: pageInfo,
  })
  .transform(({ pixels, page_info: info }) => ({ items: pixels ?? undefined, ...info }));

/**
 * The pixels of the advertiser. TikTok may refuse this with 40001 though the account can report events; then
 * the pixel code is typed.
 */
export function listPixels(
  call: Call,
  advertiserId: string,
  options?: CallOptions,
): Promise<Reply<readonly PixelInfo[]>> {
  const readPage = (page: number, pageOptions: CallOptions) =>
    call(
      {
        method: 'GET',
        path: '/pixel/list/',
        query: { advertiser_id: advertiserId, page: String(page), page_size: String(PIXEL_PAGE_SIZE) },
        nature: 'read',
        data: pixelsSchema,
      },
      pageOptions,
    );
  return readPages(readPage, PIXEL_PAGE_SIZE, options);
}

/**
 * Reports up to 1,000 events; TikTok refuses them all for one bad one. Sending them again is safe, since each
 * has its own event id and TikTok drops copies within 48 hours. The test event code stands beside the data.
 */
export function trackEvents(
  call: Call,
  request: {
    readonly eventSource: 'web' | 'offline';
    readonly eventSourceId: string;
    readonly data: string;
    readonly testEventCode?: string | undefined;
  },
  options?: CallOptions,
): Promise<Reply<unknown>> {
  const head = JSON.stringify({
    event_source: request.eventSource,
    event_source_id: request.eventSourceId,
    ...(request.testEventCode === undefined ? {} : { test_event_code: request.testEventCode }),
  });
  const body = withJson(head, 'data', request.data);
  return call({ method: 'POST', path: '/event/track/', body, nature: 'set-like', data: nothing }, options);
}
