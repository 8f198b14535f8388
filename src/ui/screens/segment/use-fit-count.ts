import { useCallback, useEffect, useState } from 'react';
import type { SegmentField } from '../../../wizard/journeys/segment/fields.ts';
import { filterOf, type SegmentAnswers, sqlOf } from '../../../wizard/journeys/segment/segment-answers.ts';
import { sourceTablesOf } from '../../../wizard/journeys/source/tables.ts';
import { useServices } from '../../navigation/services-context.ts';
import type { TaskState } from '../common/task-state.ts';
import { useTask } from '../common/use-task.ts';

export interface FitCount {
  readonly state: TaskState<number>;
  /** Rows of the whole table, once they were counted. */
  readonly total: number | undefined;
  /** Leaves the count that is under way, or counts again. */
  readonly stop: () => void;
  readonly recount: () => void;
}

/** How many rows fit the conditions, counted anew with each change; what was counted before is left. */
export function useFitCount(answers: SegmentAnswers, fields: readonly SegmentField[], now: number): FitCount {
  const { sources } = useServices();
  const { state, start, cancel } = useTask<number>();
  const [total, setTotal] = useState<number>();
  const { name, saved, tables, server, table, builder } = answers;

  const recount = useCallback(() => {
    const rows = { name, saved, tables, server, table, builder };
    start(
      'Counting the rows that fit',
      async ({ signal }) => await sources.count(sourceTablesOf(rows), sqlOf(rows, fields, now), { signal }),
      (count) => {
        if (filterOf(rows) === undefined) setTotal(count);
      },
    );
  }, [sources, start, name, saved, tables, server, table, builder, fields, now]);

  useEffect(recount, [recount]);
  return { state, total, stop: cancel, recount };
}
