import type { Range } from '../../core/audiences/plan.ts';
import { type PlanFacts, type StagedFacts, slotsOf } from './staged-file.ts';
import { TYPE_PLACE } from './type-place.ts';

/** True for entries of any of the ranges; `entry` names a column with the entry's number. */
export function rangesSql(entry: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return 'false';
  return `(${ranges.map(({ from, to }) => `${entry} >= ${from} AND ${entry} < ${to}`).join(' OR ')})`;
}

/** The hash an entry from rows carries for a type: the one slot of the type whose bit is set. */
export function entryHashSql(slots: readonly number[], mask: string, rows: string): string {
  const arms = slots.map((k) => `WHEN ${mask} & ${2 ** k} <> 0 THEN ${rows}.h${k}`);
  return `CASE ${arms.join(' ')} END`;
}

/** Every identifier of every entry: `entry`, `type` (its place), `hash`, `isAdd`. */
export function entryIdentifiersSql(catalog: string, staged: StagedFacts, plan: PlanFacts): string {
  const isAdd = plan.mode !== 'remove';
  const parts = staged.types.flatMap((type, t) => {
    const place = TYPE_PLACE[type];
    const hash = entryHashSql(slotsOf(staged.slots, type), 'adds.slots', 'rows');
    return [
      `SELECT adds.rowid AS entry, ${place} AS type, ${hash} AS hash, ${isAdd} AS isAdd
       FROM ${catalog}.adds AS adds JOIN ${catalog}.rows AS rows ON rows.rowid = adds.place`,
      `SELECT rowid + ${plan.rowEntries} AS entry, ${place} AS type, d${t} AS hash, false AS isAdd
       FROM ${catalog}.deletes`,
    ];
  });
  return `SELECT * FROM (${parts.join(' UNION ALL ')}) WHERE hash IS NOT NULL`;
}
