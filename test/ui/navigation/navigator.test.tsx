import { Text } from 'ink';
import { type ReactNode, useState } from 'react';
import { describe, expect, test } from 'vitest';
import { Choice } from '../../../src/ui/components/choice.tsx';
import { useKeys } from '../../../src/ui/hooks/use-keys.ts';
import { Navigator } from '../../../src/ui/navigation/navigator.tsx';
import { SCREENS } from '../../../src/ui/navigation/registry.ts';
import type { Navigation, ScreenComponents, ScreenProps } from '../../../src/ui/navigation/screen-types.ts';
import { show } from '../support/show.tsx';

let kept: Navigation<'credential'> | undefined;

function Home({ navigation }: ScreenProps<'home'>): ReactNode {
  const [count, setCount] = useState(0);
  const [result, setResult] = useState('nothing');
  useKeys({
    level: 'screen',
    bindings: [
      { keys: ['+'], run: () => setCount(count + 1) },
      { keys: ['o'], run: () => navigation.open({ id: 'credential' }, ({ name }) => setResult(name)) },
    ],
  });
  return <Text>{`home ${count}, came back: ${result}`}</Text>;
}

function Credential({ navigation }: ScreenProps<'credential'>): ReactNode {
  kept = navigation;
  useKeys({
    level: 'screen',
    bindings: [
      { keys: ['f'], run: () => navigation.finish({ name: 'acme' }) },
      { keys: ['b'], run: () => navigation.back() },
      { keys: ['r'], run: () => navigation.replace({ id: 'runs' }) },
    ],
  });
  return <Text>credential</Text>;
}

function Runs({ navigation }: ScreenProps<'runs'>): ReactNode {
  return (
    <Choice
      label="runs"
      items={[
        { id: 'cover', label: 'cover' },
        { id: 'home', label: 'home' },
      ]}
      onChoose={(id) => (id === 'home' ? navigation.home() : navigation.open({ id: 'credential' }))}
    />
  );
}

const TRIAL: ScreenComponents = { ...SCREENS, home: Home, credential: Credential, runs: Runs };

describe('the navigator', () => {
  test('hands a result to the screen that asked, which has kept its state', async () => {
    const view = await show(<Navigator screens={TRIAL} initial={{ id: 'home' }} />);
    await view.press('+', '+', 'o');
    expect(view.frame()).toBe('credential');
    await view.press('f');
    expect(view.frame()).toBe('home 2, came back: acme');
  });

  test('tells nobody when a screen is left without a result', async () => {
    const view = await show(<Navigator screens={TRIAL} initial={{ id: 'home' }} />);
    await view.press('o', 'b');
    expect(view.frame()).toBe('home 0, came back: nothing');
  });

  test('lets no key through to a covered screen, not even to a package that listens for itself', async () => {
    const view = await show(<Navigator screens={TRIAL} initial={{ id: 'runs' }} />);
    await view.press('enter');
    expect(view.frame()).toBe('credential');
    await view.press('+', 'down', 'enter', 'b');
    expect(view.frame()).toContain('❯ 1 cover');
  });

  test('ignores what a closed screen still wants', async () => {
    const view = await show(<Navigator screens={TRIAL} initial={{ id: 'home' }} />);
    await view.press('o');
    const late = kept;
    await view.press('b');
    late?.finish({ name: 'late' });
    late?.back();
    late?.replace({ id: 'runs' });
    late?.open({ id: 'runs' });
    await view.settle();
    expect(view.frame()).toBe('home 0, came back: nothing');
  });

  test('gives the way back of a replaced screen to the one in its place', async () => {
    const view = await show(<Navigator screens={TRIAL} initial={{ id: 'home' }} />);
    await view.press('o', 'r', 'down', 'enter');
    expect(view.frame()).toContain('home 0');
  });
});
