import type { IdentifierRules } from '../identifiers/types.ts';

export type EventSource = 'web' | 'offline';

/** What a destination, a template and an orchestration say together about the events of one run. */
export interface EventSettings {
  readonly eventSource: EventSource;
  /** Event set id (offline) or pixel code (web). */
  readonly eventSourceId: string;
  /** The event of rows that name none. */
  readonly fixedEventName: string | undefined;
  /** Sent for web events only; TikTok has no such mark for offline ones. */
  readonly limitedDataUse: boolean;
  /** IANA name; times without a zone are read in it. Undefined: UTC. */
  readonly timeZone: string | undefined;
  readonly rules: IdentifierRules;
  /** Send events older than TikTok's 28 days all the same. */
  readonly sendOldEvents: boolean;
  /** Milliseconds since 1970, as `Clock.now()`. */
  readonly now: number;
}
