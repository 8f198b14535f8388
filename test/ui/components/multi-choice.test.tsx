import { describe, expect, test, vi } from 'vitest';
import { MultiChoice } from '../../../src/ui/components/multi-choice.tsx';
import { show } from '../support/show.tsx';

const TYPES = [
  { id: 'EMAIL', label: 'EMAIL', description: 'Most often gives the best match rate.' },
  { id: 'PHONE', label: 'PHONE' },
  { id: 'IDFA', label: 'IDFA', disabledBecause: 'The query has no such column.' },
] as const;

describe('a choice of several', () => {
  test('marks with Space and goes on with Enter, in the order of the items', async () => {
    const onSubmit = vi.fn();
    const view = await show(
      <MultiChoice label="Id types" items={TYPES} initialIds={['PHONE']} onSubmit={onSubmit} />,
    );
    expect(view.frame()).toContain('❯ [ ] EMAIL');
    expect(view.frame()).toContain('  [x] PHONE');
    await view.press('space');
    expect(view.frame()).toContain('Find: ▏');
    await view.press('enter');
    expect(onSubmit).toHaveBeenCalledExactlyOnceWith(['EMAIL', 'PHONE']);
  });

  test('keeps every key of a burst', async () => {
    const onSubmit = vi.fn();
    const view = await show(<MultiChoice label="Id types" items={TYPES} onSubmit={onSubmit} />);
    await view.burst('space', 'down', 'space', 'enter');
    expect(onSubmit).toHaveBeenCalledExactlyOnceWith(['EMAIL', 'PHONE']);
  });

  test('marks all that can be marked, or none', async () => {
    const onChange = vi.fn();
    const view = await show(
      <MultiChoice label="Id types" items={TYPES} onChange={onChange} onSubmit={vi.fn()} />,
    );
    await view.press('ctrl+a');
    expect(onChange).toHaveBeenLastCalledWith(['EMAIL', 'PHONE']);
    await view.press('ctrl+a');
    expect(onChange).toHaveBeenLastCalledWith([]);
  });

  test('asks for at least one, and says why one can’t be marked', async () => {
    const onSubmit = vi.fn();
    const view = await show(<MultiChoice label="Id types" items={TYPES} onSubmit={onSubmit} />);
    await view.press('enter');
    expect(view.frame()).toContain('✗ Mark at least one with Space.');
    await view.press('up', 'space');
    expect(view.frame()).toContain('✗ The query has no such column.');
    expect(onSubmit).not.toHaveBeenCalled();
  });

  test('says why where nothing can be marked, in place of asking for it', async () => {
    const onSubmit = vi.fn();
    const items = [{ id: 'a', label: 'Acme', disabledBecause: 'Admin or Operator is needed.' }];
    const view = await show(<MultiChoice label="Accounts" items={items} onSubmit={onSubmit} />);
    await view.press('enter');
    expect(view.frame()).toContain('✗ Nothing here can be marked. Admin or Operator is needed.');
    expect(onSubmit).not.toHaveBeenCalled();
  });
});
