import fc from 'fast-check';
import type { ReactNode } from 'react';
import { describe, expect, test, vi } from 'vitest';
import { AT_OWN_TEXT, newer, older } from '../../../src/ui/components/history-walk.ts';
import { TextField, type TextFieldProps } from '../../../src/ui/components/text-field.tsx';
import { FieldHistoryContext } from '../../../src/ui/hooks/use-field-history.ts';
import { historyInMemory } from '../support/history-in-memory.ts';
import { show } from '../support/show.tsx';

function Field({
  history,
  ...props
}: TextFieldProps & { readonly before: ReturnType<typeof historyInMemory> }): ReactNode {
  return (
    <FieldHistoryContext value={props.before}>
      <TextField {...props} history={history} />
    </FieldHistoryContext>
  );
}

const BEFORE = { 'audience-name': ['Newest', 'Older', 'Oldest'] };

describe('earlier entries', () => {
  test('come with ↑ from the newest on, and ↓ leads back to what was being typed', async () => {
    const onChange = vi.fn();
    const view = await show(
      <Field
        label="Name"
        history="audience-name"
        before={historyInMemory(BEFORE)}
        onChange={onChange}
        onSubmit={vi.fn()}
      />,
    );
    await view.type('V');
    await view.press('up');
    expect(view.frame()).toContain('❯ Newest');
    await view.press('up', 'up', 'up', 'up');
    expect(view.frame()).toContain('❯ Oldest');
    expect(onChange).toHaveBeenLastCalledWith('Oldest');
    await view.press('down', 'down', 'down', 'down');
    expect(view.frame()).toContain('❯ V▏');
  });

  test('can be edited, and are one’s own text from then on', async () => {
    const onSubmit = vi.fn();
    const before = historyInMemory(BEFORE);
    const view = await show(
      <Field label="Name" history="audience-name" before={before} onSubmit={onSubmit} />,
    );
    await view.burst('up', 'up', '!', 'up', 'down', 'enter');
    expect(onSubmit).toHaveBeenCalledExactlyOnceWith('Older!');
    expect(before.entries('audience-name')).toEqual(['Older!', 'Newest', 'Older', 'Oldest']);
  });

  test('are no business of fields without a kind, of masked ones, and of refused values', async () => {
    const before = historyInMemory(BEFORE);
    const view = await show(<Field label="SQL" before={before} onSubmit={vi.fn()} />);
    await view.press('up');
    expect(view.frame()).not.toContain('Newest');
    const masked = await show(
      <Field label="Token" history="audience-name" isMasked before={before} onSubmit={vi.fn()} />,
    );
    await masked.press('up');
    expect(masked.frame()).not.toContain('•');
    await masked.type('sesame');
    await masked.press('enter');
    const refused = await show(
      <Field
        label="Name"
        history="audience-name"
        before={before}
        validate={() => 'No.'}
        onSubmit={vi.fn()}
      />,
    );
    await refused.type('Wrong');
    await refused.press('enter');
    expect(before.entries('audience-name')).toEqual(['Newest', 'Older', 'Oldest']);
  });

  test('lead back to one’s own text from wherever one is, however one got there', () => {
    const steps = fc.array(fc.constantFrom('older', 'newer'));
    const texts = fc.uniqueArray(fc.string({ maxLength: 3 }), { maxLength: 5 });
    fc.assert(
      fc.property(texts, fc.string({ maxLength: 3 }), steps, (entries, own, directions) => {
        let [walk, value] = [AT_OWN_TEXT, own];
        for (const direction of [...directions, ...entries.map(() => 'newer')]) {
          const step = direction === 'older' ? older(walk, entries, value) : newer(walk, entries);
          if (step !== undefined) {
            expect(step.value).not.toBe(value);
            ({ walk, value } = step);
          }
          expect([own, ...entries]).toContain(value);
        }
        expect(value).toBe(own);
      }),
    );
  });
});
