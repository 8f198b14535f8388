import { describe, expect, test, vi } from 'vitest';
import { Choice } from '../../../src/ui/components/choice.tsx';
import type { ChoiceItem } from '../../../src/ui/components/choice-row.tsx';
import { KeyHints } from '../../../src/ui/components/key-hints.tsx';
import { show } from '../support/show.tsx';

const KINDS: readonly ChoiceItem<'audience' | 'events' | 'both'>[] = [
  { id: 'audience', label: 'Custom audiences', description: 'Who to target.' },
  { id: 'events', label: 'Events', note: 'web or offline' },
  { id: 'both', label: 'Both', disabledBecause: 'This app has no scope for it.' },
];

const COUNTRIES = Array.from({ length: 60 }, (_, index) => ({
  id: `c${index}`,
  label: `Country ${index}`,
}));

describe('a menu', () => {
  test('chooses the highlighted item with Enter', async () => {
    const onChoose = vi.fn();
    const view = await show(<Choice label="Kind" items={KINDS} onChoose={onChoose} />);
    expect(view.frame()).toContain('❯ 1 Custom audiences');
    expect(view.frame()).toContain('Who to target.');
    await view.press('down', 'enter');
    expect(onChoose).toHaveBeenCalledExactlyOnceWith('events');
  });

  test('chooses by digit, and starts at the item it is given', async () => {
    const onChoose = vi.fn();
    const view = await show(<Choice label="Kind" items={KINDS} initialId="events" onChoose={onChoose} />);
    expect(view.frame()).toContain('❯ 2 Events  web or offline');
    await view.press('1');
    expect(onChoose).toHaveBeenCalledExactlyOnceWith('audience');
  });

  test('shows what can’t be chosen and why, and doesn’t choose it', async () => {
    const onChoose = vi.fn();
    const view = await show(<Choice label="Kind" items={KINDS} onChoose={onChoose} />);
    await view.press('up');
    expect(view.frame()).toContain('❯ 3 Both (not available)');
    await view.press('enter');
    expect(view.frame()).toContain('✗ This app has no scope for it.');
    expect(onChoose).not.toHaveBeenCalled();
    await view.press('up');
    expect(view.frame()).not.toContain('scope');
  });

  test('stays at its item when others come before it, and tells about the one that takes its place', async () => {
    const onChoose = vi.fn();
    const choice = (items: readonly ChoiceItem[]) => (
      <Choice label="Kind" items={items} onChoose={onChoose} />
    );
    const last = { id: 'last', label: 'Last run', description: 'See why it failed.' };
    const view = await show(choice(KINDS));
    await view.rerender(choice([last, ...KINDS]));
    expect(view.frame()).toContain('❯ 2 Custom audiences');
    expect(view.frame()).toContain('Who to target.');
    await view.press('up');
    expect(view.frame()).toContain('See why it failed.');
    await view.rerender(choice(KINDS));
    expect(view.frame()).toContain('❯ 1 Custom audiences');
    expect(view.frame()).toContain('Who to target.');
    await view.press('enter');
    expect(onChoose).toHaveBeenCalledExactlyOnceWith('audience');
  });

  test('tells all of the highlighted item where its row is too narrow for it', async () => {
    const label = 'Make an authorization link for an Admin or Operator';
    const items = [{ id: 'link', label, description: 'To send.' }, ...KINDS];
    const view = await show(<Choice label="What" items={items} onChoose={vi.fn()} />, { columns: 40 });
    expect(view.frame()).toMatch(/❯ 1 Make .*…$/m);
    expect(view.frame().replaceAll(/\s+/g, ' ')).toContain(`${label} To send.`);
    await view.press('down');
    expect(view.frame()).not.toContain('Operator');
  });

  test('hears nothing while it isn’t active', async () => {
    const onChoose = vi.fn();
    const view = await show(<Choice label="Kind" items={KINDS} isActive={false} onChoose={onChoose} />);
    await view.press('enter', '2');
    expect(onChoose).not.toHaveBeenCalled();
  });

  test('tells its keys', async () => {
    const view = await show(
      <>
        <Choice label="Kind" items={KINDS} onChoose={vi.fn()} />
        <KeyHints columns={80} rows={1} />
      </>,
    );
    expect(view.frame()).toContain('Enter choose   ↑↓ move');
  });

  test('says so when there is nothing to choose from', async () => {
    const view = await show(<Choice label="Kind" items={[]} emptyText="No advertiser." onChoose={vi.fn()} />);
    expect(view.frame()).toBe('Kind\nNo advertiser.');
  });
});

describe('a long list', () => {
  test('is narrowed by typing, j and k and digits included', async () => {
    const onChoose = vi.fn();
    const items = [...COUNTRIES, { id: 'jk', label: 'jk 9 Kazakhstan' }];
    const view = await show(<Choice label="Country" items={items} onChoose={onChoose} />);
    await view.type('jk 9');
    expect(view.frame()).toContain('Find: jk 9');
    expect(view.frame()).toContain('❯ jk 9 Kazakhstan');
    expect(view.frame()).not.toContain('Country 1');
    await view.press('enter');
    expect(onChoose).toHaveBeenCalledExactlyOnceWith('jk');
  });

  test('marks how much there is above and below', async () => {
    const view = await show(<Choice label="Country" items={COUNTRIES} rows={10} onChoose={vi.fn()} />);
    expect(view.frame()).toContain('↓ 55 more');
    await view.press('end');
    expect(view.frame()).toContain('❯ Country 59');
    expect(view.frame()).toContain('↑ 55 more');
    await view.press('down');
    expect(view.frame()).toContain('❯ Country 0');
  });

  test('edits its filter by word, by emoji, by paste and at once', async () => {
    const view = await show(<Choice label="Country" items={COUNTRIES} isFilterable onChoose={vi.fn()} />);
    await view.type('ab cd');
    await view.press('ctrl+w');
    expect(view.frame()).toContain('Find: ab ▏');
    await view.type('👍🏽');
    await view.press('backspace');
    expect(view.frame()).toContain('Find: ab ▏');
    await view.press('ctrl+u', 'ctrl+x', 'alt+z');
    expect(view.frame()).toContain('Find: ▏type to narrow');
    await view.paste('Country\n5');
    await view.type('9');
    expect(view.frame()).toContain('Find: Country 59▏');
    expect(view.frame()).toContain('❯ Country 59');
  });

  test('says when nothing fits, and Ctrl+C clears the filter first', async () => {
    const onChoose = vi.fn();
    const view = await show(<Choice label="Country" items={COUNTRIES} onChoose={onChoose} />);
    await view.type('zz');
    expect(view.frame()).toContain('Nothing here holds “zz”.');
    await view.press('enter', 'ctrl+c');
    expect(onChoose).not.toHaveBeenCalled();
    expect(view.frame()).toContain('❯ Country 0');
    expect(view.departure()).toBeUndefined();
  });

  test('shows names from outside without what a terminal would act on', async () => {
    const items = [{ id: 'x', label: 'VIP\u001b[2J\u202e\nlist' }];
    const view = await show(<Choice label="Audience" items={items} isFilterable onChoose={vi.fn()} />);
    expect(view.frame()).toContain('❯ VIP list');
  });
});
