import { useCallback, useEffect, useRef } from 'react';
import type { CampaignPeople, CampaignSizes } from '../../../core/campaigns/measure-campaign.ts';
import { useServices } from '../../navigation/services-context.ts';
import type { TaskState } from '../common/task-state.ts';
import { useTask } from '../common/use-task.ts';

/** What was counted of these segments by this key. */
interface KnownSegments extends Pick<CampaignSizes, 'segments' | 'overlaps'> {
  readonly of: string;
}

/** How large a campaign is, counted anew with each change. */
export interface LiveSizes {
  readonly state: TaskState<CampaignSizes>;
  /** Once they are counted for what is set up now. */
  readonly sizes: CampaignSizes | undefined;
  readonly stop: () => void;
  readonly recount: () => void;
}

/** Counts the people; what was counted before a change is left. Undefined people are nobody to count. */
export function useSizes(people: CampaignPeople | undefined): LiveSizes {
  const { delivery } = useServices();
  const { state, start, cancel } = useTask<CampaignSizes>();
  const key = JSON.stringify(people);
  const newest = useRef(people);
  // Shares and conditions change often, and nothing of the segments with them.
  const known = useRef<KnownSegments>(undefined);
  newest.current = people;

  const recount = useCallback(() => {
    const now = newest.current;
    if (key === undefined || now === undefined) cancel();
    else {
      start('Counting people', async ({ signal }) => {
        const of = JSON.stringify([now.include, now.exclude, now.key]);
        const before = known.current?.of === of ? known.current : undefined;
        const people = before === undefined ? now : { ...now, isOnlyGroups: true };
        const counted = await delivery.measureCampaign(people, { signal });
        const { segments, overlaps } = before ?? counted;
        known.current = { of, segments, overlaps };
        return { ...counted, segments, overlaps };
      });
    }
  }, [delivery, start, cancel, key]);

  useEffect(recount, [recount]);
  return { state, sizes: state.status === 'done' ? state.value : undefined, stop: cancel, recount };
}
