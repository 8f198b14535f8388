import { describe, expect, test } from 'vitest';
import type { Template } from '../../../../src/core/profiles/schema.ts';
import { pageOf, reduceForm, reviewRows, startForm } from '../../../../src/wizard/journeys/common/form.ts';
import {
  columnsOfField,
  eventFieldRows,
  eventMappingChoice,
  eventMappingInWords,
  fieldsToFeed,
  missingInWords,
  unsentColumns,
  withFieldColumns,
} from '../../../../src/wizard/journeys/template/events-mapping.ts';
import {
  EVENTS_TEMPLATE_FORM,
  type EventsTarget,
  type EventsTemplateAnswers,
  newEventsTemplate,
  savedEventsTemplate,
  toEventsTemplate,
} from '../../../../src/wizard/journeys/template/events-template.ts';
import { EVENTS_PROFILE } from '../../../ui/support/events-profile.ts';

const SAMPLE = {
  columns: ['buyer_mail', 'order_datetime', 'product_id', 'item_price', 'evnt', 'note'].map((name) => ({
    name,
    type: 'VARCHAR',
  })),
  rows: [
    ['jane@example.com', '2026-03-01 10:00:00', 'P-100', '14.50', 'Purchase', 'likes tea'],
    ['bob@example.com', '2026-03-01 11:00:00', 'P-101', '39', 'Purchase', 'likes coffee'],
  ],
};

describe('a mapping for events', () => {
  const choice = eventMappingChoice(SAMPLE);
  const { columns } = choice.proposal;

  test('is proposed by names and contents, with masked samples', () => {
    expect(columns).toMatchObject({
      email: ['buyer_mail'],
      timestamp: ['order_datetime'],
      content_id: ['product_id'],
      price: ['item_price'],
    });
    const rows = eventFieldRows(choice, columns, 'offline');
    expect(rows.find(({ field }) => field === 'email')?.example).toMatch(/^[jb]•••@e•••\.com$/);
    expect(JSON.stringify(rows)).not.toMatch(/jane|bob|tea|coffee/);
  });

  test('shows fields that are fed first, and none that the source can’t use', () => {
    const fields = eventFieldRows(choice, columns, 'offline').map(({ field }) => field);
    expect(fields.slice(0, 4)).toEqual(['timestamp', 'email', 'content_id', 'price']);
    expect(fields).not.toContain('page_url');
    expect(fields).not.toContain('event_source_id');
    expect(fieldsToFeed('web')).toContain('page_url');
  });

  test('says of a web field in offline events that it is left out', () => {
    const mapping = withFieldColumns(columns, 'external_id', ['note']);
    const row = eventFieldRows(choice, mapping, 'offline').find(({ field }) => field === 'external_id');
    expect(row?.explanation).toContain('for web events only');
  });

  test('names columns that feed nothing, with the nearest field', () => {
    expect(unsentColumns(choice, columns, 'offline')).toEqual([
      { name: 'evnt', nearest: 'event' },
      { name: 'note', nearest: undefined },
    ]);
  });

  test('says a column that is gone', () => {
    const mapping = withFieldColumns(columns, 'email', ['mail']);
    const row = eventFieldRows(choice, mapping, 'offline').find(({ field }) => field === 'email');
    expect(row?.problem).toBe('The query has no column mail.');
  });

  test('finds and replaces a field whatever name a template has for it', () => {
    const mapping = { User_Agent: ['ua'], email: ['a'] };
    expect(columnsOfField(mapping, 'agent')).toEqual(['ua']);
    expect(withFieldColumns(mapping, 'agent', ['browser'])).toEqual({ email: ['a'], agent: ['browser'] });
    expect(withFieldColumns(mapping, 'agent', [])).toEqual({ email: ['a'] });
  });

  test.each([
    [{ email: ['a'], timestamp: ['t'] }, 'offline', undefined],
    [{ timestamp: ['t'] }, 'offline', 'No column gives an e-mail or a phone number.'],
    [{ external_id: ['x'], timestamp: ['t'] }, 'offline', 'No column gives an e-mail or a phone number.'],
    [{ external_id: ['x'], timestamp: ['t'] }, 'web', 'No column gives the page (page_url).'],
    [{}, 'offline', 'No column gives an e-mail or a phone number and a time (timestamp).'],
  ] as const)('%o for %s lacks: %s', (mapping, source, missing) => {
    const mutable = Object.fromEntries(Object.entries(mapping).map(([field, from]) => [field, [...from]]));
    expect(missingInWords(mutable, source)).toBe(missing);
  });

  test('is told in few words, without saying the same name twice', () => {
    expect(eventMappingInWords({ email: ['mail', 'mail_work'], event: ['event'] })).toBe(
      'event, email from mail + mail_work',
    );
    expect(eventMappingInWords(undefined)).toBe('by the names of the columns');
  });
});

const OPEN: EventsTarget = {
  name: 'acme events',
  credential: 'acme',
  advertiserIds: ['7654321098765432109'],
  eventSource: 'offline',
  eventSourceId: undefined,
  fixedEventName: undefined,
};
const GIVEN: EventsTarget = { ...OPEN, eventSourceId: '7654321098765432109', fixedEventName: 'Purchase' };
const NAMED = { email: ['email'], timestamp: ['timestamp'], event: ['event'] };
const UNNAMED = { email: ['email'], timestamp: ['timestamp'] };

/** The steps that are asked one after the other. */
function asked(target: EventsTarget, columns: EventsTemplateAnswers['columns']): readonly string[] {
  let state = startForm(EVENTS_TEMPLATE_FORM, newEventsTemplate(EVENTS_PROFILE, target, 'purchases'));
  const pages: string[] = [];
  for (let step = 0; step < 10 && pageOf(state) !== 'review'; step += 1) {
    pages.push(pageOf(state));
    state = reduceForm(EVENTS_TEMPLATE_FORM, state, { type: 'answer', answers: { columns } });
  }
  return pages;
}

describe('a template for events', () => {
  test('asks exactly for what its destination leaves open', () => {
    expect(asked(GIVEN, UNNAMED)).toEqual(['mapping']);
    expect(asked({ ...GIVEN, eventSourceId: undefined }, NAMED)).toEqual(['mapping', 'eventSourceId']);
    expect(asked(OPEN, NAMED)).toEqual(['mapping', 'eventSourceId']);
    expect(asked(OPEN, UNNAMED)).toEqual(['mapping', 'eventSourceId', 'eventName']);
  });

  test('that is only looked at is saved as it was', () => {
    const saved: Template = {
      name: 'purchases',
      description: 'weekly',
      destination: 'acme events',
      columns: NAMED,
      eventSourceId: '7200000000000000001',
      fixedEventName: 'Purchase',
      access: { orchestrations: true },
    };
    expect(toEventsTemplate(savedEventsTemplate(EVENTS_PROFILE, saved, 'purchases'))).toEqual(saved);
    const { columns: _, ...byName } = saved;
    expect(toEventsTemplate(savedEventsTemplate(EVENTS_PROFILE, byName, undefined))).toEqual(byName);
  });

  test('shows what it gives itself, also where its destination gives it', () => {
    const answers = { ...newEventsTemplate(EVENTS_PROFILE, GIVEN, 'purchases'), columns: NAMED };
    const idsOf = (given: EventsTemplateAnswers) =>
      reviewRows(EVENTS_TEMPLATE_FORM, given).map(({ id }) => id);
    expect(idsOf(answers)).not.toContain('eventSourceId');
    expect(idsOf({ ...answers, eventSourceId: '7200000000000000001' })).toContain('eventSourceId');
  });
});
