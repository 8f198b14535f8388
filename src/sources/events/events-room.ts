import type { Engine } from '../../core/ports/engine.ts';
import type { Shop } from '../query/workshop.ts';
import type { RoomCall } from '../trino/server.ts';
import type { Turns } from '../turns.ts';
import { recordDelivered } from './delivered.ts';
import { EventsReader } from './events-reader.ts';
import { planEvents } from './plan.ts';
import { stageEvents } from './stage.ts';

export type EventsEngine = Pick<
  Engine,
  'stageEvents' | 'planEvents' | 'readEventBatch' | 'tallyEvents' | 'recordDelivered'
>;

/** What the engine does with events. */
export interface EventsRoom {
  readonly engine: EventsEngine;
  /** For staged files that may or may not hold events. */
  readonly reader: EventsReader;
}

/** `turns`: shared with all other work on the same files; `release` closes a file that others may have open. */
export function openEventsRoom(
  shop: Shop,
  turns: Turns,
  release: (path: string) => Promise<void>,
): EventsRoom {
  const { settings } = shop;
  const reader = new EventsReader(settings);
  return {
    reader,
    engine: {
      stageEvents: (request, call: RoomCall = {}) =>
        turns.take([request.stagedPath], async () => {
          await reader.close(request.stagedPath);
          await release(request.stagedPath);
          return await stageEvents(shop, request, call);
        }),
      planEvents: (request, call = {}) =>
        turns.take([request.stagedPath, request.deliveredPath], async () => {
          await reader.close(request.stagedPath);
          return await planEvents(settings, request, call);
        }),
      readEventBatch: (place, range, call = {}) =>
        turns.take([place.stagedPath], () => reader.batch(place, range, call)),
      tallyEvents: (stagedPath, confirmed, refused, call = {}) =>
        turns.take([stagedPath], () => reader.tally(stagedPath, confirmed, refused, call)),
      recordDelivered: (deliveredPath, stagedPath, outcome, call = {}) =>
        turns.take([stagedPath, deliveredPath], async () => {
          await reader.close(stagedPath);
          await recordDelivered(settings, deliveredPath, stagedPath, outcome, call);
        }),
    },
  };
}
