import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canStepBack,
  defineForm,
  type FormAction,
  type FormState,
  formProgress,
  pageOf,
  reduceForm,
  reviewRows,
  startForm,
} from '../../../../src/wizard/journeys/common/form.ts';

type Id = 'name' | 'country' | 'colour' | 'review';

interface Answers {
  readonly name: string;
  readonly hasCountry: boolean;
  readonly country: string;
  readonly colour: string;
}

const FORM = defineForm<Id, Answers>('review', [
  {
    id: 'name',
    title: 'Name',
    check: ({ name }) => (name === '' ? 'A name is needed.' : undefined),
    inWords: ({ name }) => name,
  },
  {
    id: 'country',
    title: 'Country',
    isSkipped: ({ hasCountry }) => !hasCountry,
    check: ({ country }) => (country === '' ? 'A country is needed.' : undefined),
    inWords: ({ country }) => country,
  },
  { id: 'colour', title: 'Colour', isOptional: true, inWords: ({ colour }) => colour },
  { id: 'review', title: 'Review' },
]);

const EMPTY: Answers = { name: '', hasCountry: true, country: '', colour: 'blue' };

function play(
  state: FormState<Id, Answers>,
  ...actions: readonly FormAction<Id, Answers>[]
): FormState<Id, Answers> {
  return actions.reduce((current, action) => reduceForm(FORM, current, action), state);
}

describe('a form', () => {
  test('asks step by step, and never for what is optional', () => {
    const asked = [startForm(FORM, EMPTY)];
    asked.push(play(asked[0] ?? startForm(FORM, EMPTY), { type: 'answer', answers: { name: 'Ann' } }));
    asked.push(play(asked[1] ?? startForm(FORM, EMPTY), { type: 'answer', answers: { country: 'US' } }));
    expect(asked.map(pageOf)).toEqual(['name', 'country', 'review']);
  });

  test('opens a saved thing at its review', () => {
    const state = startForm(FORM, { ...EMPTY, name: 'Ann', country: 'US' }, 'review');
    expect(pageOf(state)).toBe('review');
  });

  test('opens an optional setting above the review and comes back to it', () => {
    const review = startForm(FORM, { ...EMPTY, name: 'Ann', country: 'US' }, 'review');
    const opened = play(review, { type: 'edit', step: 'colour' });
    expect(pageOf(opened)).toBe('colour');
    expect(formProgress(FORM, opened)).toMatchObject({ number: 3, total: 3, title: 'Colour' });
    const answered = play(opened, { type: 'answer', answers: { colour: 'red' } });
    expect(pageOf(answered)).toBe('review');
    expect(answered.answers.colour).toBe('red');
  });

  test('leaves an optional setting with what was noted', () => {
    const review = startForm(FORM, { ...EMPTY, name: 'Ann', country: 'US' }, 'review');
    const left = play(
      review,
      { type: 'edit', step: 'colour' },
      { type: 'note', answers: { colour: 'gre' } },
      { type: 'back' },
    );
    expect(pageOf(left)).toBe('review');
    expect(left.answers.colour).toBe('gre');
  });

  test('asks for what a change has made necessary before it shows the review again', () => {
    const review = startForm(FORM, { ...EMPTY, name: 'Ann', hasCountry: false }, 'review');
    const changed = play(
      review,
      { type: 'edit', step: 'name' },
      { type: 'answer', answers: { hasCountry: true } },
    );
    expect(pageOf(changed)).toBe('country');
    expect(pageOf(play(changed, { type: 'answer', answers: { country: 'US' } }))).toBe('review');
  });

  test('shows every answer that counts, and what is wrong with it', () => {
    expect(reviewRows(FORM, { ...EMPTY, hasCountry: false })).toEqual([
      { id: 'name', title: 'Name', value: '', problem: 'A name is needed.' },
      { id: 'colour', title: 'Colour', value: 'blue', problem: undefined },
    ]);
  });

  test('of a saved thing is left from its review, where it began', () => {
    const review = startForm(FORM, { ...EMPTY, name: 'Ann', country: 'US' }, 'review');
    expect(canStepBack(FORM, review)).toBe(false);
    expect(play(review, { type: 'back' })).toBe(review);
    const edited = play(review, { type: 'edit', step: 'name' });
    expect(canStepBack(FORM, edited)).toBe(true);
    expect(pageOf(play(edited, { type: 'back' }))).toBe('review');
  });

  test('can be left only from its first step', () => {
    const first = startForm(FORM, EMPTY);
    expect(canStepBack(FORM, first)).toBe(false);
    expect(canStepBack(FORM, play(first, { type: 'answer', answers: { name: 'Ann' } }))).toBe(true);
  });
});

const actions = fc.oneof(
  fc.record({ type: fc.constant('note' as const), answers: fc.record({ name: fc.string() }) }),
  fc.record({ type: fc.constant('answer' as const), answers: fc.record({ country: fc.string() }) }),
  fc.record({ type: fc.constant('answer' as const), answers: fc.record({ hasCountry: fc.boolean() }) }),
  fc.constant({ type: 'back' as const }),
  fc.record({
    type: fc.constant('edit' as const),
    step: fc.constantFrom<Id>('name', 'country', 'colour', 'review'),
  }),
);

test('whatever is pressed, no answer is lost and some step is shown', () => {
  fc.assert(
    fc.property(fc.array(actions, { maxLength: 40 }), (pressed) => {
      let state = startForm(FORM, EMPTY);
      const given = { ...EMPTY };
      for (const action of pressed) {
        state = reduceForm(FORM, state, action);
        if ('answers' in action) Object.assign(given, action.answers);
        expect(state.answers).toEqual(given);
        expect(FORM.steps.map(({ id }) => id)).toContain(pageOf(state));
      }
    }),
  );
});
