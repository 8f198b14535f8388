import { describe, expect, test, vi } from 'vitest';
import { Confirm } from '../../../src/ui/components/confirm.tsx';
import { TypedConfirm } from '../../../src/ui/components/typed-confirm.tsx';
import { show } from '../support/show.tsx';

describe('a question', () => {
  test.each([
    [['enter'], false],
    [['right', 'enter'], true],
    [['tab', 'left', 'enter'], false],
    [['y'], true],
    [['N'], false],
  ])('answered with %j means %s when "no" is the safe answer', async (keys, expected) => {
    const onAnswer = vi.fn();
    const view = await show(<Confirm question="Delete it?" initial="no" onAnswer={onAnswer} />);
    await view.press(...keys);
    expect(onAnswer).toHaveBeenCalledExactlyOnceWith(expected);
  });

  test('shows what is chosen without a colour', async () => {
    const view = await show(
      <Confirm question="Go on?" yes="Send" no="Not yet" initial="yes" onAnswer={vi.fn()} />,
    );
    expect(view.frame()).toContain('❯ Send     Not yet');
    await view.burst('left', 'left', 'right');
    expect(view.frame()).toContain('  Send   ❯ Not yet');
  });
});

describe('a question that wants the name', () => {
  test('goes on only when the name was typed', async () => {
    const onConfirm = vi.fn();
    const view = await show(
      <TypedConfirm
        question="Delete the audience?"
        name="Käufer VIP"
        confirmHint="delete"
        onConfirm={onConfirm}
      />,
    );
    expect(view.frame()).toContain('Type Käufer VIP to go on.');
    await view.type('yes');
    await view.press('enter');
    expect(view.frame()).toContain('exactly as it is written');
    expect(onConfirm).not.toHaveBeenCalled();
    await view.press('ctrl+u');
    // The same letters, written with a separate accent.
    await view.paste('Ka\u0308ufer VIP ');
    await view.press('enter');
    expect(onConfirm).toHaveBeenCalledOnce();
  });
});
