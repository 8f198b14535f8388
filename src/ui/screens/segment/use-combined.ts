import { useCallback, useEffect, useRef } from 'react';
import { type CombinationSize, measureCombination } from '../../../core/segments/combine.ts';
import { findSegmentTree } from '../../../core/segments/segment-tree.ts';
import { countUnreadable } from '../../../core/segments/unreadable-rows.ts';
import { likelyKey } from '../../../wizard/journeys/campaign/campaign-answers.ts';
import {
  type CombinationAnswers,
  checkCombination,
  chosenSegments,
} from '../../../wizard/journeys/segment/combination.ts';
import type { SegmentField } from '../../../wizard/journeys/segment/fields.ts';
import { type SegmentAnswers, toCombined } from '../../../wizard/journeys/segment/segment-answers.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { loadFields } from '../campaign/load-fields.ts';
import type { TaskState } from '../common/task-state.ts';
import { useTask } from '../common/use-task.ts';
import { combinedRows } from './combined-rows.ts';

export interface CombinedCount extends CombinationSize {
  readonly sql: string;
  /** True where one of its conditions is about the last days. */
  readonly isMoving: boolean;
}

export interface Combined {
  /** The columns that all of its segments have. */
  readonly fields: TaskState<readonly SegmentField[]>;
  readonly count: TaskState<CombinedCount>;
  /** Rows that can’t be read; 0 until that is known. */
  readonly unreadable: number;
  readonly stop: () => void;
  readonly recount: () => void;
}

/**
 * What is known of a combination while it is put together: the columns its segments share, of which the likeliest is
 * proposed to tell people apart, and how many people it has. Both are looked at anew with each change.
 */
export function useCombined(
  { name, combination }: SegmentAnswers & { readonly combination: CombinationAnswers },
  propose: (key: string) => void,
): Combined {
  const { sources } = useServices();
  const { profile } = useProfile();
  const fields = useTask<readonly SegmentField[]>();
  const count = useTask<CombinedCount>();
  const unreadable = useTask<number>();
  const newest = useRef({ profile, name, combination, propose });
  newest.current = { profile, name, combination, propose };
  // The profile is another object after each look at it; what it says changes seldom.
  const chosen = chosenSegments(combination);
  const asked = chosen.length === 0 ? undefined : JSON.stringify([chosen, profile.segments]);
  const counted =
    checkCombination(combination) === undefined ? JSON.stringify([combination, asked]) : undefined;

  useEffect(() => {
    if (asked === undefined) return;
    const trees = chosenSegments(newest.current.combination).flatMap(
      (each) => findSegmentTree(newest.current.profile, each) ?? [],
    );
    fields.start(
      'Reading the fields',
      ({ signal }) => loadFields(sources, trees, signal),
      (found) => {
        const { key } = newest.current.combination;
        const isThere = found.some((field) => field.name.toLowerCase() === key.toLowerCase());
        if (!isThere) newest.current.propose(likelyKey(found) ?? '');
      },
    );
  }, [sources, fields.start, asked]);

  // By itself, so that neither waits for the other; what can't be opened at all is told by the fields.
  useEffect(() => {
    if (asked === undefined) return;
    const trees = chosenSegments(newest.current.combination).flatMap(
      (each) => findSegmentTree(newest.current.profile, each) ?? [],
    );
    unreadable.start('Looking for rows that can’t be read', ({ signal }) =>
      countUnreadable(sources, trees, { signal }),
    );
  }, [sources, unreadable.start, asked]);

  const recount = useCallback(() => {
    const now = newest.current;
    const segment = toCombined(now);
    if (counted === undefined || segment === undefined) {
      count.cancel();
      return;
    }
    count.start('Counting people', async ({ signal }) => {
      const combined = await combinedRows(sources, now.profile, segment, Date.now(), signal);
      const { sql = '' } = combined.segment;
      const size = await measureCombination(sources, combined, { signal });
      return { ...size, sql, isMoving: combined.isMoving };
    });
  }, [sources, count.start, count.cancel, counted]);

  useEffect(recount, [recount]);
  const lost = asked !== undefined && unreadable.state.status === 'done' ? unreadable.state.value : 0;
  return { fields: fields.state, count: count.state, unreadable: lost, stop: count.cancel, recount };
}
