import { useCallback, useEffect, useRef } from 'react';
import type { CampaignPeople, CampaignSizes } from '../../../core/campaigns/measure-campaign.ts';
import { useServices } from '../../navigation/services-context.ts';
import type { TaskState } from '../common/task-state.ts';
import { useTask } from '../common/use-task.ts';

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
  newest.current = people;

  const recount = useCallback(() => {
    const now = newest.current;
    if (key === undefined || now === undefined) cancel();
    else start('Counting people', ({ signal }) => delivery.measureCampaign(now, { signal }));
  }, [delivery, start, cancel, key]);

  useEffect(recount, [recount]);
  return { state, sizes: state.status === 'done' ? state.value : undefined, stop: cancel, recount };
}
