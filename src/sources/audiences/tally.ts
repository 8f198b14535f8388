import type { AudienceTally, Range } from '../../core/audiences/plan.ts';
import type { IdentifierCounts } from '../../core/delivery/events.ts';
import type { AudienceIdType, RejectReason } from '../../core/identifiers/types.ts';
import type { EngineCall } from '../../core/ports.ts';
import type { Database } from '../duckdb/database.ts';
import { entryIdentifiersSql, rangesSql } from './entries-sql.ts';
import type { PlanFacts, StagedFacts } from './staged-file.ts';
import { TYPE_PLACE } from './type-place.ts';

/**
 * Where every row ended. A row of several entries is sent when one of them was confirmed, refused when none
 * was and one was refused, and pending otherwise.
 */
export async function tally(
  database: Database,
  catalog: string,
  staged: StagedFacts,
  plan: PlanFacts,
  confirmed: readonly Range[],
  refused: readonly Range[],
  call: EngineCall,
): Promise<AudienceTally> {
  const rows = await database.row(
    `SELECT count_if(state = 2) AS sent, count_if(state = 1) AS refused FROM (
       SELECT place, max(CASE WHEN ${rangesSql('rowid', confirmed)} THEN 2
         WHEN ${rangesSql('rowid', refused)} THEN 1 ELSE 0 END) AS state
       FROM ${catalog}.adds GROUP BY place)`,
    call,
  );
  const delivered = await database.rows(
    `SELECT type, isAdd, count(*) AS identifiers FROM (${entryIdentifiersSql(catalog, staged, plan)})
     WHERE ${rangesSql('entry', confirmed)} GROUP BY type, isAdd`,
    call,
  );
  const count = (isAdd: boolean, type?: AudienceIdType) =>
    delivered.reduce((sum, row) => {
      const isMeant = row.isAdd === isAdd && (type === undefined || Number(row.type) === TYPE_PLACE[type]);
      return isMeant ? sum + Number(row.identifiers) : sum;
    }, 0);
  const sent = Number(rows.sent);
  const refusedRows = Number(rows.refused);
  const unreadable = staged.unreadable.count;
  return {
    rows: {
      read: staged.rows + unreadable,
      withIdentifier: staged.rowsWithIdentifier,
      valid: staged.rowsValid,
      unique: staged.rowsValid - plan.rowsDuplicate,
      sent,
      unchanged: plan.rowsUnchanged,
      duplicate: plan.rowsDuplicate,
      rejected: staged.rows - staged.rowsValid + unreadable,
      refused: refusedRows,
      merged: 0,
      pending: plan.rowsToSend - sent - refusedRows,
    },
    identifiers: Object.fromEntries(
      staged.types.map((type) => [type, identifierCounts(staged, type, count(plan.mode !== 'remove', type))]),
    ),
    delivery: { added: count(true), removed: count(false), unchanged: plan.identifiersUnchanged },
  };
}

function identifierCounts(staged: StagedFacts, type: AudienceIdType, sent: number): IdentifierCounts {
  const columns = staged.columns.filter((column) => column.type === type);
  const rejected: Partial<Record<RejectReason, number>> = {};
  for (const column of columns) {
    for (const [reason, rows] of Object.entries(column.rejected)) {
      const key = reason as RejectReason;
      rejected[key] = (rejected[key] ?? 0) + rows;
    }
  }
  return { valid: columns.reduce((sum, { plain, sha256 }) => sum + plain + sha256, 0), sent, rejected };
}
