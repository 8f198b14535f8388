import type { AudienceTally, Range } from '../../core/audiences/plan.ts';
import type { RowCounts } from '../../core/delivery/events.ts';
import type { EngineCall, RejectedValue } from '../../core/ports/engine.ts';
import type { DatabaseSettings } from '../duckdb/database.ts';
import { type OpenFile, OpenFiles } from '../duckdb/open-files.ts';
import { quoteText } from '../duckdb/sql-text.ts';
import { afterUnreadable } from '../files/unreadable-rejects.ts';
import { entryHashSql } from './entries-sql.ts';
import { unpackSql } from './packed-hash.ts';
import {
  hasDatabaseFile,
  notStaged,
  type PlanFacts,
  readPlanFacts,
  readStagedFacts,
  type StagedFacts,
  slotsOf,
} from './staged-file.ts';
import { tally } from './tally.ts';
import { tallyRows } from './tally-rows.ts';
import { CODE, rejectCode, rejectReason } from './value-codes.ts';

/** Reads staged files. */
export class StagedReader {
  readonly #files: OpenFiles<StagedFacts>;

  constructor(settings: DatabaseSettings) {
    this.#files = new OpenFiles(settings, (database) => readStagedFacts(database, 'main'));
  }

  async close(path: string): Promise<void> {
    await this.#files.close(path);
  }

  async closeAll(): Promise<void> {
    await this.#files.closeAll();
  }

  /** See the Engine port. */
  async batch(path: string, range: Range, audienceIds: readonly string[], call: EngineCall): Promise<string> {
    const { database, facts: staged } = await this.#file(path);
    const plan = await readPlanFacts(database, 'main');
    const row = await database.row(batchSql(staged, plan, range, audienceIds), call);
    return `[${String(row.batch ?? '')}]`;
  }

  async tally(
    path: string,
    confirmed: readonly Range[],
    refused: readonly Range[],
    call: EngineCall,
  ): Promise<AudienceTally> {
    const { database, facts: staged } = await this.#file(path);
    const plan = await readPlanFacts(database, 'main');
    return await tally(database, 'main', staged, plan, confirmed, refused, call);
  }

  async tallyRows(
    path: string,
    rows: Range,
    confirmed: readonly Range[],
    refused: readonly Range[],
    call: EngineCall,
  ): Promise<{ readonly rows: RowCounts; readonly added: number }> {
    const { database, facts: staged } = await this.#file(path);
    const plan = await readPlanFacts(database, 'main');
    return await tallyRows(database, staged, plan, rows, confirmed, refused, call);
  }

  /**
   * Values that can't be used, in row order. An empty value is only told where its row has nothing else to
   * send: people who have an e-mail and no phone are no loss.
   */
  async rejects(
    path: string,
    offset: number,
    limit: number,
    call: EngineCall,
  ): Promise<readonly RejectedValue[]> {
    const { database, facts: staged } = await this.#file(path);
    const isSent = staged.slots.map((_, k) => `r${k} < ${CODE.rejected}`).join(' OR ');
    const parts = staged.slots.map(
      (_, k) => `SELECT rowid + 1 AS row, ${k} AS slot, r${k} AS code FROM rows
        WHERE r${k} >= ${CODE.rejected}
          AND NOT ((r${k} = ${rejectCode('empty')} OR r${k} >= ${CODE.dropped}) AND (${isSent}))`,
    );
    return await afterUnreadable(staged.unreadable, offset, limit, async (from, most) => {
      const rows = await database.rows(
        `SELECT * FROM (${parts.join(' UNION ALL ')}) ORDER BY row, slot LIMIT ${most} OFFSET ${from}`,
        call,
      );
      return rows.map((row) => {
        const slot = staged.slots[Number(row.slot)];
        return {
          row: Number(row.row),
          column: slot?.column ?? '',
          type: slot?.type ?? '',
          reason: rejectReason(Number(row.code)) ?? 'empty',
        };
      });
    });
  }

  async #file(path: string): Promise<OpenFile<StagedFacts>> {
    if (!hasDatabaseFile(path)) throw notStaged();
    return await this.#files.get(path);
  }
}

/** The entries as JSON text, made by DuckDB: a string that crosses into JavaScript costs more than its hash. */
function batchSql(
  staged: StagedFacts,
  plan: PlanFacts,
  { from, to }: Range,
  audienceIds: readonly string[],
): string {
  const audiences = quoteText(`","audience_ids":${JSON.stringify(audienceIds)}}`);
  const position = (hash: string) => `coalesce('{"id":"' || ${unpackSql(hash)} || ${audiences}, '{}')`;
  const entry = (hashes: readonly string[]) => `'[' || ${hashes.map(position).join(" || ',' || ")} || ']'`;
  const added = staged.types.map((type) => entryHashSql(slotsOf(staged.slots, type), 'adds.slots', 'rows'));
  const deleted = staged.types.map((_, t) => `d${t}`);
  const rowsEnd = Math.min(to, plan.rowEntries);
  const parts: string[] = [];
  if (from < rowsEnd) {
    // The span of places lets DuckDB skip all other parts of the table.
    const span = `(SELECT min(place) FROM adds WHERE rowid >= ${from} AND rowid < ${rowsEnd})`;
    const spanEnd = `(SELECT max(place) FROM adds WHERE rowid >= ${from} AND rowid < ${rowsEnd})`;
    parts.push(`SELECT adds.rowid AS entry, ${entry(added)} AS text FROM adds JOIN rows ON rows.rowid = adds.place
      WHERE adds.rowid >= ${from} AND adds.rowid < ${rowsEnd} AND rows.rowid >= ${span} AND rows.rowid <= ${spanEnd}`);
  }
  if (to > plan.rowEntries) {
    const first = Math.max(from, plan.rowEntries) - plan.rowEntries;
    parts.push(`SELECT rowid + ${plan.rowEntries} AS entry, ${entry(deleted)} AS text FROM deletes
      WHERE rowid >= ${first} AND rowid < ${to - plan.rowEntries}`);
  }
  if (parts.length === 0) return "SELECT '' AS batch";
  return `SELECT string_agg(text, ',' ORDER BY entry) AS batch FROM (${parts.join(' UNION ALL ')})`;
}
