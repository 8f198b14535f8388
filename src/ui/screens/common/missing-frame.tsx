import type { ReactNode } from 'react';
import { Choice } from '../../components/choice.tsx';
import { Message } from '../../components/message.tsx';
import { Screen } from '../../components/screen.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { environmentOf } from './environment-of.ts';

export interface MissingFrameProps {
  readonly subject: string;
  readonly message: string;
  readonly onBack: () => void;
}

const MESSAGE_ROWS = 4;

/** A screen about something that isn't there, or can't be changed here. */
export function MissingFrame({ subject, message, onBack }: MissingFrameProps): ReactNode {
  const services = useServices();
  const { profile } = useProfile();
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });
  return (
    <Screen subject={subject} environment={environmentOf(services, profile, undefined)}>
      <Message kind="error" text={message} />
      <Choice
        label="What now?"
        items={[{ id: 'back', label: 'Go back' }]}
        rows={MESSAGE_ROWS}
        onChoose={onBack}
      />
    </Screen>
  );
}
