/** What became of an event that was accepted; TikTok answers all of them with the same success. */
export type EventOutcome = 'counted' | 'merged' | 'duplicate' | 'test';

export interface ReceivedEvent {
  readonly source: string;
  readonly sourceId: string;
  readonly advertiserId: string;
  readonly event: string;
  readonly eventId: string | undefined;
  /** Unix seconds. */
  readonly eventTime: number;
  readonly outcome: EventOutcome;
  /** Older than 28 days: accepted, and never matched to an ad. */
  readonly isTooOld: boolean;
  /** The event as it came. */
  readonly body: unknown;
}

export type EventCounts = Readonly<Record<EventOutcome, number>> & { readonly tooOld: number };

/** TikTok: a copy within five minutes is merged into the first, a later one within 48 hours is discarded. */
const MERGE_WINDOW = 300_000;
const DUPLICATE_WINDOW = 172_800_000;
/** TikTok: an ad gets credit for what happened at most 28 days ago. */
const MATCH_DAYS = 28 * 86_400_000;

/** Every event accepted. Counts are exact; of the events themselves only the first `keep` are kept. */
export class EventLog {
  readonly #now: () => number;
  readonly #keep: number;
  readonly #kept: ReceivedEvent[] = [];
  readonly #firstSeen = new Map<string, number>();
  readonly #counts = { counted: 0, merged: 0, duplicate: 0, test: 0, tooOld: 0 };

  constructor(now: () => number, keep: number) {
    this.#now = now;
    this.#keep = keep;
  }

  get kept(): readonly ReceivedEvent[] {
    return this.#kept;
  }

  get counts(): EventCounts {
    return { ...this.#counts };
  }

  /** Test events are kept out of the counted ones, and out of the comparison with earlier events. */
  receive(event: Omit<ReceivedEvent, 'outcome' | 'isTooOld'>, isTest: boolean): void {
    const outcome = isTest ? 'test' : this.#judge(event);
    const isTooOld = this.#now() - event.eventTime * 1000 > MATCH_DAYS;
    this.#counts[outcome]++;
    if (isTooOld) this.#counts.tooOld++;
    if (this.#kept.length < this.#keep) this.#kept.push({ ...event, outcome, isTooOld });
  }

  /** The same event is one with the same source, name and id; without an id nothing is the same. */
  #judge(event: Pick<ReceivedEvent, 'sourceId' | 'event' | 'eventId'>): EventOutcome {
    if (event.eventId === undefined) return 'counted';
    const key = [event.sourceId, event.event, event.eventId].join('\n');
    const first = this.#firstSeen.get(key);
    const age = first === undefined ? Number.POSITIVE_INFINITY : this.#now() - first;
    if (age < MERGE_WINDOW) return 'merged';
    if (age < DUPLICATE_WINDOW) return 'duplicate';
    this.#firstSeen.set(key, this.#now());
    return 'counted';
  }
}
