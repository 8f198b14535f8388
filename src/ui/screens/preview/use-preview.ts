import { useCallback, useEffect, useRef } from 'react';
import { KnownError } from '../../../core/errors.ts';
import type { OrchestrationSet } from '../../../core/profiles/schema.ts';
import type { PreviewOptions } from '../../../wizard/delivery-service.ts';
import type { AnyPreview } from '../../../wizard/journeys/delivery/any-preview.ts';
import {
  type PreviewState,
  reducePreview,
  startPreview,
} from '../../../wizard/journeys/delivery/preview-state.ts';
import type { Services } from '../../../wizard/services.ts';
import { useLiveReducer } from '../../hooks/use-live-reducer.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useBug } from '../run/use-bug.ts';

/** Rows of the sample: enough to see a pattern, few enough to read. */
const SAMPLE_ROWS = 20;

export interface Preview {
  readonly state: PreviewState;
  /** Makes the preview anew, with the profile as it is now. */
  again(): void;
  /** Stops what is under way; what was there before stays. */
  stop(): void;
  /** Reads the sample once more, in the clear. Only after a person asked for it. */
  unmask(): void;
  mask(): void;
  turn(by: 1 | -1): void;
  showRequest(): void;
}

/** The preview of an orchestration; begins at once unless there is one already. Leaving the screen stops it. */
export function usePreview(
  orchestration: string,
  set: OrchestrationSet | undefined,
  initial: AnyPreview | undefined,
): Preview {
  const { delivery } = useServices();
  const [state, dispatch, read] = useLiveReducer(reducePreview, () => startPreview(initial));
  const throwBug = useBug();
  const current = useRef<AbortController>(undefined);

  const begin = useCallback(
    (what: 'previewing' | 'unmasking'): void => {
      current.current?.abort();
      const controller = new AbortController();
      current.current = controller;
      const before = read().attempt;
      const { attempt } = dispatch({ type: 'begin', what });
      if (attempt === before) return;
      const onProgress = (progress: {
        readonly rows?: number | undefined;
        readonly percent?: number | undefined;
      }) => void dispatch({ type: 'progress', attempt, ...progress });
      makePreview(delivery, orchestration, {
        sampleRows: SAMPLE_ROWS,
        unmask: what === 'unmasking',
        set,
        call: { signal: controller.signal, onProgress },
      })
        .then((preview) => {
          dispatch(
            what === 'unmasking'
              ? { type: 'unmasked', attempt, sample: preview.sample }
              : { type: 'previewed', attempt, preview },
          );
        })
        .catch((error: unknown) => {
          // What was stopped ends with the reason of the stop.
          if (controller.signal.aborted) return;
          if (error instanceof KnownError) dispatch({ type: 'failed', attempt, problem: error });
          else throwBug(error);
        });
    },
    [delivery, orchestration, set, dispatch, read, throwBug],
  );

  const isGiven = useRef(initial !== undefined);
  useEffect(() => {
    if (!isGiven.current) begin('previewing');
    return () => current.current?.abort();
  }, [begin]);

  return {
    state,
    again: () => begin('previewing'),
    stop: () => {
      current.current?.abort();
      dispatch({ type: 'stop' });
    },
    unmask: () => begin('unmasking'),
    mask: () => void dispatch({ type: 'mask' }),
    // Values that are still being read for the page that is left are read to their end and dropped: breaking
    // off would leave half of what the list of rejected values is read from.
    turn: (by) => void dispatch({ type: 'turn', by }),
    showRequest: () => void dispatch({ type: 'show', page: 'request' }),
  };
}

/** The preview of whatever the orchestration sends. */
async function makePreview(
  delivery: Services['delivery'],
  orchestration: string,
  options: PreviewOptions,
): Promise<AnyPreview> {
  return delivery.kindOf(orchestration) === 'events'
    ? { kind: 'events', ...(await delivery.previewEvents(orchestration, options)) }
    : { kind: 'audience', ...(await delivery.preview(orchestration, options)) };
}
