import { buildEvent } from '../../../../src/core/events/build-event.ts';
import type { EventLayout } from '../../../../src/core/events/layout.ts';
import { type EventRow, type RawRow, readEventRow } from '../../../../src/core/events/read-row.ts';
import type { EventSettings } from '../../../../src/core/events/settings.ts';
import type { EventRejectReason } from '../../../../src/core/identifiers/types.ts';

/** What the core's functions alone make of rows, with everything in memory. */
export interface ModelledEvents {
  /** Texts of the events that can be sent, in the order of their first rows. */
  readonly texts: readonly string[];
  /** Rows (counted from 1) of events that can't. */
  readonly rejected: readonly { readonly row: number; readonly reason: EventRejectReason }[];
  readonly rowsSendable: number;
  readonly rowsDuplicate: number;
}

export function modelEvents(
  rows: readonly RawRow[],
  layout: EventLayout,
  settings: EventSettings,
): ModelledEvents {
  const read = rows.map((row, index) => ({ number: index + 1, row: readEventRow(row, layout, settings) }));
  const groups = Map.groupBy(read, ({ number, row }) => row.key ?? number);
  const texts: string[] = [];
  const rejected: { row: number; reason: EventRejectReason }[] = [];
  let rowsSendable = 0;
  let rowsDuplicate = 0;
  for (const group of groups.values()) {
    const built = buildEvent(
      group.map(({ row }): EventRow => row),
      settings,
    );
    if (built.valid) {
      texts.push(built.json);
      rowsSendable += group.length;
      rowsDuplicate += built.duplicateRows;
    } else {
      for (const { number } of group) rejected.push({ row: number, reason: built.reason });
    }
  }
  return {
    texts,
    rejected: rejected.toSorted((left, right) => left.row - right.row),
    rowsSendable,
    rowsDuplicate,
  };
}
