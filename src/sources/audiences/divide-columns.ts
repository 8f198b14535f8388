import type { AudienceIdType } from '../../core/identifiers/types.ts';

/** What a column of a type costs to judge, in milliseconds for a million rows: normalising, hash, and met before. */
const JUDGING: Readonly<Record<AudienceIdType, number>> = { EMAIL: 530, PHONE: 590, IDFA: 450, AAID: 450 };

/** What the calling thread has to do for every column, whoever judges it: texts are read and answers written. */
const HANDING_OVER = 100;

/**
 * The types whose columns a second thread judges, so that both are done at about the same time. Columns of a type
 * stay together, for they share what was met before; so a list with one type has none for a second thread.
 */
export function typesForThread(types: readonly AudienceIdType[]): ReadonlySet<AudienceIdType> {
  const kinds = [...new Set(types)];
  const costOf = (some: ReadonlySet<AudienceIdType>) =>
    types.reduce((sum, type) => sum + (some.has(type) ? JUDGING[type] : 0), 0);
  const all = costOf(new Set(kinds)) + HANDING_OVER * types.length;
  let best: ReadonlySet<AudienceIdType> = new Set();
  let least = all;
  // Every choice of types, as bits; the thread that calls always keeps one.
  for (let choice = 1; choice < 2 ** kinds.length - 1; choice += 1) {
    const given = new Set(kinds.filter((_, place) => (choice & (1 << place)) !== 0));
    const cost = costOf(given);
    const longest = Math.max(cost, all - cost);
    if (longest >= least) continue;
    least = longest;
    best = given;
  }
  return best;
}
