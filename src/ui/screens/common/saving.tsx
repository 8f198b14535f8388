import type { ReactNode } from 'react';
import { Failure } from './failure.tsx';
import type { Task } from './use-task.ts';
import { Working } from './working.tsx';

export interface SavingProps {
  readonly task: Task<unknown>;
  readonly onRetry: () => void;
  /** The page that is shown while nothing is being saved. */
  readonly children: ReactNode;
}

/** A page; while its answers are being saved, that; and why they couldn't be. */
export function Saving({ task, onRetry, children }: SavingProps): ReactNode {
  const { state, cancel } = task;
  switch (state.status) {
    case 'idle':
      return children;
    case 'running':
      return <Working label={state.label} wait={state.wait} onCancel={cancel} />;
    case 'failed':
      return (
        <Failure
          error={state.error}
          items={[
            { id: 'retry', label: 'Try again' },
            { id: 'back', label: 'Back to the answers', description: 'Nothing was saved.' },
          ]}
          onChoose={(id) => (id === 'retry' ? onRetry() : cancel())}
        />
      );
    case 'done':
      return null;
  }
}
