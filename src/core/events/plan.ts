import type { DeliveryCounts, IdentifierCounts, RowCounts, Warning } from '../delivery/events.ts';
import type { RejectReason } from '../identifiers/types.ts';
import type { UnreadableRows } from '../ports/sources.ts';
import type { EventFieldName } from './fields.ts';
import type { DecimalText } from './money.ts';
import type { EventIdentifierType } from './read-row.ts';

/** What one column that feeds an identifier holds, counted over every row read. */
export interface EventColumnDiagnosis {
  readonly type: EventIdentifierType;
  readonly column: string;
  readonly rows: number;
  readonly empty: number;
  readonly valid: number;
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
  /** True when every row carries the same text, valid or not. */
  readonly constant: boolean;
}

/** Sendable events of one day and one currency. */
export interface EventDay {
  /** `2026-11-22`, in UTC. */
  readonly day: string;
  /** Undefined for events without a value. */
  readonly currency: string | undefined;
  readonly events: number;
  /** Sum of value; undefined without one. */
  readonly total: DecimalText | undefined;
}

/** The result of staging: one pass over the query, nothing compared with what was delivered before. */
export interface StagedEvents {
  /** Rows of the result plus rows that could not be read. */
  readonly rowsRead: number;
  readonly unreadable: UnreadableRows;
  /** What is known to be wrong with the values of the source's files, whatever the query makes of them. */
  readonly notes?: readonly Warning[] | undefined;
  /** Distinct events that can be sent. */
  readonly events: number;
  /** Rows whose event can't be sent, by reason; `unreadable-row` among them. */
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
  readonly columns: readonly EventColumnDiagnosis[];
  /** Sendable events by name, most frequent first. */
  readonly names: readonly { readonly name: string; readonly events: number }[];
  /**
   * Names that rows were rejected for (`unknown-event-name`), most frequent first, at most ten; a name is cut
   * at 60 characters. The nearest right name is what `checkEventName` suggests.
   */
  readonly unknownNames: readonly {
    readonly name: string;
    readonly rows: number;
    readonly nearest: string | undefined;
  }[];
  /** Sum of value per currency over sendable events that have one. */
  readonly values: readonly {
    readonly currency: string;
    readonly events: number;
    readonly total: DecimalText;
  }[];
  /** By day, the earliest first, and by currency; the latest ones where there are very many. Runs of before have none. */
  readonly days?: readonly EventDay[] | undefined;
  /** Unix seconds of the first and the last sendable event; undefined without events. */
  readonly time: { readonly from: number; readonly to: number } | undefined;
  /** Sendable events that carry an identifier of the type. */
  readonly identifiers: Readonly<Partial<Record<EventIdentifierType, number>>>;
  readonly valueMismatches: number;
  readonly withoutRevenue: number;
  /** Sent although older than 28 days, because that was asked for. */
  readonly oldEvents: number;
  /** Values that TikTok can't use, by field: their events are sent without them. */
  readonly leftOut: Readonly<Partial<Record<EventFieldName, number>>>;
  /** The first event as it would be sent; kept in memory only. */
  readonly firstEvent: string | undefined;
  readonly seconds: number;
}

/** Counts of a plan or of its outcome; `sent` and `delivered` in a plan mean "would be". */
export interface EventsTally {
  readonly rows: RowCounts;
  readonly identifiers: Readonly<Partial<Record<EventIdentifierType, IdentifierCounts>>>;
  readonly delivery: Required<Pick<DeliveryCounts, 'delivered' | 'alreadyDelivered' | 'refused'>>;
}

/** What will be sent: events numbered from 0, in the order of their first rows. */
export interface EventsPlan {
  readonly entries: number;
  /**
   * Events of an earlier run that were sent, never answered, and are too long ago for TikTok to recognise a
   * second copy: held back, because counting twice can't be undone.
   */
  readonly heldBack: number;
  readonly expected: EventsTally;
  readonly seconds: number;
}
