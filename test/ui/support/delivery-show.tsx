import type { ReactNode } from 'react';
import { WizardApp } from '../../../src/ui/app.tsx';
import { Toned } from '../../../src/ui/components/toned.tsx';
import { useKeys } from '../../../src/ui/hooks/use-keys.ts';
import { SCREENS } from '../../../src/ui/navigation/registry.ts';
import type {
  Saved,
  Screen,
  ScreenComponents,
  ScreenId,
  ScreenProps,
} from '../../../src/ui/navigation/screen-types.ts';
import type { Services } from '../../../src/wizard/services.ts';
import { type Shown, type ShowOptions, show } from './show.tsx';

type FormId = 'credential' | 'destination' | 'query' | 'template' | 'orchestration';

/** Stands for a form of the set-up: says how it was opened, saves with Enter and is left with Esc. */
function standIn<Id extends FormId & ScreenId>(): (props: ScreenProps<Id>) => ReactNode {
  return ({ screen, navigation }) => {
    const saved: Saved = { name: 'name' in screen && screen.name !== undefined ? screen.name : 'new' };
    useKeys({
      level: 'screen',
      bindings: [
        // Every form hands back what it saved.
        { keys: ['enter'], run: () => (navigation.finish as (result: Saved) => void)(saved) },
        { keys: ['escape'], run: () => navigation.back() },
      ],
    });
    const told = Object.entries(screen)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${key}=${String(value)}`);
    return <Toned>FORM {told.join(' ')}</Toned>;
  };
}

function Home(): ReactNode {
  return <Toned>HOME</Toned>;
}

const SCREENS_WITH_STAND_INS: ScreenComponents = {
  ...SCREENS,
  home: Home,
  credential: standIn<'credential'>(),
  destination: standIn<'destination'>(),
  query: standIn<'query'>(),
  template: standIn<'template'>(),
  orchestration: standIn<'orchestration'>(),
};

/** The wizard on one of the screens of delivering; the forms of the set-up are stand-ins. */
export async function showWizard(services: Services, initial: Screen, options?: ShowOptions): Promise<Shown> {
  const shown = await show(
    <WizardApp services={services} initial={initial} screens={SCREENS_WITH_STAND_INS} />,
    options,
  );
  await shown.settle();
  await shown.settle();
  return shown;
}
