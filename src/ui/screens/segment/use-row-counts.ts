import { useEffect, useRef, useState } from 'react';
import { KnownError } from '../../../core/errors.ts';
import type { Segment } from '../../../core/profiles/schema.ts';
import { formatAmount } from '../../../core/wording.ts';
import type { Services } from '../../../wizard/services.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useTask } from '../common/use-task.ts';

/** How many rows each segment has, one after the other. */
export function useRowCounts(segments: readonly Segment[]): ReadonlyMap<string, string> {
  const { delivery } = useServices();
  const [notes, setNotes] = useState<ReadonlyMap<string, string>>(new Map());
  const { start } = useTask<undefined>();
  // The profile is another object after each look at it; what it says changes seldom.
  const asked = segments.length === 0 ? undefined : JSON.stringify(segments);
  const newest = useRef(segments);
  newest.current = segments;
  useEffect(() => {
    if (asked === undefined) return;
    const all = newest.current;
    start('Counting rows', async ({ signal }) => {
      for (const { name } of all) {
        const words = await rowsInWords(delivery, name, signal);
        if (!signal.aborted) setNotes((before) => new Map([...before, [name, words]]));
      }
      return undefined;
    });
  }, [delivery, start, asked]);
  return notes;
}

async function rowsInWords(
  delivery: Services['delivery'],
  segment: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    const { rows } = await delivery.previewSegment(segment, { signal });
    return formatAmount(rows, 'row');
  } catch (error) {
    if (error instanceof KnownError) return 'can’t be counted';
    throw error;
  }
}
