import { Text } from 'ink';
import { describe, expect, test, vi } from 'vitest';
import { Choice } from '../../../src/ui/components/choice.tsx';
import { Message } from '../../../src/ui/components/message.tsx';
import { Screen } from '../../../src/ui/components/screen.tsx';
import { ScrollView } from '../../../src/ui/components/scroll-view.tsx';
import { TextField } from '../../../src/ui/components/text-field.tsx';
import { widthOf } from '../../../src/ui/text/width.ts';
import { show } from '../support/show.tsx';

const STEP = { number: 2, total: 6, title: 'Destination' };
const ITEMS = [
  { id: 'a', label: 'Alpha' },
  { id: 'b', label: 'Beta' },
];

describe('a screen', () => {
  test.each([
    [40, 15],
    [80, 24],
    [200, 60],
  ])('of %i columns and %i rows is one row lower than the window and never wider', async (columns, rows) => {
    const view = await show(
      <Screen environment="production" subject="Acme audiences" step={STEP} help={['About this.']}>
        <Choice label="Kind" items={ITEMS} onChoose={vi.fn()} />
      </Screen>,
      { columns, rows },
    );
    const lines = view.frame().split('\n');
    expect(lines.length).toBeLessThanOrEqual(rows - 1);
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
    expect(view.frame()).toContain('▲ PRODUCTION ▲');
    expect(view.frame()).toContain('Step 2 of 6 · Destination');
    expect(view.frame()).toContain('Enter choose');
    expect(view.frame()).toContain('? help');
  });

  test('keeps its height whatever it holds', async () => {
    const view = await show(
      <Screen step={STEP}>
        <Text>short</Text>
      </Screen>,
    );
    await view.rerender(
      <Screen step={STEP}>
        <Text>{'long\n'.repeat(100)}</Text>
      </Screen>,
    );
    expect(view.frame().split('\n').length).toBeLessThanOrEqual(23);
    expect(view.frame()).toContain('Step 2 of 6');
  });

  test('opens help with ? and comes back to where it was', async () => {
    const onChoose = vi.fn();
    const view = await show(
      <Screen help={['A destination is an account at TikTok.']}>
        <Choice label="Kind" items={ITEMS} onChoose={onChoose} />
      </Screen>,
    );
    await view.press('down', '?');
    expect(view.frame()).toContain('A destination is an account at TikTok.');
    expect(view.frame()).toMatch(/↑↓ +move/);
    expect(view.frame()).not.toContain('Alpha');
    await view.press('enter');
    expect(onChoose).not.toHaveBeenCalled();
    expect(view.frame()).toContain('❯ 2 Beta');
  });

  test('doesn’t offer help where ? is a letter', async () => {
    const view = await show(
      <Screen help={['About.']}>
        <TextField label="Name" onSubmit={vi.fn()} />
      </Screen>,
    );
    expect(view.frame()).not.toContain('help');
    await view.type('?');
    expect(view.frame()).toContain('❯ ?');
  });

  test('says what Ctrl+C did in place of the hints, until the next key', async () => {
    const view = await show(
      <Screen>
        <TextField label="Name" initialValue="abc" onSubmit={vi.fn()} />
      </Screen>,
    );
    await view.press('ctrl+c');
    expect(view.frame()).toContain('Cleared. Press Ctrl+C again to leave.');
    await view.type('a');
    expect(view.frame()).not.toContain('Ctrl+C');
    await view.press('ctrl+u', 'ctrl+c');
    expect(view.frame()).toContain('Press Ctrl+C again to leave.');
  });

  test('asks for a larger window, keeps what was typed, and hears nothing meanwhile', async () => {
    const view = await show(
      <Screen>
        <TextField label="Name" initialValue="abc" onSubmit={vi.fn()} />
      </Screen>,
    );
    await view.resize(30, 24);
    expect(view.frame()).toContain('40 columns and 15 rows');
    await view.type('x');
    await view.resize(80, 24);
    expect(view.frame()).toContain('❯ abc▏');
  });

  test('doesn’t depend on colour to be recognised as production', async () => {
    const production = await show(<Screen environment="production">{null}</Screen>);
    const sandbox = await show(<Screen environment="sandbox">{null}</Screen>);
    expect(production.frame()).toContain('PRODUCTION');
    expect(sandbox.frame()).toContain('sandbox');
    expect(sandbox.frame()).not.toContain('PRODUCTION');
  });

  test.each([
    [40, 15],
    [80, 24],
  ])('says PRODUCTION in words without colour, signs or room, in %i×%i', async (columns, rows) => {
    const view = await show(
      <Screen environment="production" subject={'Acme '.repeat(40)} step={STEP}>
        {null}
      </Screen>,
      { columns, rows, appearance: { hasColour: false, hasUnicode: false } },
    );
    expect(view.frame().split('\n')[0]).toMatch(/ ! PRODUCTION !$/);
    const aloud = await show(<Screen environment="production">{null}</Screen>, {
      columns,
      rows,
      appearance: { hasColour: false, isReadAloud: true },
    });
    expect(aloud.frame().split('\n')[0]).toContain('PRODUCTION');
  });

  test('is plain lines from top to bottom where it is read aloud', async () => {
    const view = await show(
      <Screen environment="sandbox" subject="Acme" step={STEP}>
        <Message
          kind="warning"
          text="Fewer than 1,000 members."
          hint="It can’t be used in an ad group yet."
        />
      </Screen>,
      { appearance: { isReadAloud: true } },
    );
    expect(view.frame()).toContain(
      '▲ Warning: Fewer than 1,000 members.\nIt can’t be used in an ad group yet.',
    );
  });
});

describe('a view that scrolls', () => {
  const numbers = Array.from({ length: 30 }, (_, index) => index + 1);
  const lines = numbers.map((number) => <Text key={number}>row {number}</Text>);

  test('shows a part, tells how much there is, and moves', async () => {
    const view = await show(<ScrollView rows={6}>{lines}</ScrollView>);
    expect(view.frame()).toBe('row 1\nrow 2\nrow 3\nrow 4\nrow 5\n↓ 25 below');
    await view.press('pagedown');
    expect(view.frame()).toContain('row 5\nrow 6\nrow 7\nrow 8\nrow 9\n↑ 4 above   ↓ 21 below');
    await view.press('end');
    expect(view.frame()).toContain('row 30\n↑ 25 above');
    await view.press('down', 'up');
    expect(view.frame()).toMatch(/^row 25\n/);
  });

  test('is simply all there when it fits or is read aloud', async () => {
    const aloud = await show(<ScrollView rows={6}>{lines}</ScrollView>, {
      appearance: { isReadAloud: true },
    });
    expect(aloud.frame()).toContain('row 30');
    const short = await show(<ScrollView rows={6}>{lines.slice(0, 3)}</ScrollView>);
    expect(short.frame()).toBe('row 1\nrow 2\nrow 3');
  });
});
