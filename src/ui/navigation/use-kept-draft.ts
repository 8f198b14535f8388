import { useCallback, useEffect, useRef } from 'react';
import {
  draftOf,
  type Journey,
  type JourneyAction,
  type JourneyState,
  reduceJourney,
  resumeJourney,
  startJourney,
} from '../../wizard/machine.ts';
import { type Draft, useDraft } from './drafts.ts';
import { useServices } from './services-context.ts';

/**
 * A journey that is still there when the wizard is opened again. `read` checks what was kept, which may come
 * from another version or be about things that are gone; undefined: the journey starts anew.
 */
export function useKeptDraft<Id extends string, Answers>(
  place: string,
  journey: Journey<Id, Answers>,
  start: () => Answers,
  read: (kept: unknown) => Answers | undefined,
): Draft<JourneyState<Id, Answers>, JourneyAction<Id, Answers>> {
  const { drafts } = useServices();
  const draft = useDraft<JourneyState<Id, Answers>, JourneyAction<Id, Answers>>(
    place,
    (current, action) => reduceJourney(journey, current, action),
    () => {
      const kept = drafts.read(place);
      const answers = kept === undefined ? undefined : read(kept.answers);
      return kept === undefined || answers === undefined
        ? startJourney(journey, start())
        : resumeJourney(journey, { at: kept.at, answers });
    },
  );
  const { state, forget } = draft;
  const isForgotten = useRef(false);
  const isFirst = useRef(true);
  useEffect(() => {
    // Looking in is not yet beginning.
    if (!isFirst.current && !isForgotten.current) drafts.keep(place, draftOf(state));
    isFirst.current = false;
  }, [drafts, place, state]);
  const forgetAll = useCallback(() => {
    isForgotten.current = true;
    forget();
    drafts.forget(place);
  }, [drafts, forget, place]);
  return { ...draft, forget: forgetAll };
}
