import type { ReactNode } from 'react';
import { Screen } from '../../components/screen.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { environmentOf } from './environment-of.ts';
import { Failure } from './failure.tsx';
import type { TaskState } from './task-state.ts';
import { Working } from './working.tsx';

export interface LoadingFrameProps {
  readonly task: TaskState<unknown>;
  readonly subject: string;
  readonly onBack: () => void;
}

/** A screen while what it is about is being read, or couldn't be. */
export function LoadingFrame({ task, subject, onBack }: LoadingFrameProps): ReactNode {
  const services = useServices();
  const { profile } = useProfile();
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });
  return (
    <Screen subject={subject} environment={environmentOf(services, profile, undefined)}>
      {task.status === 'failed' ? (
        <Failure error={task.error} items={[{ id: 'back', label: 'Go back' }]} onChoose={onBack} />
      ) : (
        <Working label={task.status === 'running' ? task.label : 'One moment'} />
      )}
    </Screen>
  );
}
