import { describe, expect, test } from 'vitest';
import { barOf, sparks } from '../../../src/ui/components/bar.ts';
import { FunnelBars } from '../../../src/ui/components/funnel-bars.tsx';
import { ProgressBar, progressText } from '../../../src/ui/components/progress-bar.tsx';
import { Sparkline } from '../../../src/ui/components/sparkline.tsx';
import { Spinner } from '../../../src/ui/components/spinner.tsx';
import { show } from '../support/show.tsx';

const SIGNS = { bar: '#', barEmpty: '-' };

describe('a bar', () => {
  test.each([
    [0, 100, '----------'],
    [1, 100_000, '#---------'],
    [50, 100, '#####-----'],
    [99_999, 100_000, '#########-'],
    [100, 100, '##########'],
    [5, 0, '----------'],
  ])('of %i of %i is %s', (part, whole, expected) => {
    expect(barOf(part, whole, 10, SIGNS)).toBe(expected);
  });

  test('in a line of small bars tells nothing from little', () => {
    expect(sparks([0, 1, 50, 100], ['_', '.', ':', '#'])).toBe('_.:#');
    expect(sparks([0, 0], ['_', '#'])).toBe('__');
  });
});

describe('progress', () => {
  test('is told in counts, rate and time', () => {
    expect(progressText({ done: 1_200, total: 10_000, unit: 'rows', rate: 350 })).toBe(
      '1,200 of 10,000 rows · 350/s · about 25 s left',
    );
    expect(progressText({ done: 3, total: undefined, unit: 'rows', rate: 0.5 })).toBe('3 rows · 0.5/s');
    expect(progressText({ done: 10, total: 10, unit: 'rows', rate: 5 })).toBe('10 of 10 rows · 5.0/s');
  });

  test('has no bar while the total is unknown', async () => {
    const unknown = await show(<ProgressBar done={5} total={undefined} unit="rows" rate={0} />);
    expect(unknown.frame()).toBe('5 rows');
    const known = await show(<ProgressBar done={5} total={10} unit="rows" rate={0} />);
    expect(known.frame()).toMatch(/^█+░+ 50%\n5 of 10 rows$/);
  });

  test('is words alone where nothing should move', async () => {
    const view = await show(<Spinner label="Asking TikTok" />);
    expect(view.frame()).toBe('Asking TikTok…');
  });
});

describe('a funnel', () => {
  const steps = [
    { label: 'Rows read', count: 1000 },
    { label: 'Valid', count: 500 },
    { label: 'To add', count: 1 },
  ];

  test('shows counts, shares of the first, and bars', async () => {
    const view = await show(<FunnelBars steps={steps} />, { columns: 60 });
    const [read = '', valid = '', add = ''] = view.frame().split('\n');
    expect(read).toMatch(/^Rows read {2}█+ {2}1,000 {2}100%$/);
    expect(valid).toMatch(/^Valid {6}█+░+ {4}500 {3}50%$/);
    expect(add).toMatch(/^To add {5}█░+ {6}1 {2}0\.1%$/);
  });

  test('keeps the numbers where there is no room for bars', async () => {
    const view = await show(<FunnelBars steps={steps} />, {
      columns: 40,
      rows: 20,
      appearance: { isReadAloud: true },
    });
    expect(view.frame()).toBe('Rows read  1,000  100%\nValid        500   50%\nTo add         1  0.1%');
  });
});

describe('a sparkline', () => {
  test('shows the newest values and always its words', async () => {
    const view = await show(<Sparkline values={[9, 0, 8]} columns={2} label="8 a second" />);
    expect(view.frame()).toBe('▁█ 8 a second');
  });
});
