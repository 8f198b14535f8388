import { describe, expect, test } from 'vitest';
import type { Orchestration, Profile } from '../../../../src/core/profiles/schema.ts';
import { reviewRows } from '../../../../src/wizard/journeys/common/form.ts';
import {
  guidedStep,
  NOTHING_PICKED,
  type OnboardingAnswers,
  pickables,
  picked,
  withOrchestration,
} from '../../../../src/wizard/journeys/onboarding/onboarding.ts';
import {
  listTemplates,
  nameOf,
  newOrchestration,
  ORCHESTRATION_FORM,
  savedOrchestration,
  toOrchestration,
} from '../../../../src/wizard/journeys/orchestration/orchestration-form.ts';
import { EVENTS_PROFILE } from '../../../ui/support/events-profile.ts';
import { SAMPLE_PROFILE } from '../../../ui/support/sample-profile.ts';

/** The same without an event source or a name anywhere. */
const OPEN: Profile = {
  ...EVENTS_PROFILE,
  destinations: EVENTS_PROFILE.destinations.map((each) => {
    if (each.kind !== 'events') return each;
    const { eventSourceId: _, fixedEventName: __, ...rest } = each;
    return rest;
  }),
  orchestrations: [],
};

const BOTH: Profile = {
  ...EVENTS_PROFILE,
  destinations: [...EVENTS_PROFILE.destinations, ...SAMPLE_PROFILE.destinations],
  templates: [...EVENTS_PROFILE.templates, ...SAMPLE_PROFILE.templates],
};

const problemsOf = (profile: Profile) =>
  reviewRows(ORCHESTRATION_FORM, newOrchestration(profile, { query: 'purchases', template: 'purchases' }))
    .filter(({ problem }) => problem !== undefined)
    .map(({ id }) => id);

describe('an orchestration for events', () => {
  test('asks for event source and name exactly where nothing else gives them', () => {
    expect(problemsOf(EVENTS_PROFILE)).toEqual([]);
    expect(problemsOf(OPEN)).toEqual(['eventSourceId', 'eventName']);
  });

  test('needs no name where a column names the events', () => {
    const templates = OPEN.templates.map((each) => ({
      ...each,
      columns: { ...each.columns, event: ['what'] },
    }));
    expect(problemsOf({ ...OPEN, templates })).toEqual(['eventSourceId']);
  });

  test('is named after its query and never asked for an audience', () => {
    const answers = newOrchestration(OPEN, { query: 'purchases', template: 'purchases' });
    expect(nameOf(answers)).toBe('purchases');
    expect(reviewRows(ORCHESTRATION_FORM, answers).map(({ id }) => id)).not.toContain('audienceName');
  });

  test('that is only looked at is saved as it was', () => {
    const saved: Orchestration = {
      name: 'purchases',
      query: 'purchases',
      template: 'purchases',
      set: { eventSourceId: '7200000000000000001', fixedEventName: 'Lead' },
      schedule: 'manual',
    };
    expect(toOrchestration(savedOrchestration(EVENTS_PROFILE, saved))).toEqual(saved);
  });

  test('drops what only audiences have when its template becomes one for events', () => {
    const saved: Orchestration = {
      name: 'VIP',
      query: 'purchases',
      template: 'vip',
      set: { audienceName: 'VIP', audienceId: '7', mode: 'add' },
    };
    const answers = savedOrchestration(BOTH, saved);
    const [events] = listTemplates(BOTH);
    expect(toOrchestration({ ...answers, template: events }).set).toBeUndefined();
  });
});

const ALL: OnboardingAnswers = {
  ...NOTHING_PICKED,
  kind: 'events',
  credential: 'acme',
  destination: 'acme events',
  query: 'purchases',
  template: 'purchases',
};

describe('the guided way to events', () => {
  test('offers destinations of its kind only', () => {
    const names = (kind: OnboardingAnswers['kind']) =>
      pickables(BOTH, 'destination', { ...ALL, kind }).map(({ name }) => name);
    expect(names('events')).toEqual(['acme events']);
    expect(names('audience')).toEqual(['acme audiences']);
  });

  test('has six steps, and one more for everything that is still open', () => {
    expect(
      guidedStep('preview', { ...ALL, ...picked(EVENTS_PROFILE, ALL, 'template', 'purchases') }),
    ).toEqual({
      number: 5,
      total: 6,
    });
    expect(guidedStep('preview', { ...ALL, ...picked(OPEN, ALL, 'template', 'purchases') })).toEqual({
      number: 7,
      total: 8,
    });
  });

  test('ends in an orchestration that gives what is open, and in the one there is', () => {
    const open = { ...ALL, ...picked(OPEN, ALL, 'template', 'purchases') };
    const answers = { ...open, eventSourceId: '7200000000000000001', fixedEventName: 'Lead' };
    const made = withOrchestration(OPEN, answers);
    expect(made.profile.orchestrations).toEqual([
      {
        name: 'purchases',
        query: 'purchases',
        template: 'purchases',
        set: { eventSourceId: '7200000000000000001', fixedEventName: 'Lead' },
      },
    ]);
    expect(withOrchestration(EVENTS_PROFILE, ALL)).toEqual({ name: 'purchases', profile: EVENTS_PROFILE });
  });
});
