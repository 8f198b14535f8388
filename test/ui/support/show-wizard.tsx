import { Text } from 'ink';
import type { ReactNode } from 'react';
import { WizardApp } from '../../../src/ui/app.tsx';
import { SCREENS } from '../../../src/ui/navigation/registry.ts';
import type {
  Screen,
  ScreenComponents,
  ScreenId,
  ScreenProps,
} from '../../../src/ui/navigation/screen-types.ts';
import type { Fake } from './fake-services.ts';
import { type Shown, type ShowOptions, show } from './show.tsx';

/** Stands for a screen that a test isn't about: tells what it was opened with. */
function Opened({ screen }: { readonly screen: Screen }): ReactNode {
  return <Text>{`opened ${JSON.stringify(screen)}`}</Text>;
}

function opened<Id extends ScreenId>({ screen }: ScreenProps<Id>): ReactNode {
  return <Opened screen={screen} />;
}

/** Set-up as it is; what delivers is told, not done. */
const SET_UP_ONLY: ScreenComponents = {
  ...SCREENS,
  preview: opened,
  review: opened,
  run: opened,
  runs: opened,
  'run-details': opened,
  check: opened,
  diagnose: opened,
};

/** The wizard on services of a test, at a screen. */
export async function showWizard(
  fake: Fake,
  initial: Screen = { id: 'home' },
  options: ShowOptions = {},
): Promise<Shown> {
  const view = await show(
    <WizardApp services={fake.services} initial={initial} screens={SET_UP_ONLY} />,
    options,
  );
  await view.settle();
  return view;
}

/** Presses keys, each after everything the one before has set off. */
export async function walk(view: Shown, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await view.press(key);
    await view.settle();
    await view.settle();
  }
}
