import type { Range } from '../../core/audiences/plan.ts';
import type { RowCounts } from '../../core/delivery/events.ts';
import type { EngineCall } from '../../core/ports/engine.ts';
import type { Database } from '../duckdb/database.ts';
import { rangesSql } from './entries-sql.ts';
import { type PlanFacts, type StagedFacts, usableSlotsSql } from './staged-file.ts';
import { rejectCode } from './value-codes.ts';

/**
 * Where some rows of a planned file ended: those of one group, where several groups share an audience. A row
 * that repeats an earlier one counts as a duplicate also when the earlier one is in another group. What a
 * limited plan (a test audience) leaves out is pending.
 */
export async function tallyRows(
  database: Database,
  staged: StagedFacts,
  plan: PlanFacts,
  { from, to }: Range,
  confirmed: readonly Range[],
  refused: readonly Range[],
  call: EngineCall,
): Promise<{ readonly rows: RowCounts; readonly added: number }> {
  const isFilled = staged.slots.map((_, k) => `r${k} <> ${rejectCode('empty')}`).join(' OR ');
  const counts = await database.row(
    `SELECT count(*) AS read, count_if(filled) AS filled, count_if(valid <> 0) AS valid,
       count_if(valid <> 0 AND valid & ~repeated = 0) AS duplicate
     FROM (SELECT (${isFilled}) AS filled, ${usableSlotsSql(staged.slots)} AS valid,
         repeated
       FROM rows WHERE rowid >= ${from} AND rowid < ${to})`,
    call,
  );
  const state = `CASE WHEN ${rangesSql('rowid', confirmed)} THEN 2 WHEN ${rangesSql('rowid', refused)} THEN 1 ELSE 0 END`;
  const sent = await database.row(
    `SELECT count(*) AS planned, count_if(state = 2) AS sent, count_if(state = 1) AS refused,
       coalesce(sum(added), 0) AS added
     FROM (SELECT max(state) AS state, sum(CASE WHEN state = 2 THEN bit_count(slots) ELSE 0 END) AS added
       FROM (SELECT place, slots, ${state} AS state FROM adds WHERE place >= ${from} AND place < ${to})
       GROUP BY place)`,
    call,
  );
  const isLimited = (await database.number('SELECT count(DISTINCT place) FROM adds')) < plan.rowsToSend;
  const read = Number(counts.read);
  const duplicate = Number(counts.duplicate);
  const left = Number(counts.valid) - duplicate - Number(sent.planned);
  const unsent = Number(sent.planned) - Number(sent.sent) - Number(sent.refused);
  return {
    rows: {
      read,
      withIdentifier: Number(counts.filled),
      valid: Number(counts.valid),
      unique: Number(counts.valid) - duplicate,
      sent: Number(sent.sent),
      unchanged: isLimited ? 0 : left,
      duplicate,
      rejected: read - Number(counts.valid),
      refused: Number(sent.refused),
      merged: 0,
      pending: unsent + (isLimited ? left : 0),
    },
    added: Number(sent.added),
  };
}
