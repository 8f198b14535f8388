import { useStdout } from 'ink';
import { type ReactNode, useState } from 'react';
import type { Services } from '../wizard/services.ts';
import { type Drafts, DraftsContext } from './navigation/drafts.ts';
import { Navigator } from './navigation/navigator.tsx';
import { SCREENS } from './navigation/registry.ts';
import type { Screen, ScreenComponents } from './navigation/screen-types.ts';
import { ServicesContext } from './navigation/services-context.ts';

export interface WizardAppProps {
  readonly services: Services;
  /** The first screen. */
  readonly initial?: Screen;
  readonly screens?: ScreenComponents;
}

/** The wizard: every screen, what it may do, and the way from one to the next. */
export function WizardApp({
  services,
  initial = { id: 'home' },
  screens = SCREENS,
}: WizardAppProps): ReactNode {
  const { stdout } = useStdout();
  const [drafts] = useState<Drafts>(() => {
    // Every open screen follows the window's size with a listener of its own; Node takes more than ten for a
    // leak and writes its warning across the screen.
    stdout.setMaxListeners(0);
    return new Map();
  });
  return (
    <ServicesContext value={services}>
      <DraftsContext value={drafts}>
        <Navigator screens={screens} initial={initial} />
      </DraftsContext>
    </ServicesContext>
  );
}
