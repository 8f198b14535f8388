import { useCallback, useEffect, useRef, useState } from 'react';
import type { DeliveryEvent } from '../../../core/delivery/events.ts';
import { KnownError } from '../../../core/errors.ts';
import type { RunOptions } from '../../../wizard/delivery-service.ts';
import {
  type Agreement,
  isAgreedRemoval,
  questionAbout,
} from '../../../wizard/journeys/delivery/agreement.ts';
import { type RunState, reduceRun, startRunState } from '../../../wizard/journeys/delivery/run-state.ts';
import type { RunKind } from '../../../wizard/journeys/delivery/task-words.ts';
import { useLiveReducer } from '../../hooks/use-live-reducer.ts';
import { useBug } from './use-bug.ts';

/** What a delivery under way needs from its screen. */
export type StartDelivery = (
  options: Pick<RunOptions, 'confirm' | 'confirmRemoval' | 'cancel'>,
) => AsyncIterable<DeliveryEvent>;

/** What a run asks before it sends anything. */
export type RunQuestion =
  | { readonly kind: 'yes-no'; readonly text: string }
  /** Too much to agree to with a key: the audience's name is typed. */
  | { readonly kind: 'type-name'; readonly text: string; readonly name: string };

export interface Delivery {
  readonly state: RunState;
  /** Asked because the plan isn't what was agreed to; nothing is sent before it is answered. */
  readonly question: RunQuestion | undefined;
  answer(isYes: boolean): void;
  /** Asks politely: what is in flight is finished, the state is kept. False when that was asked before. */
  stop(wish: 'pause' | 'cancel'): boolean;
}

export interface DeliveryEnds {
  /** The run told its summary. */
  readonly onEnd: (state: RunState) => void;
  /** It could not even begin. */
  readonly onRefused: (error: KnownError) => void;
}

/** Starts a delivery once and follows it to its end. Leaving the screen cancels it, which keeps its state. */
export function useDelivery(
  kind: RunKind,
  start: StartDelivery,
  agreed: Agreement,
  ends: DeliveryEnds,
): Delivery {
  const [state, dispatch, read] = useLiveReducer(reduceRun, () => startRunState(kind));
  const [question, setQuestion] = useState<RunQuestion | undefined>(undefined);
  const answering = useRef<(isYes: boolean) => void>(undefined);
  const [cancel] = useState(() => new AbortController());
  const throwBug = useBug();
  // The delivery is started once, with what it was given then.
  const begin = useRef({ start, agreed, ends });

  const answer = useCallback((isYes: boolean): void => {
    answering.current?.(isYes);
    answering.current = undefined;
    setQuestion(undefined);
  }, []);

  useEffect(() => {
    let isLeft = false;
    const ask = async (asked: RunQuestion): Promise<boolean> => {
      if (cancel.signal.aborted) return false;
      setQuestion(asked);
      return await new Promise<boolean>((resolve) => {
        answering.current = resolve;
      });
    };
    const confirm: RunOptions['confirm'] = async (review) => {
      const text = questionAbout(review, begin.current.agreed);
      return text === undefined || (await ask({ kind: 'yes-no', text }));
    };
    const confirmRemoval: RunOptions['confirmRemoval'] = async (removal) =>
      isAgreedRemoval(removal, begin.current.agreed) ||
      (await ask({ kind: 'type-name', text: removal.message, name: removal.audience }));
    const follow = async (): Promise<void> => {
      for await (const event of begin.current.start({ confirm, confirmRemoval, cancel: cancel.signal })) {
        dispatch({ type: 'happened', event, at: Date.now() });
      }
      if (!isLeft) begin.current.ends.onEnd(read());
    };
    follow().catch((error: unknown) => {
      if (isLeft) return;
      if (error instanceof KnownError) begin.current.ends.onRefused(error);
      else throwBug(error);
    });
    return () => {
      isLeft = true;
      cancel.abort();
      answering.current?.(false);
    };
  }, [cancel, dispatch, read, throwBug]);

  const stop = useCallback(
    (wish: 'pause' | 'cancel'): boolean => {
      const before = read().stop;
      dispatch({ type: 'stop', wish });
      cancel.abort();
      answer(false);
      return before === 'none';
    },
    [answer, cancel, dispatch, read],
  );

  return { state, question, answer, stop };
}
