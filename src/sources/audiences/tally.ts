import type { AudienceTally, Range } from '../../core/audiences/plan.ts';
import type { IdentifierCounts } from '../../core/delivery/events.ts';
import type { AudienceIdType, RejectReason } from '../../core/identifiers/types.ts';
import type { EngineCall } from '../../core/ports/engine.ts';
import type { Database } from '../duckdb/database.ts';
import { rangesSql } from './entries-sql.ts';
import { type PlanFacts, type StagedFacts, slotsOf } from './staged-file.ts';

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
  const state = `CASE WHEN ${rangesSql('rowid', confirmed)} THEN 2 WHEN ${rangesSql('rowid', refused)} THEN 1 ELSE 0 END`;
  // With one column of each type, an entry is a row.
  const isSingle = staged.types.every((type) => slotsOf(staged.slots, type).length === 1);
  const states = isSingle
    ? `SELECT ${state} AS state FROM ${catalog}.adds`
    : `SELECT max(${state}) AS state FROM ${catalog}.adds GROUP BY place`;
  const rows = await database.row(
    `SELECT count_if(state = 2) AS sent, count_if(state = 1) AS refused FROM (${states})`,
    call,
  );
  const fromRows = await countConfirmed(database, staged, confirmed, call, {
    table: `${catalog}.adds`,
    entry: 'rowid',
    identifiers: (type) => {
      const mask = slotsOf(staged.slots, type).reduce((sum, k) => sum + 2 ** k, 0);
      return `sum(bit_count(slots & ${mask}::UINTEGER))`;
    },
  });
  const fromLedger = await countConfirmed(database, staged, confirmed, call, {
    table: `${catalog}.deletes`,
    entry: `rowid + ${plan.rowEntries}`,
    identifiers: (_, t) => `count(d${t})`,
  });
  const isRemoval = plan.mode === 'remove';
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
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
      staged.types.map((type, t) => [type, identifierCounts(staged, type, fromRows[t] ?? 0)]),
    ),
    delivery: {
      added: isRemoval ? 0 : total(fromRows),
      removed: isRemoval ? total(fromRows) : total(fromLedger),
      unchanged: plan.identifiersUnchanged,
    },
  };
}

/** Confirmed identifiers of each type in one of the tables of entries. */
async function countConfirmed(
  database: Database,
  staged: StagedFacts,
  confirmed: readonly Range[],
  call: EngineCall,
  entries: {
    readonly table: string;
    readonly entry: string;
    readonly identifiers: (type: AudienceIdType, t: number) => string;
  },
): Promise<readonly number[]> {
  const columns = staged.types.map((type, t) => `${entries.identifiers(type, t)} AS n${t}`);
  const row = await database.row(
    `SELECT ${columns.join(', ')} FROM ${entries.table} WHERE ${rangesSql(`(${entries.entry})`, confirmed)}`,
    call,
  );
  return staged.types.map((_, t) => Number(row[`n${t}`] ?? 0));
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
