import { z } from 'zod';
import { Refusal, timestamp } from '../answers.ts';
import { filled, jsonParameter, listOf, pageParameters, paginate } from '../checks.ts';
import type { EventSet, Pixel } from '../directory.ts';
import {
  bodyOf,
  type Endpoint,
  queryOf,
  readableAdvertiser,
  type TokenCall,
  writableAdvertiser,
} from './endpoint.ts';

const offlineGetSchema = z.object({
  // TikTok marks nothing as required here; which sets it then lists is unknown.
  advertiser_id: filled,
  event_set_ids: jsonParameter(z.array(filled)).optional(),
  name: filled.optional(),
});

const offlineCreateSchema = z.object({
  advertiser_id: filled,
  name: filled,
  description: filled,
  auto_tracking: z.boolean().default(false),
});

const offlineUpdateSchema = z.object({
  advertiser_id: filled,
  event_set_id: filled,
  name: filled.optional(),
  auto_tracking: z.boolean().optional(),
});

const offlineDeleteSchema = z.object({ advertiser_id: filled, event_set_id: filled });

const crmListSchema = z.object({
  advertiser_id: filled,
  name: filled.max(40, 'length must be between 1 and 40.').optional(),
  event_set_ids: jsonParameter(listOf(filled, 1, 50)).optional(),
});

const pixelListSchema = z.object({
  advertiser_id: filled,
  pixel_id: filled.optional(),
  code: filled.optional(),
  name: filled.optional(),
  order_by: z.enum(['EARLIEST_CREATE', 'LATEST_CREATE']).default('LATEST_CREATE'),
  ...pageParameters(20),
});

export const eventSourceEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/offline/get/',
    needsToken: true,
    handle(call) {
      const query = queryOf(offlineGetSchema, call);
      const sets = matchingSets(call, call.world.eventSets, query);
      return { data: { event_set_list: sets.map(describeSet) } };
    },
  },
  {
    method: 'POST',
    path: '/offline/create/',
    needsToken: true,
    handle(call) {
      const body = bodyOf(offlineCreateSchema, call);
      const advertiser = writableAdvertiser(call, body.advertiser_id);
      const { eventSets, newId, now } = call.world;
      const created: EventSet = {
        id: newId('72'),
        advertiserId: advertiser.id,
        name: body.name,
        description: body.description,
        autoTracking: body.auto_tracking,
        createTime: timestamp(now()),
        updateTime: timestamp(now()),
      };
      eventSets.set(created.id, created);
      return { data: { event_set_id: created.id } };
    },
  },
  {
    method: 'POST',
    path: '/offline/update/',
    needsToken: true,
    handle(call) {
      const body = bodyOf(offlineUpdateSchema, call);
      const set = ownSet(call, body);
      set.name = body.name ?? set.name;
      set.autoTracking = body.auto_tracking ?? set.autoTracking;
      set.updateTime = timestamp(call.world.now());
      return { data: describeSet(set) };
    },
  },
  {
    method: 'POST',
    path: '/offline/delete/',
    needsToken: true,
    handle(call) {
      const body = bodyOf(offlineDeleteSchema, call);
      call.world.eventSets.delete(ownSet(call, body).id);
      return { data: {} };
    },
  },
  {
    method: 'GET',
    path: '/crm/list/',
    needsToken: true,
    handle(call) {
      const query = queryOf(crmListSchema, call);
      const sets = matchingSets(call, call.world.crmSets, query);
      return { data: { crm_event_sets: sets.map(describeSet) } };
    },
  },
  {
    method: 'GET',
    path: '/pixel/list/',
    needsToken: true,
    handle(call) {
      const query = queryOf(pixelListSchema, call);
      const advertiser = readableAdvertiser(call, query.advertiser_id);
      const found = call.world.pixels.filter(
        (pixel) =>
          pixel.advertiserId === advertiser.id &&
          (query.pixel_id ?? pixel.id) === pixel.id &&
          (query.code ?? pixel.code) === pixel.code &&
          (query.name ?? pixel.name) === pixel.name,
      );
      if (query.order_by === 'LATEST_CREATE') found.reverse();
      const { list, page_info } = paginate(found, query);
      return { data: { pixels: list.map(describePixel), page_info } };
    },
  },
];

function matchingSets(
  call: TokenCall,
  sets: ReadonlyMap<string, EventSet>,
  query: {
    readonly advertiser_id: string;
    readonly event_set_ids?: readonly string[] | undefined;
    readonly name?: string | undefined;
  },
): EventSet[] {
  const advertiser = readableAdvertiser(call, query.advertiser_id);
  return [...sets.values()].filter(
    (set) =>
      set.advertiserId === advertiser.id &&
      (query.event_set_ids?.includes(set.id) ?? true) &&
      (query.name ?? set.name) === set.name,
  );
}

function ownSet(
  call: TokenCall,
  body: { readonly advertiser_id: string; readonly event_set_id: string },
): EventSet {
  const advertiser = writableAdvertiser(call, body.advertiser_id);
  const set = call.world.eventSets.get(body.event_set_id);
  if (set?.advertiserId !== advertiser.id) {
    throw new Refusal(40001, `No permission to operate event source: ${body.event_set_id}.`);
  }
  return set;
}

function describeSet(set: EventSet): Record<string, unknown> {
  return {
    event_set_id: set.id,
    name: set.name,
    description: set.description,
    auto_tracking: set.autoTracking,
    advertiser_id: set.advertiserId,
    create_time: set.createTime,
    update_time: set.updateTime,
  };
}

function describePixel(pixel: Pixel): Record<string, unknown> {
  return { pixel_id: pixel.id, pixel_code: pixel.code, pixel_name: pixel.name };
}
