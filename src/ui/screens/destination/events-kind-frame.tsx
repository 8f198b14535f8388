import type { ReactNode } from 'react';
import { Screen } from '../../components/screen.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import type { ScreenOf, SendingKind } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { environmentOf } from '../common/environment-of.ts';
import { KindPage } from './field-pages.tsx';

export interface KindFrameProps {
  readonly screen: ScreenOf<'destination'>;
  readonly onChoose: (kind: SendingKind) => void;
  readonly onBack: () => void;
}

const HELP = [
  'Custom audiences are people you want to show ads to, or not to.',
  'Conversion events are what people did after an ad: TikTok counts them for it.',
];

/** The first question of a new destination: everything else depends on its kind. */
export function KindFrame({ screen, onChoose, onBack }: KindFrameProps): ReactNode {
  const services = useServices();
  const { profile } = useProfile();
  const { step, credential } = screen;
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });
  return (
    <Screen
      environment={environmentOf(services, profile, credential)}
      subject={step === undefined ? 'Destination' : undefined}
      step={step === undefined ? undefined : { ...step, title: 'Destination: Kind' }}
      help={HELP}
    >
      <KindPage onChoose={onChoose} />
    </Screen>
  );
}
