import { createHash } from 'node:crypto';
import { layOutEvents } from '../../../../src/core/events/layout.ts';
import type { EventsPlan, StagedEvents } from '../../../../src/core/events/plan.ts';
import type { EventSettings } from '../../../../src/core/events/settings.ts';
import { DEFAULT_RULES } from '../../../../src/core/identifiers/types.ts';
import type { StagedEventsPlace, StageEventsRequest } from '../../../../src/core/ports/engine.ts';
import type { FileTables } from '../../../../src/core/ports/sources.ts';
import type { EngineRig } from '../../support/engine-rig.ts';

export const NOW = Date.parse('2026-11-20T12:00:00Z');

export const OFFLINE: EventSettings = {
  eventSource: 'offline',
  eventSourceId: '7654321098765432109',
  fixedEventName: undefined,
  limitedDataUse: false,
  timeZone: undefined,
  rules: { ...DEFAULT_RULES, defaultCountry: 'US' },
  sendOldEvents: false,
  now: NOW,
};

export const WEB: EventSettings = {
  ...OFFLINE,
  eventSource: 'web',
  eventSourceId: 'C4A1B2C3D4E5F6G7H8I9',
};

/** A request over files. */
type FileEventsRequest = Omit<StageEventsRequest, 'tables'> & { readonly tables: FileTables };

export interface EventsRig {
  /** A place of its own for staged files. */
  place(): StagedEventsPlace;
  /** A request over a CSV, under whose header the columns are found. */
  request(csv: string, settings?: EventSettings, change?: Partial<FileEventsRequest>): FileEventsRequest;
  /** Stages a CSV; the columns are found by the names in its header. */
  stage(
    csv: string,
    settings?: EventSettings,
    change?: Partial<FileEventsRequest>,
  ): Promise<{ readonly place: StagedEventsPlace; readonly staged: StagedEvents }>;
  /** Plans against a record; without one, against none. */
  plan(place: StagedEventsPlace, deliveredPath?: string, now?: number): Promise<EventsPlan>;
  /** Plans and reads all events of the plan, a batch at a time. */
  readAll(place: StagedEventsPlace, batch?: number): Promise<readonly string[]>;
}

export function eventsRig(rig: EngineRig): EventsRig {
  let number = 0;
  const self: EventsRig = {
    place: () => {
      number += 1;
      const key = createHash('sha256').update(`key ${number}`).digest();
      return {
        stagedPath: rig.path(`events-${number}.duckdb`),
        sealedPath: rig.path(`events-${number}.sealed`),
        key: new Uint8Array(key),
      };
    },
    request: (csv, settings = OFFLINE, change = {}) => {
      const place = self.place();
      const [header = ''] = csv.split('\n');
      const { layout } = layOutEvents(undefined, header.split(','), settings.eventSource);
      const tables = { t: [rig.file(`events-${number}.csv`, csv)] };
      return { ...place, tables, sql: 'SELECT * FROM t', layout, settings, ...change };
    },
    stage: async (csv, settings, change) => {
      const request = self.request(csv, settings, change);
      return { place: request, staged: await rig.engine.stageEvents(request) };
    },
    plan: ({ stagedPath }, deliveredPath = rig.path('no-record'), now = NOW) =>
      rig.engine.planEvents({ stagedPath, deliveredPath, now }),
    readAll: async (place, batch = 1000) => {
      const { entries } = await self.plan(place);
      const texts: string[] = [];
      for (let from = 0; from < entries; from += batch) {
        const data = await rig.engine.readEventBatch(place, { from, to: Math.min(from + batch, entries) });
        texts.push(...(JSON.parse(data) as unknown[]).map((event) => JSON.stringify(event)));
      }
      return texts;
    },
  };
  return self;
}
