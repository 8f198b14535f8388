import { z } from 'zod';
import { invalidValue, Refusal } from '../answers.ts';
import { check } from '../checks.ts';
import { type EventSource, eventProblem, ignoredFields, trackSchema } from '../event-rules.ts';
import { noteIgnored } from '../world.ts';
import {
  bodyOf,
  type Endpoint,
  mayWrite,
  ROLE_NEEDED,
  type TokenCall,
  writableAdvertiser,
} from './endpoint.ts';

/** The events without what reading them made of them. */
const asReceived = z.object({ data: z.array(z.unknown()) });

export const eventEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: '/event/track/', needsToken: true, handle: track },
];

function track(call: TokenCall) {
  const { world } = call;
  const body = bodyOf(trackSchema, call);
  const { event_source: source, event_source_id: sourceId } = body;
  // Any name may be wrong for us: partners get theirs from TikTok.
  if (body.partner_name !== undefined) throw new Refusal(40063, 'Invalid partner name.');
  const advertiserId = ownerOf(call, source, sourceId);
  const now = world.now();
  for (const event of body.data) {
    const problem = eventProblem(event, source, now);
    if (problem !== undefined) throw invalidValue(...problem);
  }
  const accepted = call.isPartial ? body.data.slice(0, Math.floor(body.data.length / 2)) : body.data;
  const received = check(asReceived, call.body).data;
  for (const [index, event] of accepted.entries()) {
    for (const field of ignoredFields(event, source)) noteIgnored(world, `${source} ${field}`);
    world.events.receive(
      {
        source,
        sourceId,
        advertiserId,
        event: event.event,
        eventId: event.event_id,
        eventTime: event.event_time,
        body: received[index],
      },
      body.test_event_code !== undefined,
    );
  }
  return { data: {}, rows: body.data.length };
}

/** The account an event source belongs to. What TikTok says about an unknown event set isn't recorded. */
function ownerOf(call: TokenCall, source: EventSource, sourceId: string): string {
  // App events are open to chosen partners only.
  if (source === 'app') throw new Refusal(40118, 'Not in whitelist.');
  // Recorded when a pixel code was sent as the id of an offline event set.
  if (source !== 'web' && !/^\d+$/.test(sourceId)) {
    throw invalidValue('event_source_id', 'not a valid string.');
  }
  const owner = findOwner(call, source, sourceId);
  const name = source === 'web' ? 'pixel code' : 'event source';
  if (owner === undefined || !call.token.grant.advertiserIds.includes(owner)) {
    throw new Refusal(40001, `No permission to operate ${name}: ${sourceId}.`);
  }
  if (!mayWrite(call, owner)) {
    throw new Refusal(40001, `No permission to operate ${name}: ${sourceId}. ${ROLE_NEEDED}`);
  }
  return writableAdvertiser(call, owner).id;
}

function findOwner(call: TokenCall, source: EventSource, sourceId: string): string | undefined {
  const { world } = call;
  if (source === 'web') return world.pixels.find((pixel) => pixel.code === sourceId)?.advertiserId;
  return (source === 'crm' ? world.crmSets : world.eventSets).get(sourceId)?.advertiserId;
}
