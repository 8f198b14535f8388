import { describe, expect, test } from 'vitest';
import type { WrittenEntry } from '../../../../src/core/ports/journal.ts';
import type { Advertiser } from '../../../../src/core/ports/tiktok.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import type { ListedSource } from '../../../../src/wizard/journeys/destination/events-sources.ts';
import {
  type EventSourceFacts,
  eventSourceChecks,
  eventSourceFacts,
  judgeAdvertisers,
  judgeListing,
  judgeNames,
} from '../../../../src/wizard/journeys/remedies/event-source-check.ts';
import { withEventSetting } from '../../../../src/wizard/journeys/remedies/event-source-repair.ts';
import { offeredActions } from '../../../../src/wizard/journeys/remedies/offered-actions.ts';
import { EVENTS_PROFILE } from '../../../ui/support/events-profile.ts';
import { known, VIEW } from '../../../ui/support/fake-services.ts';

const ACCOUNT = '7654321098765432109';
const FACTS: EventSourceFacts = {
  destination: 'acme events',
  credential: 'acme',
  advertiserIds: [ACCOUNT],
  eventSource: 'offline',
  eventSourceId: '7200000000000000001',
  names: ['Purchase'],
  fixedEventName: 'Purchase',
};
const SET: ListedSource = {
  id: '7200000000000000001',
  name: 'Stores',
  advertiserId: ACCOUNT,
  pixelId: undefined,
  autoTracking: undefined,
};
const PIXEL: ListedSource = {
  ...SET,
  id: 'C4ACMESHOP00000000P1',
  name: 'Shop',
  pixelId: '7300000000000000001',
};
const all = (...listed: ListedSource[]) => ({ listed, problem: undefined });
const refused = known('missing-permission', 'No permission.', 'Ask an admin.');

describe('the event source', () => {
  test('is right where TikTok lists it for the ad account', () => {
    expect(judgeListing(FACTS, all(SET))).toEqual({
      part: 'source',
      state: 'ok',
      sentence: `TikTok lists “Stores” (7200000000000000001) for ${ACCOUNT}.`,
    });
  });

  test('is wrong where it is not listed, is missing, or is a pixel’s id', () => {
    expect(judgeListing(FACTS, all()).state).toBe('wrong');
    expect(judgeListing({ ...FACTS, eventSourceId: undefined }, all(SET)).state).toBe('wrong');
    const web = { ...FACTS, eventSource: 'web' as const, eventSourceId: '7300000000000000001' };
    expect(judgeListing(web, all(PIXEL))).toMatchObject({
      state: 'wrong',
      sentence: expect.stringContaining('its code is C4ACMESHOP00000000P1'),
    });
  });

  test('can’t be checked where TikTok doesn’t list, or not everything', () => {
    expect(judgeListing(FACTS, refused).state).toBe('unchecked');
    expect(judgeListing(FACTS, { listed: [], problem: 'No permission.' }).state).toBe('unchecked');
  });
});

describe('the advertiser', () => {
  const analyst: Advertiser[] = VIEW.advertisers.map((each) => ({ ...each, role: 'ANALYST' }));
  test.each([
    [VIEW, 'ok', `The credential reaches ${ACCOUNT} (Operator).`],
    [{ ...VIEW, advertisers: [] }, 'wrong', `The credential “acme” does not reach ${ACCOUNT}.`],
    [{ ...VIEW, advertisers: analyst }, 'wrong', `An Analyst may only read ${ACCOUNT}.`],
    [
      { ...VIEW, advertisersProblem: 'No secret.' },
      'unchecked',
      'TikTok does not list the advertisers: No secret.',
    ],
    [refused, 'unchecked', 'TikTok could not be asked: No permission.'],
  ] as const)('%o is %s', (answer, state, sentence) => {
    expect(judgeAdvertisers(FACTS, answer)).toMatchObject({ part: 'advertiser', state, sentence });
  });
});

describe('the event name', () => {
  test.each([
    [['Purchase', 'CompletePayment'], 'offline', 'ok'],
    [['purchase'], 'offline', 'wrong'],
    [['purchase'], 'web', 'wrong'],
    [['RodeABicycle'], 'web', 'ok'],
    [[], 'offline', 'unchecked'],
  ] as const)('%o from %s is %s', (names, eventSource, state) => {
    expect(judgeNames({ ...FACTS, names, eventSource }).state).toBe(state);
  });

  test('that differs by case gets the right one told', () => {
    expect(judgeNames({ ...FACTS, names: ['completePayment'] }).sentence).toContain('CompletePayment?');
  });
});

test('source, advertiser and name are looked at in this order, each only when it is its turn', async () => {
  const asked: string[] = [];
  const checks = eventSourceChecks(
    {
      eventSets: async () => {
        asked.push('event sets');
        throw refused;
      },
      pixels: async () => [],
      inspect: async () => {
        asked.push('advertisers');
        return VIEW;
      },
    },
    FACTS,
  );
  const parts: string[] = [];
  for (const check of checks) {
    parts.push((await check()).part);
    if (parts.length === 1) expect(asked).toEqual(['event sets']);
  }
  expect(parts).toEqual(['source', 'advertiser', 'event']);
});

describe('the facts of a run', () => {
  test('are those of the profile now, with the names the run has read', () => {
    const journal: readonly WrittenEntry[] = [
      {
        type: 'staged-events',
        at: '2026-03-01T10:00:00.000Z',
        staged: {
          rowsRead: 1,
          unreadable: { count: 0, examples: [] },
          events: 1,
          rejected: {},
          columns: [],
          names: [{ name: 'Lead', events: 1 }],
          unknownNames: [],
          values: [],
          time: undefined,
          identifiers: {},
          valueMismatches: 0,
          withoutRevenue: 0,
          oldEvents: 0,
          leftOut: {},
          seconds: 0,
        },
      },
    ];
    expect(eventSourceFacts(EVENTS_PROFILE, 'purchases', [])?.names).toEqual(['Purchase']);
    expect(eventSourceFacts(EVENTS_PROFILE, 'purchases', journal)).toMatchObject({
      names: ['Lead'],
      eventSourceId: ACCOUNT,
      credential: 'acme',
    });
  });

  test('are none where the orchestration is gone', () => {
    expect(eventSourceFacts(EVENTS_PROFILE, 'nothing', [])).toBeUndefined();
  });
});

describe('a repair', () => {
  const repaired = (profile: typeof EVENTS_PROFILE) =>
    withEventSetting(profile, 'purchases', 'eventSourceId', '7299');

  test('is made where the setting is given: orchestration, else template, else destination', () => {
    expect(repaired(EVENTS_PROFILE).destinations[0]).toMatchObject({ eventSourceId: '7299' });
    const templates = EVENTS_PROFILE.templates.map((each) => ({ ...each, eventSourceId: '71' }));
    const inTemplate = repaired({ ...EVENTS_PROFILE, templates });
    expect(inTemplate.templates[0]).toMatchObject({ eventSourceId: '7299' });
    expect(inTemplate.destinations).toEqual(EVENTS_PROFILE.destinations);
  });

  test('of what an orchestration gives touches nothing else', () => {
    const orchestrations = EVENTS_PROFILE.orchestrations.map((each) => ({
      ...each,
      set: { eventSourceId: '71', fixedEventName: 'Lead' },
    }));
    const after = repaired({ ...EVENTS_PROFILE, orchestrations });
    expect(after.orchestrations[0]?.set).toEqual({ eventSourceId: '7299', fixedEventName: 'Lead' });
    expect({ ...after, orchestrations }).toEqual({ ...EVENTS_PROFILE, orchestrations });
  });
});

test('choosing another event source is offered for a run, and not for a mere check', () => {
  const fault = makeFault({ kind: 'event-source-invalid', code: 40001, message: 'No permission.' });
  const situation = {
    canResume: true,
    canRestart: true,
    knowsSettings: true,
    canBundle: true,
    hasRejects: false,
    isRepaired: false,
  };
  expect(offeredActions(fault, situation)[0]?.id).toBe('choose-event-source');
  const ofCheck = offeredActions(fault, { ...situation, canResume: false, canRestart: false });
  expect(ofCheck.map(({ id }) => id)).not.toContain('choose-event-source');
});
