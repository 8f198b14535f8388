import { Text } from 'ink';
import { type ReactNode, useState } from 'react';
import { describe, expect, test } from 'vitest';
import { useFarewell } from '../../src/ui/hooks/use-farewell.ts';
import { useKeys } from '../../src/ui/hooks/use-keys.ts';
import { useLeave } from '../../src/ui/hooks/use-leave.ts';
import { show } from './support/show.tsx';

function Broken(): ReactNode {
  const [isBroken, setBroken] = useState(false);
  useKeys({ level: 'screen', bindings: [{ keys: ['b'], run: () => setBroken(true) }] });
  if (isBroken) {
    throw new TypeError('no such thing');
  }
  return <Text>fine</Text>;
}

function Finished(): ReactNode {
  const leave = useLeave();
  useKeys({
    level: 'screen',
    bindings: [
      {
        keys: ['q'],
        run: () => leave({ exitCode: 0, lines: ['Delivered.'], lastFrame: <Text>All done</Text> }),
      },
    ],
  });
  return <Text>working</Text>;
}

function Running(): ReactNode {
  useFarewell(['The run is kept: tada runs resume 3f2a']);
  return <Text>running</Text>;
}

describe('the root', () => {
  test('turns what a screen throws into the end of the wizard', async () => {
    const view = await show(<Broken />);
    await view.press('b');
    expect(view.error()).toBeInstanceOf(TypeError);
    expect(view.departure()).toEqual({ exitCode: 1, lines: ['broken'] });
  });

  test('leaves after the last frame is drawn', async () => {
    const view = await show(<Finished />);
    await view.press('q');
    expect(view.frame()).toBe('All done');
    expect(view.departure()).toMatchObject({ exitCode: 0, lines: ['Delivered.'] });
  });

  test('says what is kept when it is left in the middle of something, and only then', async () => {
    const view = await show(<Running />);
    await view.press('ctrl+c', 'ctrl+c');
    expect(view.departure()).toEqual({ exitCode: 130, lines: ['The run is kept: tada runs resume 3f2a'] });
    const finished = await show(
      <>
        <Running />
        <Finished />
      </>,
    );
    await finished.press('q');
    expect(finished.departure()?.lines).toEqual(['Delivered.']);
  });

  test('is left once: the first reason counts', async () => {
    const view = await show(<Text>x</Text>);
    await view.leave({ exitCode: 3, lines: [] });
    await view.leave({ exitCode: 4, lines: [] });
    expect(view.departure()?.exitCode).toBe(3);
  });
});
