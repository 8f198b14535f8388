import { useEffect } from 'react';
import { useServices } from '../../navigation/services-context.ts';
import { useTask } from '../common/use-task.ts';

/** Where secrets are kept on this machine, as a sentence; empty until it is known. */
export function useSecretPlace(): string {
  const { credentials } = useServices();
  const { state, start } = useTask<string>();
  useEffect(
    () => start('Looking where secrets are kept', () => credentials.secretPlace()),
    [credentials, start],
  );
  switch (state.status) {
    case 'done':
      return `Secrets are kept in ${state.value}.`;
    case 'failed':
      return state.error.message;
    case 'idle':
    case 'running':
      return '';
  }
}
