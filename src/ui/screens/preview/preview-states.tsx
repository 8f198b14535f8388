import type { ReactNode } from 'react';
import type { PreviewWork } from '../../../wizard/journeys/delivery/preview-state.ts';
import { Message } from '../../components/message.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { PreviewWorking } from './preview-working.tsx';

export interface PreviewUnderWayProps {
  readonly work: PreviewWork;
  /** Without an earlier preview there is nothing on the screen to stay for. */
  readonly hasEarlier: boolean;
  readonly onStop: () => void;
  readonly onBack: () => void;
}

/** A preview that is being made, with the keys that stop it. */
export function PreviewUnderWay({ work, hasEarlier, onStop, onBack }: PreviewUnderWayProps): ReactNode {
  useKeys({
    level: 'screen',
    bindings: [
      {
        keys: ['escape'],
        hint: 'stop',
        run: () => {
          onStop();
          if (!hasEarlier) onBack();
        },
      },
    ],
    onInterrupt: () => {
      onStop();
      return 'Stopped the preview.';
    },
  });
  return <PreviewWorking work={work} />;
}

export interface PreviewStoppedProps {
  readonly onAgain: () => void;
  readonly onBack: () => void;
}

/** Shown in the place of a preview that was stopped. */
export function PreviewStopped({ onAgain, onBack }: PreviewStoppedProps): ReactNode {
  useKeys({
    level: 'screen',
    bindings: [
      { keys: ['enter'], hint: 'preview again', run: onAgain },
      { keys: ['escape'], hint: 'back', run: onBack },
    ],
  });
  return <Message kind="info" text="The preview was stopped." hint="Press Enter to make it again." />;
}
