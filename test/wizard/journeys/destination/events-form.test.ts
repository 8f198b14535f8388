import { describe, expect, test } from 'vitest';
import { EVENT_NAMES } from '../../../../src/core/events/event-names.ts';
import { EMPTY_PROFILE, type EventsDestination } from '../../../../src/core/profiles/schema.ts';
import { pageOf, reduceForm, reviewRows, startForm } from '../../../../src/wizard/journeys/common/form.ts';
import {
  newEventsDestination,
  savedEventsDestination,
  sourceIdOf,
  toEventsDestination,
} from '../../../../src/wizard/journeys/destination/events-answers.ts';
import {
  EVENTS_DESTINATION_FORM,
  startEventsAtFocus,
} from '../../../../src/wizard/journeys/destination/events-form.ts';
import { eventNameItems, judgeEventName } from '../../../../src/wizard/journeys/destination/events-names.ts';
import { timeZoneItems, zoneOf } from '../../../../src/wizard/journeys/destination/events-time-zones.ts';
import { DESTINATION_KINDS } from '../../../../src/wizard/journeys/destination/kinds.ts';
import { SIMULATOR } from '../../../ui/support/fake-services.ts';

const SAVED: EventsDestination = {
  name: 'acme events',
  description: 'stores',
  kind: 'events',
  credential: 'acme',
  advertiserIds: ['7654321098765432109'],
  eventSource: 'web',
  eventSourceId: 'C4ACMESHOP00000000P1',
  fixedEventName: 'Purchase',
  limitedDataUse: true,
  defaultCountry: 'US',
  timeZone: 'America/Los_Angeles',
  sendOldEvents: true,
  emailRule: 'legacy',
  phoneRule: 'digits',
  batchSize: 500,
  access: { adminOnly: true },
};

const titlesOf = (answers: ReturnType<typeof savedEventsDestination>) =>
  reviewRows(EVENTS_DESTINATION_FORM, answers).map(({ title }) => title);

describe('a destination for events', () => {
  test('that is only looked at is saved as it was', () => {
    expect(toEventsDestination(savedEventsDestination(SAVED))).toEqual(SAVED);
    const { fixedEventName: _, eventSourceId: __, ...open } = SAVED;
    expect(toEventsDestination(savedEventsDestination(open))).toEqual(open);
  });

  test('keeps event set and pixel apart, so that looking at the other kind loses nothing', () => {
    const offline = { ...savedEventsDestination(SAVED), eventSource: 'offline' as const };
    expect(sourceIdOf(offline)).toBeUndefined();
    expect(sourceIdOf({ ...offline, eventSource: 'web' })).toBe(SAVED.eventSourceId);
  });

  test('knows limited data use for the web only', () => {
    const web = savedEventsDestination(SAVED);
    const offline = { ...web, eventSource: 'offline' as const };
    expect(titlesOf(web)).toContain('Limited data use');
    expect(titlesOf(offline)).not.toContain('Limited data use');
    expect(toEventsDestination(offline)).not.toHaveProperty('limitedDataUse');
  });

  test('says at its answer what TikTok would refuse without a reason', () => {
    const answers = {
      ...savedEventsDestination(SAVED),
      eventSource: 'offline' as const,
      sourceIds: { offline: 'C4ACMESHOP00000000P1', web: undefined },
      fixedEventName: 'MyOwnEvent',
    };
    const problems = reviewRows(EVENTS_DESTINATION_FORM, answers).flatMap(({ id, problem }) =>
      problem === undefined ? [] : [id],
    );
    expect(problems).toEqual(['eventSourceId', 'eventName']);
  });

  test('can leave source and name open for the template or the orchestration', () => {
    const answers = { ...savedEventsDestination(SAVED), sourceIds: { offline: undefined, web: undefined } };
    const rows = reviewRows(EVENTS_DESTINATION_FORM, { ...answers, fixedEventName: undefined });
    expect(rows.every(({ problem }) => problem === undefined)).toBe(true);
    expect(rows.find(({ id }) => id === 'eventSourceId')?.value).toBe('given later');
  });

  test('is asked for source before id, and id before name', () => {
    let state = startForm(EVENTS_DESTINATION_FORM, newEventsDestination(EMPTY_PROFILE, SIMULATOR, 'demo'));
    const asked: string[] = [];
    for (let step = 0; step < 20 && pageOf(state) !== 'review'; step += 1) {
      asked.push(pageOf(state));
      state = reduceForm(EVENTS_DESTINATION_FORM, state, {
        type: 'answer',
        answers: { advertiserIds: ['7654321098765432109'] },
      });
    }
    expect(asked).toEqual([
      'name',
      'advertiser',
      'eventSource',
      'eventSourceId',
      'eventName',
      'country',
      'timeZone',
    ]);
  });

  test('opens where a remedy sends to, and at its review for a part it lacks', () => {
    const answers = savedEventsDestination(SAVED);
    expect(pageOf(startEventsAtFocus(answers, 'eventSourceId'))).toBe('eventSourceId');
    expect(pageOf(startEventsAtFocus(answers, 'audienceName'))).toBe('review');
    expect(pageOf(startEventsAtFocus(answers, undefined))).toBe('review');
  });
});

test('both kinds are found by typing tik', () => {
  expect(DESTINATION_KINDS.filter(({ label }) => label.toLowerCase().includes('tik'))).toHaveLength(2);
});

describe('event names', () => {
  test('are all there with what each is for, but those TikTok takes from the web only', () => {
    expect(eventNameItems('web')).toHaveLength(EVENT_NAMES.length);
    const offline = eventNameItems('offline').map(({ id }) => id);
    expect(offline).not.toContain('PageView');
    expect(offline).toContain('CompletePayment');
    expect(eventNameItems('web').every(({ note }) => note !== '')).toBe(true);
  });

  test.each([
    ['Purchase', 'offline', 'good'],
    ['CompletePayment', 'web', 'good'],
    ['completepayment', 'offline', 'problem'],
    ['Completepayment', 'web', 'doubt'],
    ['RodeABicycle', 'web', 'good'],
    ['RodeABicycle', 'offline', 'problem'],
    [' ', 'web', 'problem'],
  ] as const)('%s from %s is %s', (name, source, kind) => {
    expect(judgeEventName(name, source).kind).toBe(kind);
  });

  test('that are misspelt get the right one told', () => {
    expect(judgeEventName('completepayment', 'offline')).toMatchObject({
      message: expect.stringContaining('did you mean CompletePayment?'),
    });
  });
});

describe('the time zone', () => {
  test('is the first ad account’s that this machine knows', () => {
    const zones = { a: 'Mars/Olympus', b: 'Europe/Berlin' };
    expect(zoneOf(['a', 'b'], zones)).toBe('Europe/Berlin');
    expect(zoneOf(['a'], zones)).toBeUndefined();
  });

  test('can be any, the likely ones first and each once', () => {
    const names = timeZoneItems('Europe/Berlin', 'Etc/GMT+8').map(({ id }) => id);
    expect(names.slice(0, 3)).toEqual(['UTC', 'Europe/Berlin', 'Etc/GMT+8']);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('America/Los_Angeles');
  });
});
