import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Screen } from '../../../src/ui/navigation/screen-types.ts';
import { reduceStack, type StackAction, startStack, topOf } from '../../../src/ui/navigation/stack.ts';

const HOME: Screen = { id: 'home' };

function idsAfter(...actions: readonly StackAction[]): readonly string[] {
  return actions.reduce(reduceStack, startStack(HOME)).entries.map(({ screen }) => screen.id);
}

describe('the open screens', () => {
  const opened: readonly StackAction[] = [
    { type: 'open', from: 0, screen: { id: 'manage', kind: 'credential' } },
    { type: 'open', from: 1, screen: { id: 'credential' } },
  ];

  test('lie on each other and are closed from the top', () => {
    expect(idsAfter(...opened)).toEqual(['home', 'manage', 'credential']);
    expect(idsAfter(...opened, { type: 'close', key: 2 })).toEqual(['home', 'manage']);
  });

  test('take along what covers them', () => {
    expect(idsAfter(...opened, { type: 'close', key: 1 })).toEqual(['home']);
    expect(idsAfter(...opened, { type: 'replace', key: 1, screen: { id: 'runs' } })).toEqual([
      'home',
      'runs',
    ]);
    expect(idsAfter(...opened, { type: 'open', from: 0, screen: { id: 'runs' } })).toEqual(['home', 'runs']);
  });

  test('go back home in one move', () => {
    expect(idsAfter(...opened, { type: 'home' })).toEqual(['home']);
  });

  test('are not moved by one that is closed', () => {
    const late: StackAction = { type: 'open', from: 2, screen: { id: 'runs' } };
    expect(idsAfter(...opened, { type: 'close', key: 2 }, late)).toEqual(['home', 'manage']);
    expect(idsAfter(...opened, { type: 'close', key: 2 }, { type: 'close', key: 2 })).toEqual([
      'home',
      'manage',
    ]);
  });

  test('always hold one, each with a key of its own', () => {
    const key = fc.integer({ min: 0, max: 8 });
    const screen = fc.constantFrom<Screen>({ id: 'runs' }, { id: 'onboarding' });
    const action: fc.Arbitrary<StackAction> = fc.oneof(
      fc.record({ type: fc.constant('open' as const), from: key, screen }),
      fc.record({ type: fc.constant('replace' as const), key, screen }),
      fc.record({ type: fc.constant('close' as const), key }),
      fc.constant({ type: 'home' as const }),
    );
    fc.assert(
      fc.property(fc.array(action), (actions) => {
        const stack = actions.reduce(reduceStack, startStack(HOME));
        const keys = stack.entries.map((entry) => entry.key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(topOf(stack).key).toBe(keys.at(-1));
      }),
    );
  });
});
