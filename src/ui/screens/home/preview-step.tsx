import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { Choice } from '../../components/choice.tsx';
import { Message } from '../../components/message.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';

export interface PreviewStepProps {
  /** Saves what was set up; resolves to the orchestration's name. */
  readonly save: () => Promise<string>;
  readonly onSaved: (orchestration: string) => void;
  readonly onBack: () => void;
  readonly onHome: () => void;
}

const MESSAGE_ROWS = 2;

/** The end of setting up: all is saved, and the preview opens. Whoever comes back from it finds the ways on. */
export function PreviewStep({ save, onSaved, onBack, onHome }: PreviewStepProps): ReactNode {
  const { rows } = useBodySize();
  const { state, start } = useTask<string>();
  const begin = useEffectEvent(() => start('Saving', save, onSaved));
  useEffect(() => begin(), []);

  if (state.status === 'failed') {
    return (
      <Failure
        error={state.error}
        items={[
          { id: 'retry', label: 'Try again' },
          { id: 'back', label: 'Go back' },
        ]}
        onChoose={(id) => (id === 'retry' ? start('Saving', save, onSaved) : onBack())}
      />
    );
  }
  if (state.status !== 'done') return <Working label="Saving" />;
  return (
    <>
      <Message kind="success" text={`Saved as ${state.value}.`} />
      <Choice
        label="What now?"
        items={[
          { id: 'preview', label: 'Preview what would be sent' },
          { id: 'back', label: 'Change something', description: 'Esc goes back step by step.' },
          { id: 'home', label: 'Home', description: 'It is kept; go on whenever you like.' },
        ]}
        rows={rows - MESSAGE_ROWS}
        onChoose={(id) => {
          if (id === 'preview') start('Saving', save, onSaved);
          else if (id === 'back') onBack();
          else onHome();
        }}
      />
    </>
  );
}
