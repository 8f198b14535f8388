import { createContext, use, useRef, useState } from 'react';
import type { FieldHistory, HistoryKey } from '../../core/field-history.ts';
import { AT_OWN_TEXT, newer, older } from '../components/history-walk.ts';

/** What fields remember; nothing outside of the wizard. */
export const FieldHistoryContext = createContext<FieldHistory>({
  entries: () => [],
  remember: () => undefined,
});

export interface HistoryOfField {
  /** False where there is nothing to walk through. */
  readonly isThere: boolean;
  /** What the field shows after a step, given what it shows now; undefined where there is no step. */
  readonly step: (direction: 'older' | 'newer', current: string) => string | undefined;
  /** For an edit: the text is one's own again. */
  readonly edited: () => void;
  /** For a value that was taken. */
  readonly remember: (value: string) => void;
}

/** Earlier entries of a kind of field; without a kind there are none, and none is kept. */
export function useFieldHistory(key: HistoryKey | undefined): HistoryOfField {
  const history = use(FieldHistoryContext);
  const [entries] = useState(() => (key === undefined ? [] : history.entries(key)));
  // Keys may come faster than frames: where one is must be known within the tick.
  const walk = useRef(AT_OWN_TEXT);
  return {
    isThere: entries.length > 0,
    step: (direction, current) => {
      const step =
        direction === 'older' ? older(walk.current, entries, current) : newer(walk.current, entries);
      if (step !== undefined) walk.current = step.walk;
      return step?.value;
    },
    edited: () => {
      walk.current = AT_OWN_TEXT;
    },
    remember: (value) => {
      if (key !== undefined) history.remember(key, value);
    },
  };
}
