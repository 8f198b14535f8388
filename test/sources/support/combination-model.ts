import { isCombination, type SegmentTree } from '../../../src/core/segments/segment-tree.ts';
import { fits, type Row } from './filter-model.ts';

/** A row of some table, and whose it is. */
export interface ModelRow {
  /** Of this row alone, in all tables. */
  readonly number: string;
  readonly table: string;
  readonly key: string;
  readonly fields: Row;
}

/**
 * What segments that are made of segments mean, said with sets: the numbers of the rows, and the people. Rows without
 * a key belong to no combination, but to those whose key is `kept` where their segments have them.
 */
export function combinationModel(rows: readonly ModelRow[], now: number, kept = '') {
  const personOf = (row: ModelRow) => row.key.replace(/^ +| +$/g, '');

  function rowsOf(tree: SegmentTree): ReadonlySet<ModelRow> {
    if (!isCombination(tree)) {
      const own = rows.filter(({ table }) => table === tree.table);
      return new Set(own.filter(({ fields }) => tree.filter === undefined || fits(tree.filter, fields, now)));
    }
    const { any, all, without } = tree.combine;
    const givers = any.length > 0 ? any : all.slice(0, 1);
    const given = new Set(givers.flatMap((giver) => [...rowsOf(giver)]));
    const inAll = all.map(peopleOf);
    const out = without.map(peopleOf);
    const belongs = (row: ModelRow): boolean => {
      const person = personOf(row);
      if (person === '') return tree.combine.key === kept;
      return inAll.every((people) => people.has(person)) && !out.some((people) => people.has(person));
    };
    return new Set([...given].filter(belongs));
  }

  function peopleOf(tree: SegmentTree): ReadonlySet<string> {
    return new Set([...rowsOf(tree)].map(personOf).filter((person) => person !== ''));
  }

  return { rowsOf, peopleOf };
}
