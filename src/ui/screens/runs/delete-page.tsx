import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { KnownError } from '../../../core/errors.ts';
import { KEEP_REASONS, type KeepReason } from '../../../core/history/retention.ts';
import { Confirm } from '../../components/confirm.tsx';
import { Message } from '../../components/message.tsx';
import { TypedConfirm } from '../../components/typed-confirm.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { ErrorMessage } from '../common/failure.tsx';
import { useBug } from '../run/use-bug.ts';

export interface DeletePageProps {
  readonly runId: string;
  readonly onDeleted: () => void;
  readonly onBack: () => void;
}

type Stage =
  | { readonly type: 'ask' }
  /** It was kept; deleting it all the same takes its name, where that is possible at all. */
  | { readonly type: 'kept'; readonly reason: KeepReason }
  | { readonly type: 'failed'; readonly error: KnownError };

/** Deletes a run with everything kept of it, after a question; what is still needed takes its id, typed. */
export function DeletePage({ runId, onDeleted, onBack }: DeletePageProps): ReactNode {
  const { runs } = useServices();
  const throwBug = useBug();
  const [stage, setStage] = useState<Stage>({ type: 'ask' });
  const isFinal = stage.type === 'failed' || (stage.type === 'kept' && stage.reason === 'running');
  useKeys({
    level: 'screen',
    bindings: [
      { keys: ['escape'], hint: 'back', run: onBack },
      { keys: ['enter'], hint: 'back', isEnabled: isFinal, run: onBack },
    ],
  });

  function remove(force: boolean): void {
    runs.remove({ ids: [runId] }, { force }).then(
      ({ deleted, kept }) => {
        const [first] = kept;
        if (deleted.includes(runId) || first === undefined) onDeleted();
        else setStage({ type: 'kept', reason: first.reason });
      },
      (error: unknown) => {
        if (error instanceof KnownError) setStage({ type: 'failed', error });
        else throwBug(error);
      },
    );
  }

  switch (stage.type) {
    case 'ask':
      return (
        <Confirm
          question={`Delete the run ${runId} with everything kept of it? It can’t be taken back, gone on with or shown after that. The audience stays as it is.`}
          initial="no"
          yes="Delete"
          no="Keep"
          onAnswer={(isYes) => (isYes ? remove(false) : onBack())}
        />
      );
    case 'kept':
      return (
        <Box flexDirection="column" flexShrink={0} rowGap={1}>
          <Message kind="warning" text={`The run is still there: ${KEEP_REASONS[stage.reason]}.`} />
          {stage.reason === 'running' ? null : (
            <TypedConfirm
              question="Delete it all the same?"
              name={runId}
              confirmHint="delete"
              onConfirm={() => remove(true)}
            />
          )}
        </Box>
      );
    case 'failed':
      return <ErrorMessage error={stage.error} />;
  }
}
