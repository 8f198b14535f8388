import type { Range } from '../../core/audiences/plan.ts';
import type { EventsTally } from '../../core/events/plan.ts';
import type { EngineCall } from '../../core/ports/engine.ts';
import { rangesSql } from '../audiences/entries-sql.ts';
import type { Database } from '../duckdb/database.ts';
import type { EventsPlanFacts, StagedEventsFacts } from './staged-events.ts';
import { IDENTIFIER_FLAGS } from './summarise-events.ts';

/**
 * Where every row ended. The first row of an event stands for it: sent, refused, unchanged (delivered before)
 * or pending, which is also what is held back. Its further rows are merged, or duplicates where they say the
 * same as another. Of identifiers, `valid` and `rejected` count values as they were read, `sent` the delivered
 * events that carry one.
 */
export async function tallyEvents(
  database: Database,
  catalog: string,
  staged: StagedEventsFacts,
  plan: EventsPlanFacts,
  confirmed: readonly Range[],
  refused: readonly Range[],
  call: EngineCall,
): Promise<EventsTally> {
  const carries = IDENTIFIER_FLAGS.map(
    ([type, flag]) => `count_if(isConfirmed AND identifiers & ${flag} <> 0) AS ${type}`,
  );
  const counts = await database.row(
    `SELECT count_if(isConfirmed) AS confirmed, count_if(isRefused AND NOT isConfirmed) AS refused, ${carries.join(', ')}
     FROM (SELECT events.identifiers, ${rangesSql('plan.rowid', confirmed)} AS isConfirmed,
         ${rangesSql('plan.rowid', refused)} AS isRefused
       FROM ${catalog}.plan AS plan JOIN ${catalog}.events AS events ON events.rowid = plan.event)`,
    call,
  );
  const delivered = Number(counts.confirmed);
  const refusedEvents = Number(counts.refused);
  const unreadable = staged.unreadable.count;
  return {
    rows: {
      read: staged.rows + unreadable,
      withIdentifier: staged.rowsWithIdentifier,
      valid: staged.rowsSendable,
      unique: staged.events,
      sent: delivered,
      unchanged: plan.alreadyDelivered,
      duplicate: staged.rowsDuplicate,
      rejected: staged.rows - staged.rowsSendable + unreadable,
      refused: refusedEvents,
      merged: staged.rowsSendable - staged.events - staged.rowsDuplicate,
      pending: plan.entries - delivered - refusedEvents + plan.heldBack,
    },
    identifiers: Object.fromEntries(
      staged.identifiers.map(({ type, valid, rejected }) => [
        type,
        { valid, sent: Number(counts[type]), rejected },
      ]),
    ),
    delivery: { delivered, alreadyDelivered: plan.alreadyDelivered, refused: refusedEvents },
  };
}
