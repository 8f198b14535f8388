import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import type { KnownError } from '../../../core/errors.ts';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Failure } from './failure.tsx';
import { type TaskCall, useTask } from './use-task.ts';
import { Working } from './working.tsx';

export interface LoadedProps<T> {
  /** What is being done, such as "Reading the columns". */
  readonly label: string;
  /** Done once when the component appears, and once for every try; give it a `key` for what it is about. */
  readonly work: (call: TaskCall) => Promise<T>;
  readonly onDone?: ((value: T) => void) | undefined;
  readonly onBack: () => void;
  readonly retryDescription?: string | undefined;
  readonly backLabel?: string | undefined;
  /** Ways on from a failure that help more often than trying again. */
  readonly likelier?: readonly ChoiceItem[] | undefined;
  /** Ways on from a failure besides trying again and going back. */
  readonly items?: ((error: KnownError) => readonly ChoiceItem[]) | undefined;
  readonly onChoose?: ((id: string) => void) | undefined;
  /** What is shown of what the work gave. */
  readonly children: (value: T) => ReactNode;
}

/** A part of a page that needs something first: says that it is being read, or why it couldn't be, or shows it. */
export function Loaded<T>(props: LoadedProps<T>): ReactNode {
  const { label, work, onDone, onBack, items, onChoose, children } = props;
  const { state, start } = useTask<T>();
  const [attempt, setAttempt] = useState(1);
  const begin = useEffectEvent((number: number) => {
    start(number === 1 ? label : `${label} again`, work, onDone);
  });
  useEffect(() => begin(attempt), [attempt]);

  switch (state.status) {
    case 'idle':
      return <Working label={label} onCancel={onBack} />;
    case 'running':
      return <Working label={state.label} wait={state.wait} onCancel={onBack} />;
    case 'failed':
      return (
        <Failure
          error={state.error}
          items={[
            ...(props.likelier ?? []),
            { id: 'retry', label: 'Try again', description: props.retryDescription },
            ...(items?.(state.error) ?? []),
            { id: 'back', label: props.backLabel ?? 'Go back' },
          ]}
          onChoose={(id) => {
            if (id === 'retry') setAttempt((number) => number + 1);
            else if (id === 'back') onBack();
            else onChoose?.(id);
          }}
        />
      );
    case 'done':
      return children(state.value);
  }
}
