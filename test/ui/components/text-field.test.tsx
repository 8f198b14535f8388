import { describe, expect, test, vi } from 'vitest';
import { TextField } from '../../../src/ui/components/text-field.tsx';
import { show } from '../support/show.tsx';

const CARET = '▏';

describe('a text field', () => {
  test('shows what is typed, with the cursor after it', async () => {
    const view = await show(<TextField label="Name" onSubmit={vi.fn()} />);
    await view.type('acme');
    expect(view.frame()).toBe(`Name\n❯ acme${CARET}`);
  });

  test('keeps every key of a burst', async () => {
    const onSubmit = vi.fn();
    const view = await show(<TextField label="Name" onSubmit={onSubmit} />);
    await view.burst(...'the quick brown fox', 'enter');
    expect(onSubmit).toHaveBeenCalledExactlyOnceWith('the quick brown fox');
  });

  test('edits by character, word and line', async () => {
    const view = await show(<TextField label="Name" initialValue="one two three" onSubmit={vi.fn()} />);
    await view.press('ctrl+w');
    expect(view.frame()).toContain(`one two ${CARET}`);
    await view.press('alt+b', 'delete');
    expect(view.frame()).toContain(`one ${CARET}wo`);
    await view.press('home', 'ctrl+k');
    await view.type('x');
    await view.press('left');
    await view.type('y');
    expect(view.frame()).toContain(`y${CARET}x`);
    await view.press('end', 'ctrl+u');
    expect(view.frame()).toBe(`Name\n❯ ${CARET}`);
  });

  test('deletes an emoji, a family of them, and a letter with its accent as one character each', async () => {
    const onSubmit = vi.fn();
    const view = await show(
      <TextField label="Name" initialValue={'a👍🏽👨‍👩‍👧e\u0301'} onSubmit={onSubmit} />,
    );
    await view.press('backspace', 'backspace', 'enter');
    expect(onSubmit).toHaveBeenLastCalledWith('a👍🏽');
    await view.press('left', 'delete', 'enter');
    expect(onSubmit).toHaveBeenLastCalledWith('a');
  });

  test('scrolls a long value sideways and never wraps', async () => {
    const view = await show(
      <TextField label="Link" initialValue={'0123456789'.repeat(30)} onSubmit={vi.fn()} />,
      {
        columns: 50,
      },
    );
    const [, field = ''] = view.frame().split('\n');
    expect(view.frame().split('\n')).toHaveLength(2);
    expect(field).toMatch(/^❯ ‹[0-9]+▏$/);
    await view.press('home');
    expect(view.frame().split('\n')[1]).toMatch(/^❯ ▏0123456789.*›$/);
  });

  test('takes a paste whole, without its line breaks and control characters', async () => {
    const onSubmit = vi.fn();
    const view = await show(<TextField label="Name" onSubmit={onSubmit} />);
    await view.paste('  Summer\r\nsale\u001b[31m 2027\u202e\n');
    await view.press('enter');
    expect(onSubmit).toHaveBeenCalledExactlyOnceWith('Summer sale 2027');
  });

  test('joins a token that the terminal has folded', async () => {
    const onSubmit = vi.fn();
    const view = await show(<TextField label="Token" isMasked onSubmit={onSubmit} />);
    await view.paste('abc\n def ');
    await view.press('enter');
    expect(onSubmit).toHaveBeenCalledExactlyOnceWith('abcdef');
    expect(view.frame()).toContain(`••••••${CARET}`);
    expect(view.frame()).not.toContain('abc');
  });

  test('says what is wrong below the field until the next key', async () => {
    const onSubmit = vi.fn();
    const view = await show(
      <TextField
        label="Name"
        note="Others recognise it by this."
        validate={(value) => (value === '' ? 'A name is needed.' : undefined)}
        onSubmit={onSubmit}
      />,
    );
    expect(view.frame()).toContain('Others recognise it by this.');
    await view.press('enter');
    expect(view.frame()).toContain('✗ A name is needed.');
    expect(onSubmit).not.toHaveBeenCalled();
    await view.type('a');
    expect(view.frame()).not.toContain('needed');
    await view.press('enter');
    expect(onSubmit).toHaveBeenCalledExactlyOnceWith('a');
  });

  test('waits for a check, and forgets its answer when the value has changed meanwhile', async () => {
    const onSubmit = vi.fn();
    const answers: ((problem: string | undefined) => void)[] = [];
    const validate = (): Promise<string | undefined> => new Promise((resolve) => answers.push(resolve));
    const view = await show(
      <TextField label="Name" initialValue="a" validate={validate} onSubmit={onSubmit} />,
    );
    await view.press('enter');
    expect(view.frame()).toContain('Checking…');
    await view.type('b');
    answers[0]?.(undefined);
    await view.settle();
    expect(onSubmit).not.toHaveBeenCalled();
    await view.press('enter');
    answers[1]?.('Taken.');
    await view.settle();
    expect(view.frame()).toContain('✗ Taken.');
  });

  test('is cleared by the first Ctrl+C, says so, and the second leaves with 130', async () => {
    const view = await show(<TextField label="Name" initialValue="abc" onSubmit={vi.fn()} />);
    await view.press('ctrl+c');
    expect(view.frame()).toBe(`Name\n❯ ${CARET}`);
    expect(view.departure()).toBeUndefined();
    await view.press('ctrl+c');
    expect(view.departure()?.exitCode).toBe(130);
  });

  test('shows a placeholder only while it is empty', async () => {
    const view = await show(<TextField label="Name" placeholder="such as Acme" onSubmit={vi.fn()} />);
    expect(view.frame()).toContain(`${CARET}(such as Acme)`);
    await view.type('x');
    expect(view.frame()).not.toContain('such as');
  });
});
