import { useStdout } from 'ink';
import { type ReactNode, useState } from 'react';
import type { Services } from '../wizard/services.ts';
import { FieldHistoryContext } from './hooks/use-field-history.ts';
import { type Drafts, DraftsContext } from './navigation/drafts.ts';
import { Navigator } from './navigation/navigator.tsx';
import type { Screen, ScreenComponents } from './navigation/screen-types.ts';
import { ServicesContext } from './navigation/services-context.ts';
import { HomeScreen } from './screens/home/home-screen.tsx';

/**
 * The first screen, and the others once {@link loadScreens} brought them: the first frame doesn't wait for
 * the code of screens that nobody has opened yet.
 */
const loaded: Partial<ScreenComponents> = { home: HomeScreen };

/** Brings the code of every screen; no key may be heard before. */
export async function loadScreens(): Promise<void> {
  const { SCREENS } = await import('./navigation/registry.ts');
  Object.assign(loaded, SCREENS);
}

export interface WizardAppProps {
  readonly services: Services;
  /** The first screen. */
  readonly initial?: Screen;
  /** Default: those that are loaded. */
  readonly screens?: Partial<ScreenComponents>;
}

/** The wizard: every screen, what it may do, and the way from one to the next. */
export function WizardApp({
  services,
  initial = { id: 'home' },
  screens = loaded,
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
        <FieldHistoryContext value={services.fieldHistory}>
          <Navigator screens={screens} initial={initial} />
        </FieldHistoryContext>
      </DraftsContext>
    </ServicesContext>
  );
}
