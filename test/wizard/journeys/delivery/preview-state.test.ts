import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KnownError } from '../../../../src/core/errors.ts';
import {
  PREVIEW_PAGES,
  type PreviewAction,
  type PreviewState,
  reducePreview,
  startPreview,
} from '../../../../src/wizard/journeys/delivery/preview-state.ts';
import { previewWith } from '../../../ui/support/delivery-values.ts';

const SAMPLE = [{ row: 1, values: [] }];

function after(...actions: readonly PreviewAction[]): PreviewState {
  return actions.reduce(reducePreview, startPreview(undefined));
}

test('a preview under way tells how far it is, then shows what it found', () => {
  const working = after({ type: 'begin', what: 'previewing' }, { type: 'progress', attempt: 1, rows: 5_000 });
  expect(working.work).toEqual({ kind: 'previewing', rows: 5_000, percent: undefined });
  const preview = previewWith();
  const done = reducePreview(working, { type: 'previewed', attempt: 1, preview });
  expect(done).toMatchObject({ work: { kind: 'none' }, preview });
});

test('the answer of an attempt that was stopped isn’t taken', () => {
  const state = after(
    { type: 'begin', what: 'previewing' },
    { type: 'stop' },
    { type: 'previewed', attempt: 1, preview: previewWith() },
  );
  expect(state).toMatchObject({ isStopped: true, preview: undefined });
});

test('the preview before stays while a new one is made, and after it failed', () => {
  const preview = previewWith();
  const problem = new KnownError({
    kind: 'query-failed',
    message: 'The query has a mistake.',
    hint: 'Correct it.',
  });
  const state = [
    { type: 'begin', what: 'previewing' },
    { type: 'failed', attempt: 1, problem },
  ] satisfies PreviewAction[];
  expect(state.reduce(reducePreview, startPreview(preview))).toMatchObject({ preview, problem });
});

test('a refusal to unmask leaves the preview where it is', () => {
  const problem = new KnownError({ kind: 'forbidden-by-policy', message: 'Not for you.', hint: 'Ask.' });
  const state = after(
    { type: 'show', page: 'sample' },
    { type: 'begin', what: 'unmasking' },
    { type: 'failed', attempt: 1, problem },
  );
  expect(state).toMatchObject({ refusal: problem, problem: undefined, page: 'sample' });
});

test('the pages turn around in both directions', () => {
  expect(after({ type: 'turn', by: -1 }).page).toBe('request');
  const all = PREVIEW_PAGES.map(() => ({ type: 'turn', by: 1 }) as const);
  expect(after(...all).page).toBe('funnel');
});

test('unmasked values are gone as soon as their page is left', () => {
  const unmasked = after(
    { type: 'show', page: 'sample' },
    { type: 'begin', what: 'unmasking' },
    { type: 'unmasked', attempt: 1, sample: SAMPLE },
  );
  expect(unmasked.unmasked).toEqual(SAMPLE);
  expect(reducePreview(unmasked, { type: 'turn', by: 1 }).unmasked).toBeUndefined();
  expect(reducePreview(unmasked, { type: 'mask' }).unmasked).toBeUndefined();
});

test('values still being unmasked when the page is left never appear', () => {
  const state = after(
    { type: 'show', page: 'sample' },
    { type: 'begin', what: 'unmasking' },
    { type: 'turn', by: 1 },
    { type: 'unmasked', attempt: 1, sample: SAMPLE },
    { type: 'turn', by: -1 },
  );
  expect(state).toMatchObject({ page: 'sample', unmasked: undefined, work: { kind: 'none' } });
});

test('whatever happens, unmasked values are only there on the page of the sample', () => {
  const action: fc.Arbitrary<PreviewAction> = fc.oneof(
    fc.constantFrom<PreviewAction>(
      { type: 'begin', what: 'previewing' },
      { type: 'begin', what: 'unmasking' },
      { type: 'stop' },
      { type: 'mask' },
      { type: 'turn', by: 1 },
      { type: 'turn', by: -1 },
    ),
    fc.constantFrom(...PREVIEW_PAGES).map((page) => ({ type: 'show' as const, page })),
    fc.nat(6).map((attempt) => ({ type: 'unmasked' as const, attempt, sample: SAMPLE })),
    fc.nat(6).map((attempt) => ({ type: 'previewed' as const, attempt, preview: previewWith() })),
  );
  fc.assert(
    fc.property(fc.array(action), (actions) => {
      let state = startPreview(undefined);
      for (const each of actions) {
        const { page } = state;
        state = reducePreview(state, each);
        if (state.page !== 'sample' || state.page !== page) expect(state.unmasked).toBeUndefined();
      }
    }),
  );
});
