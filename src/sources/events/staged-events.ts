import type { EventIdentifierType } from '../../core/events/read-row.ts';
import type { RejectReason } from '../../core/identifiers/types.ts';
import type { UnreadableRows } from '../../core/ports/sources.ts';
import { notStaged, readFacts } from '../audiences/staged-file.ts';
import type { Database } from '../duckdb/database.ts';

/**
 * The staged file of events: numbers and hashes of keys, nothing a person could be known by.
 *
 * - `events`: one row per event, in the order of their first rows. `key` is 128 bits of the SHA-256 of name and
 *   id (NULL where there is no id), `row` its first row (counted from 1), `rows` and `duplicates` how many rows it was made of and how many of those
 *   say the same as another, `state` 0 or why it can't be sent, `identifiers` the bits of the types it carries,
 *   `unit`, `place` and `length` where its text lies.
 * - `units`: where each unit of the sealed file lies.
 * - `rejected`: rows (counted from 1) of events that can't be sent, and why.
 * - `plan`: the events to send; the row id is the entry's number, `event` the row id of the event.
 * - `facts`: JSON by name.
 */

export const STAGED_FACTS = 'staged-events';
export const PLAN_FACTS = 'plan-events';

/** What staging leaves for planning, reading and counting. */
export interface StagedEventsFacts {
  /** Of the sealed file that belongs to this one, in hex. */
  readonly salt: string;
  /** Rows of the result. */
  readonly rows: number;
  readonly rowsWithIdentifier: number;
  /** Rows of events that can be sent. */
  readonly rowsSendable: number;
  /** Of those, rows that say the same as another row of their event. */
  readonly rowsDuplicate: number;
  /** Events that can be sent. */
  readonly events: number;
  readonly unreadable: UnreadableRows;
  readonly identifiers: readonly {
    readonly type: EventIdentifierType;
    readonly valid: number;
    readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
  }[];
}

/** What planning leaves for counting. */
export interface EventsPlanFacts {
  readonly entries: number;
  readonly alreadyDelivered: number;
  readonly heldBack: number;
}

export async function readStagedEventsFacts(database: Database, catalog: string): Promise<StagedEventsFacts> {
  const facts = await readFacts<StagedEventsFacts>(database, catalog, STAGED_FACTS);
  if (facts === undefined) throw notStaged();
  return facts;
}

export async function readEventsPlanFacts(database: Database, catalog: string): Promise<EventsPlanFacts> {
  const facts = await readFacts<EventsPlanFacts>(database, catalog, PLAN_FACTS);
  if (facts === undefined) throw notStaged();
  return facts;
}
