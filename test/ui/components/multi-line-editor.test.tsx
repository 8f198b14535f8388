import { describe, expect, test, vi } from 'vitest';
import { KeyHints } from '../../../src/ui/components/key-hints.tsx';
import { MultiLineEditor } from '../../../src/ui/components/multi-line-editor.tsx';
import { show } from '../support/show.tsx';

const NAMES = ['Customer360', 'email', 'email_hash'];

describe('the SQL editor', () => {
  test('takes several lines, and Ctrl+S goes on with them', async () => {
    const onSubmit = vi.fn();
    const view = await show(<MultiLineEditor label="Query" initialText="" onSubmit={onSubmit} />);
    await view.type('SELECT 1');
    await view.press('enter');
    await view.paste('FROM\tt\r\nWHERE x');
    expect(view.frame()).toContain(' 1 SELECT 1\n 2 FROM  t\n 3 WHERE x▏');
    expect(view.frame()).toContain('line 3, column 8');
    await view.press('ctrl+s');
    expect(onSubmit).toHaveBeenCalledExactlyOnceWith('SELECT 1\nFROM  t\nWHERE x');
  });

  test('keeps every key of a burst', async () => {
    const onSubmit = vi.fn();
    const view = await show(<MultiLineEditor label="Query" initialText="" onSubmit={onSubmit} />);
    await view.burst(...'SELECT a', 'enter', ...'FROM b', 'up', 'home', ...'-- ', 'ctrl+s');
    expect(onSubmit).toHaveBeenCalledExactlyOnceWith('-- SELECT a\nFROM b');
  });

  test('completes names with Tab, the next one with Tab again', async () => {
    const view = await show(
      <MultiLineEditor label="Query" initialText="SELECT em" names={NAMES} onSubmit={vi.fn()} />,
    );
    expect(view.frame()).toContain('Tab: email  email_hash');
    await view.press('tab');
    expect(view.frame()).toContain('SELECT email▏');
    await view.press('tab');
    expect(view.frame()).toContain('SELECT email_hash▏');
    await view.press('shift+tab');
    expect(view.frame()).toContain('SELECT email▏');
  });

  test('shows the place of a problem until the next edit', async () => {
    const problem = { line: 2, column: 8, message: 'No column is called "emial"; did you mean "email"?' };
    const view = await show(
      <MultiLineEditor
        label="Query"
        initialText={'SELECT\n  a AS emial'}
        problem={problem}
        onSubmit={vi.fn()}
      />,
    );
    expect(view.frame()).toContain('✗2   a AS emial▏\n          ^');
    expect(view.frame()).toContain('✗ Line 2: No column is called "emial"');
    await view.press('up');
    expect(view.frame()).toContain('✗ Line 2');
    await view.type('x');
    expect(view.frame()).not.toContain('✗');
  });

  test('undoes with Ctrl+Z, and offers it only when there is something to undo', async () => {
    const view = await show(
      <>
        <MultiLineEditor label="Query" initialText="SELECT" rows={8} onSubmit={vi.fn()} />
        <KeyHints columns={78} rows={2} />
      </>,
    );
    expect(view.frame()).not.toContain('Ctrl+Z');
    await view.type('ab');
    expect(view.frame()).toContain('Ctrl+Z undo');
    await view.press('ctrl+z');
    expect(view.frame()).toContain('1 SELECT▏');
    expect(view.frame()).toContain('Ctrl+Y redo');
  });

  test('scrolls through long texts and long lines without growing', async () => {
    const text = Array.from({ length: 50 }, (_, index) => `line ${index + 1} ${'x'.repeat(100)}`).join('\n');
    const view = await show(
      <MultiLineEditor label="Query" initialText={text} rows={10} onSubmit={vi.fn()} />,
      {
        columns: 60,
      },
    );
    const lines = view.frame().split('\n');
    expect(lines.length).toBeLessThanOrEqual(10);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(view.frame()).toMatch(/50 ‹x+▏/);
    await view.press('ctrl+home');
    expect(view.frame()).toContain(' 1 ▏line 1');
  });
});
