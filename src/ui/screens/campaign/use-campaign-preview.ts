import { useCallback, useEffect, useRef, useState } from 'react';
import type { CampaignPreview } from '../../../core/delivery/preview-campaign.ts';
import type { PreviewWork } from '../../../wizard/journeys/delivery/preview-state.ts';
import { useServices } from '../../navigation/services-context.ts';
import type { TaskState } from '../common/task-state.ts';
import { useTask } from '../common/use-task.ts';

export interface LiveCampaignPreview {
  readonly state: TaskState<CampaignPreview>;
  /** The newest complete one; it stays while a newer one is made. */
  readonly preview: CampaignPreview | undefined;
  /** How far the one under way is. */
  readonly work: PreviewWork;
  /** True from a stop until the next attempt begins. */
  readonly isStopped: boolean;
  /** Makes the preview anew, with the profile as it is now. */
  readonly again: () => void;
  readonly stop: () => void;
}

const NOTHING = { rows: undefined, percent: undefined } as const;

/** The preview of a campaign; begins at once unless there is one already. Leaving the screen stops it. */
export function useCampaignPreview(
  campaign: string,
  initial: CampaignPreview | undefined,
): LiveCampaignPreview {
  const { delivery } = useServices();
  const { state, start, cancel } = useTask<CampaignPreview>();
  const [preview, setPreview] = useState(initial);
  const [progress, setProgress] = useState<Omit<PreviewWork & { kind: 'previewing' }, 'kind'>>(NOTHING);

  const [isStopped, setStopped] = useState(false);

  const again = useCallback(() => {
    setStopped(false);
    setProgress(NOTHING);
    start(
      'Previewing',
      ({ signal }) =>
        delivery.previewCampaign(campaign, {
          signal,
          onProgress: ({ rows, percent }) => {
            if (!signal.aborted) setProgress({ rows, percent });
          },
        }),
      setPreview,
    );
  }, [delivery, campaign, start]);

  const isGiven = useRef(initial !== undefined);
  useEffect(() => {
    if (!isGiven.current) again();
  }, [again]);

  return {
    state,
    preview,
    work: state.status === 'running' ? { kind: 'previewing', ...progress } : { kind: 'none' },
    isStopped,
    again,
    stop: () => {
      setStopped(true);
      cancel();
    },
  };
}
