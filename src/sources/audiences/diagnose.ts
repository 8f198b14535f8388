import type { ColumnDiagnosis } from '../../core/audiences/plan.ts';
import type { RejectReason } from '../../core/identifiers/types.ts';
import type { AudienceSlot, EngineCall } from '../../core/ports/engine.ts';
import type { Database } from '../duckdb/database.ts';
import type { RowJudge } from './judge-rows.ts';
import { CODE, rejectReason } from './value-codes.ts';

/** How often each code stands in a column. */
type CodeCounts = ReadonlyMap<number, number>;

/**
 * Counts what became of the values of each column. `mostFrequent` says, per column, how often its most frequent
 * identifier stands there, and 0 where none came twice.
 */
export async function diagnose(
  database: Database,
  catalog: string,
  slots: readonly AudienceSlot[],
  mostFrequent: readonly number[],
  { isOneText }: RowJudge,
  call: EngineCall,
): Promise<readonly ColumnDiagnosis[]> {
  const columns: ColumnDiagnosis[] = [];
  for (const [k, slot] of slots.entries()) {
    const found = await database.rows(
      `SELECT r${k} AS code, count(*) AS rows FROM ${catalog}.rows GROUP BY code ORDER BY code`,
      call,
    );
    const codes = new Map(found.map(({ code, rows }) => [Number(code), Number(rows)]));
    const rows = sumOf(codes, () => true);
    const used = sumOf(codes, isUsed);
    const most = Math.max(mostFrequent[k] ?? 0, Math.min(1, used));
    const isConstant = rows > 0 && (most === rows || (used === 0 && isOneText(k)));
    columns.push(diagnoseColumn(slot, codes, most, isConstant));
  }
  return columns;
}

const isUsed = (code: number) => code < CODE.rejected;

function sumOf(codes: CodeCounts, test: (code: number) => boolean): number {
  return [...codes].reduce((sum, [code, rows]) => sum + (test(code) ? rows : 0), 0);
}

function diagnoseColumn(
  { type, column }: AudienceSlot,
  codes: CodeCounts,
  mostFrequent: number,
  constant: boolean,
): ColumnDiagnosis {
  const rejected: Partial<Record<RejectReason, number>> = {};
  for (const [code, rows] of codes) {
    const reason = rejectReason(code);
    if (reason !== undefined) rejected[reason] = (rejected[reason] ?? 0) + rows;
  }
  const form = (code: number) => code & ~(CODE.placeholder | CODE.rewritten);
  const count = (test: (code: number) => boolean) => sumOf(codes, test);
  return {
    type,
    column,
    rows: count(() => true),
    empty: rejected.empty ?? 0,
    plain: count((code) => isUsed(code) && form(code) === CODE.plain),
    sha256: count((code) => isUsed(code) && form(code) !== CODE.plain),
    uppercaseHex: count((code) => isUsed(code) && form(code) === CODE.uppercaseSha256),
    rewritten: count((code) => isUsed(code) && (code & CODE.rewritten) !== 0),
    md5: count((code) => code === CODE.md5),
    several: count((code) => code === CODE.severalEmails || code === CODE.severalPhones),
    rejected,
    placeholders: count((code) => code >= CODE.dropped || (isUsed(code) && (code & CODE.placeholder) !== 0)),
    constant,
    mostFrequent,
  };
}
