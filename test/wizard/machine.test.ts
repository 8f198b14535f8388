import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canGoBack,
  draftOf,
  type Journey,
  type JourneyAction,
  type JourneyState,
  progressOf,
  reduceJourney,
  resumeJourney,
  startJourney,
} from '../../src/wizard/machine.ts';

type Id = 'kind' | 'audience' | 'source' | 'name' | 'review' | 'send' | 'result';

interface Answers {
  readonly kind?: 'audience' | 'events';
  readonly audience?: string;
  readonly source?: string;
  readonly name?: string;
}

const JOURNEY: Journey<Id, Answers> = {
  review: 'review',
  steps: [
    { id: 'kind', title: () => 'Kind', isAnswered: ({ kind }) => kind !== undefined },
    {
      id: 'audience',
      title: () => 'Audience',
      isSkipped: ({ kind }) => kind === 'events',
      isAnswered: ({ audience }) => audience !== undefined,
    },
    {
      id: 'source',
      title: () => 'Event source',
      isSkipped: ({ kind }) => kind !== 'events',
      isAnswered: ({ source }) => source !== undefined,
    },
    {
      id: 'name',
      title: ({ kind }) => (kind === 'events' ? 'Name of the events' : 'Name of the audience'),
      isAnswered: ({ name }) => name !== undefined,
    },
    { id: 'review', title: () => 'Review' },
    { id: 'send', title: () => 'Sending', isWall: true },
    { id: 'result', title: () => 'Result' },
  ],
};

type Action = JourneyAction<Id, Answers>;
type State = JourneyState<Id, Answers>;

function run(...actions: readonly Action[]): State {
  return actions.reduce((state, action) => reduceJourney(JOURNEY, state, action), startJourney(JOURNEY, {}));
}
const answer = (answers: Answers): Action => ({ type: 'answer', answers });
const back: Action = { type: 'back' };
const edit = (step: Id): Action => ({ type: 'edit', step });

const TO_REVIEW = [answer({ kind: 'audience' }), answer({ audience: 'VIP' }), answer({ name: 'vip' })];

describe('a journey', () => {
  test('goes step by step and passes over what earlier answers make needless', () => {
    expect(run(answer({ kind: 'events' })).at).toBe('source');
    expect(run(answer({ kind: 'audience' }), answer({ audience: 'VIP' })).at).toBe('name');
    expect(run(...TO_REVIEW).at).toBe('review');
  });

  test('passes over the same steps on the way back, and keeps every answer', () => {
    const state = run(answer({ kind: 'events' }), answer({ source: '7' }), back, back);
    expect(state.at).toBe('kind');
    expect(state.answers).toEqual({ kind: 'events', source: '7' });
  });

  test('stays at its first step when it goes back from there', () => {
    const state = run(back);
    expect(state.at).toBe('kind');
    expect(canGoBack(JOURNEY, state)).toBe(false);
  });

  test('keeps a half-typed answer without moving', () => {
    const state = run(...TO_REVIEW.slice(0, 2), { type: 'note', answers: { name: 'hal' } }, back);
    expect(state).toMatchObject({ at: 'audience', answers: { name: 'hal' } });
  });

  test('changes one answer from the review and comes back to it', () => {
    const state = run(...TO_REVIEW, edit('audience'));
    expect(state).toMatchObject({ at: 'audience', isEditing: true });
    expect(reduceJourney(JOURNEY, state, answer({ audience: 'New' }))).toMatchObject({
      at: 'review',
      isEditing: false,
      answers: { audience: 'New', name: 'vip' },
    });
    expect(reduceJourney(JOURNEY, state, back)).toMatchObject({ at: 'review', answers: { audience: 'VIP' } });
  });

  test('asks for what a change has made necessary before it comes back to the review', () => {
    const state = run(...TO_REVIEW, edit('kind'), answer({ kind: 'events' }));
    expect(state.at).toBe('source');
    expect(reduceJourney(JOURNEY, state, answer({ source: '7' }))).toMatchObject({
      at: 'review',
      isEditing: false,
    });
  });

  test('doesn’t come back to the review with an open question, only to the question before', () => {
    const open = run(...TO_REVIEW, edit('kind'), answer({ kind: 'events' }), back);
    expect(open).toMatchObject({ at: 'kind', isEditing: true });
    expect(canGoBack(JOURNEY, open)).toBe(false);
    expect(reduceJourney(JOURNEY, open, answer({ kind: 'audience' })).at).toBe('review');
  });

  test('edits only from the review, and only what can still be changed', () => {
    expect(run(answer({ kind: 'audience' }), edit('kind')).at).toBe('audience');
    expect(run(...TO_REVIEW, edit('source')).at).toBe('review');
    expect(run(...TO_REVIEW, edit('result')).at).toBe('review');
  });

  test('doesn’t go back through a wall', () => {
    const sending = run(...TO_REVIEW, answer({}));
    expect(sending.at).toBe('send');
    expect(reduceJourney(JOURNEY, sending, back).at).toBe('send');
    const result = reduceJourney(JOURNEY, sending, answer({}));
    expect(result.at).toBe('result');
    expect(reduceJourney(JOURNEY, result, back).at).toBe('result');
    expect(reduceJourney(JOURNEY, result, answer({})).isFinished).toBe(true);
  });

  test('tells where it is, in the words of the answers so far', () => {
    expect(progressOf(JOURNEY, run(...TO_REVIEW.slice(0, 2)))).toEqual({
      number: 3,
      total: 6,
      title: 'Name of the audience',
    });
  });
});

describe('a draft', () => {
  const resume = (at: string, answers: Answers): Id => resumeJourney(JOURNEY, { at, answers }).at;

  test('goes on where it was put aside, through JSON', () => {
    const state = run(...TO_REVIEW.slice(0, 2));
    const draft = JSON.parse(JSON.stringify(draftOf(state))) as ReturnType<typeof draftOf<Id, Answers>>;
    expect(resumeJourney(JOURNEY, draft)).toEqual(state);
  });

  test('goes on at the first open question when its step doesn’t exist any more, or is skipped now', () => {
    expect(resume('gone', { kind: 'audience' })).toBe('audience');
    expect(resume('audience', { kind: 'events' })).toBe('source');
  });

  test('never goes on at or behind a wall', () => {
    expect(resume('send', { kind: 'audience', audience: 'VIP', name: 'vip' })).toBe('review');
    expect(resume('result', { kind: 'audience', audience: 'VIP', name: 'vip' })).toBe('review');
  });
});

describe('any journey of any person', () => {
  const ids = JOURNEY.steps.map(({ id }) => id);
  const answers: fc.Arbitrary<Answers> = fc.record(
    {
      kind: fc.constantFrom<('audience' | 'events')[]>('audience', 'events'),
      audience: fc.constant('a'),
      source: fc.constant('s'),
      name: fc.constant('n'),
    },
    { requiredKeys: [] },
  );
  const action: fc.Arbitrary<Action> = fc.oneof(
    answers.map(answer),
    answers.map((noted): Action => ({ type: 'note', answers: noted })),
    fc.constant(back),
    fc.constantFrom(...ids).map(edit),
  );

  test('loses no answer, never goes back through the wall, and never arrives at a skipped step', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        let state = startJourney(JOURNEY, {});
        for (const next of actions) {
          const before = state;
          state = reduceJourney(JOURNEY, state, next);
          for (const [key, value] of Object.entries(before.answers)) {
            const given = next.type === 'answer' || next.type === 'note' ? next.answers : {};
            expect(state.answers).toHaveProperty(key, key in given ? given[key as keyof Answers] : value);
          }
          if (state.at !== before.at) {
            const step = JOURNEY.steps.find(({ id }) => id === state.at);
            expect(step?.isSkipped?.(state.answers) ?? false).toBe(false);
          }
          if (ids.indexOf(before.at) >= ids.indexOf('send')) {
            expect(ids.indexOf(state.at)).toBeGreaterThanOrEqual(ids.indexOf(before.at));
          }
          if (next.type === 'back') {
            expect(state.answers).toEqual(before.answers);
          }
          const behind = reduceJourney(JOURNEY, state, back);
          expect(canGoBack(JOURNEY, state)).toBe(
            state.at !== behind.at || state.isEditing !== behind.isEditing,
          );
        }
      }),
    );
  });

  test('comes to the review with every question answered that needs an answer', () => {
    const honest = fc.array(fc.oneof(fc.constant('go'), fc.constant('back'), fc.constantFrom(...ids)), {
      maxLength: 40,
    });
    const give: Readonly<Partial<Record<Id, Answers>>> = {
      audience: { audience: 'a' },
      source: { source: 's' },
      name: { name: 'n' },
    };
    fc.assert(
      fc.property(honest, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (moves, kinds) => {
        let state = startJourney(JOURNEY, {});
        for (const [index, move] of moves.entries()) {
          if (move === 'go') {
            const given =
              state.at === 'kind' ? { kind: kinds[index] ? 'audience' : 'events' } : (give[state.at] ?? {});
            state = reduceJourney(JOURNEY, state, answer(given as Answers));
          } else {
            state = reduceJourney(JOURNEY, state, move === 'back' ? back : edit(move as Id));
          }
          if (state.at === 'review') {
            const open = JOURNEY.steps.filter(
              (step) =>
                step.isSkipped?.(state.answers) !== true && step.isAnswered?.(state.answers) === false,
            );
            expect(open.map(({ id }) => id)).toEqual([]);
          }
        }
      }),
    );
  });
});
