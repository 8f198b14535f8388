import type { ReactNode } from 'react';
import type { Environment } from '../../../core/profiles/schema.ts';
import type { JourneyProgress } from '../../../wizard/machine.ts';
import { Screen } from '../../components/screen.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import type { GuidedStep } from '../../navigation/screen-types.ts';

export interface FormFrameProps {
  readonly environment: Environment | undefined;
  /** What is being set up, such as "Credential". */
  readonly subject: string;
  readonly progress: JourneyProgress;
  /** Set in the guided set-up: its own steps are told in place of the form's. */
  readonly guided: GuidedStep | undefined;
  readonly help: readonly string[];
  readonly onBack: () => void;
  readonly children: ReactNode;
}

/** The frame of every form: where one is, and Esc as the way back. */
export function FormFrame(props: FormFrameProps): ReactNode {
  const { environment, subject, progress, guided, help, onBack, children } = props;
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });
  const step =
    guided === undefined
      ? progress
      : { ...guided, title: subject === progress.title ? subject : `${subject}: ${progress.title}` };
  return (
    <Screen
      environment={environment}
      subject={guided === undefined ? subject : undefined}
      step={step}
      help={help}
    >
      {children}
    </Screen>
  );
}
