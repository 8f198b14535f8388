import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_PROFILE, type Profile } from '../../../../src/core/profiles/schema.ts';
import {
  guidedStep,
  NOTHING_PICKED,
  ONBOARDING,
  type OnboardingAnswers,
  type PickStep,
  pickables,
  picked,
  withOrchestration,
} from '../../../../src/wizard/journeys/onboarding/onboarding.ts';
import { type JourneyAction, reduceJourney, startJourney } from '../../../../src/wizard/machine.ts';
import { SAMPLE_PROFILE } from '../../../ui/support/sample-profile.ts';

const ALL: OnboardingAnswers = {
  ...NOTHING_PICKED,
  credential: 'acme',
  destination: 'acme audiences',
  query: 'customers',
  template: 'vip',
};

/** The same without an audience name anywhere. */
const OPEN: Profile = {
  ...SAMPLE_PROFILE,
  destinations: SAMPLE_PROFILE.destinations.map((each) => {
    if (each.kind !== 'audience') return each;
    const { audienceName: _, ...rest } = each;
    return rest;
  }),
};

describe('the guided way', () => {
  test('has six steps, and seven where the audience has no name yet', () => {
    expect(guidedStep('credential', NOTHING_PICKED)).toEqual({ number: 1, total: 6 });
    expect(guidedStep('preview', NOTHING_PICKED)).toEqual({ number: 5, total: 6 });
    expect(guidedStep('preview', { ...NOTHING_PICKED, isNameOpen: true })).toEqual({ number: 6, total: 7 });
  });

  test('offers what fits to what was picked before', () => {
    expect(pickables(SAMPLE_PROFILE, 'destination', NOTHING_PICKED)).toEqual([]);
    const withCredential = { ...NOTHING_PICKED, credential: 'acme' };
    expect(pickables(SAMPLE_PROFILE, 'destination', withCredential).map(({ name }) => name)).toEqual([
      'acme audiences',
    ]);
    expect(pickables(SAMPLE_PROFILE, 'template', ALL).map(({ name }) => name)).toEqual(['vip']);
    expect(pickables(SAMPLE_PROFILE, 'template', { ...ALL, destination: 'other' })).toEqual([]);
  });

  test('says of a query that it has served the other kind only, and doesn’t propose it', () => {
    const events: OnboardingAnswers = { ...NOTHING_PICKED, kind: 'events' };
    const [used] = pickables(SAMPLE_PROFILE, 'query', events);
    expect(used).toMatchObject({ name: 'customers', note: 'used for people', isUnlikely: true });
    expect(pickables(SAMPLE_PROFILE, 'query', ALL)[0]).not.toHaveProperty('isUnlikely');
    const neverUsed = { ...SAMPLE_PROFILE, orchestrations: [] };
    expect(pickables(neverUsed, 'query', events)[0]).not.toHaveProperty('isUnlikely');
  });

  test('keeps later answers that still fit, and no others', () => {
    expect(picked(SAMPLE_PROFILE, ALL, 'credential', 'acme')).toEqual({
      credential: 'acme',
      isNameOpen: false,
    });
    expect(picked(SAMPLE_PROFILE, ALL, 'credential', 'other')).toEqual({
      credential: 'other',
      destination: undefined,
      template: undefined,
      isNameOpen: false,
    });
    expect(picked(SAMPLE_PROFILE, ALL, 'query', 'other')).toEqual({ query: 'other', isNameOpen: false });
  });

  test('asks for the audience exactly where nothing names it', () => {
    expect(picked(SAMPLE_PROFILE, ALL, 'template', 'vip').isNameOpen).toBe(false);
    expect(picked(OPEN, ALL, 'template', 'vip').isNameOpen).toBe(true);
  });
});

describe('the orchestration at its end', () => {
  test('is the one that does the same already', () => {
    const made = withOrchestration(SAMPLE_PROFILE, ALL);
    expect(made).toEqual({ name: 'VIP', profile: SAMPLE_PROFILE });
  });

  test('is new and named after its audience otherwise', () => {
    const { name, profile } = withOrchestration({ ...SAMPLE_PROFILE, orchestrations: [] }, ALL);
    expect(name).toBe('VIP');
    expect(profile.orchestrations).toEqual([{ name: 'VIP', query: 'customers', template: 'vip' }]);
  });

  test('holds the audience’s name where nothing else does', () => {
    const answers = { ...ALL, isNameOpen: true, audienceName: 'Best' };
    const { profile } = withOrchestration({ ...OPEN, orchestrations: [] }, answers);
    expect(profile.orchestrations).toEqual([
      { name: 'Best', query: 'customers', template: 'vip', set: { audienceName: 'Best' } },
    ]);
  });

  test('stays one when a person comes back and changes something', () => {
    const other = { ...SAMPLE_PROFILE, queries: [...SAMPLE_PROFILE.queries] };
    const first = withOrchestration({ ...other, orchestrations: [] }, ALL);
    const second = withOrchestration(first.profile, {
      ...ALL,
      query: 'more customers',
      orchestration: first.name,
    });
    expect(second.name).toBe('VIP');
    expect(second.profile.orchestrations).toEqual([
      { name: 'VIP', query: 'more customers', template: 'vip' },
    ]);
  });
});

test('whatever is picked and however often one goes back, no answer is lost', () => {
  const steps: readonly PickStep[] = ['credential', 'destination', 'query', 'template'];
  const actions = fc.oneof(
    fc.constant('back' as const),
    fc.record({ step: fc.constantFrom(...steps), name: fc.constantFrom('acme', 'vip', 'customers', 'x') }),
  );
  fc.assert(
    fc.property(fc.array(actions, { maxLength: 30 }), (pressed) => {
      let state = startJourney(ONBOARDING, NOTHING_PICKED);
      for (const press of pressed) {
        const before = state.answers;
        const action: JourneyAction<(typeof state)['at'], OnboardingAnswers> =
          press === 'back'
            ? { type: 'back' }
            : { type: 'answer', answers: picked(EMPTY_PROFILE, before, press.step, press.name) };
        state = reduceJourney(ONBOARDING, state, action);
        if (press === 'back') expect(state.answers).toBe(before);
        else expect(state.answers[press.step]).toBe(press.name);
      }
    }),
  );
});
