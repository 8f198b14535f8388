import type { Audience } from './audiences.ts';
import type { EventCounts, ReceivedEvent } from './event-log.ts';
import type { World } from './world.ts';

/** An audience as it really is, not as TikTok shows it. */
export interface AudienceState {
  readonly id: string;
  readonly advertiserId: string;
  readonly name: string;
  readonly channel: 'streaming' | 'file';
  /** People with at least one identifier in it. */
  readonly people: number;
  /** Identifiers by type, such as `{"EMAIL_SHA256": 1200}`. */
  readonly identifiers: Readonly<Record<string, number>>;
  /** What a client sees for now. */
  readonly published: { readonly isValid: boolean; readonly coverNumber: number };
}

/** Reads what the simulator has received; nothing here changes anything. */
export interface SimulatorState {
  /** Newest first; of one advertiser, or all. */
  audiences(advertiserId?: string): readonly AudienceState[];
  /** Hashes of one type (`EMAIL_SHA256`, …) in an audience; empty when there is no such audience. */
  members(audienceId: string, type: string): ReadonlySet<string>;
  /** The first events received, 10,000 unless set otherwise. */
  events(): readonly ReceivedEvent[];
  /** All events received, by what became of them. */
  eventCounts(): EventCounts;
  /** Requests to one path such as `/segment/mapping/`, or to all. */
  requestCount(path?: string): number;
  requestCounts(): Readonly<Record<string, number>>;
  /** Fields that came and that TikTok would ignore without a word, such as `web user.e_mail`, with counts. */
  ignoredFields(): Readonly<Record<string, number>>;
  /** Bodies of accepted mappings in their order; empty unless `recordMappings` is set. */
  mappings(): readonly unknown[];
}

export function createState(world: World): SimulatorState {
  return {
    audiences: (advertiserId) => world.audiences.list(advertiserId).map(stateOf),
    members: (audienceId, type) => world.audiences.get(audienceId)?.members.hashes(type) ?? new Set(),
    events: () => world.events.kept,
    eventCounts: () => world.events.counts,
    requestCount(path) {
      if (path !== undefined) return world.requests.get(path) ?? 0;
      return [...world.requests.values()].reduce((sum, count) => sum + count, 0);
    },
    requestCounts: () => Object.fromEntries(world.requests),
    ignoredFields: () => Object.fromEntries(world.ignoredFields),
    mappings: () => world.mappings,
  };
}

function stateOf(audience: Audience): AudienceState {
  const { id, advertiserId, name, channel, members, published } = audience;
  return {
    id,
    advertiserId,
    name,
    channel,
    people: members.people,
    identifiers: members.counts(),
    published,
  };
}
