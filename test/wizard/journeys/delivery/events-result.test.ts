import { describe, expect, test } from 'vitest';
import type { Summary } from '../../../../src/core/delivery/events.ts';
import { effectiveSettings } from '../../../../src/core/profiles/effective-settings.ts';
import { firstEventLines } from '../../../../src/wizard/journeys/delivery/first-event.ts';
import { eventFacts } from '../../../../src/wizard/journeys/delivery/funnel.ts';
import {
  pagesOf,
  reducePreview,
  startPreview,
} from '../../../../src/wizard/journeys/delivery/preview-state.ts';
import {
  bucketsOf,
  changesOf,
  exitLines,
  expectationsOf,
  resultWords,
} from '../../../../src/wizard/journeys/delivery/result.ts';
import { reviewRows } from '../../../../src/wizard/journeys/delivery/review.ts';
import { runItems } from '../../../../src/wizard/journeys/delivery/run-list.ts';
import { recordWith } from '../../../ui/support/delivery-services.ts';
import { eventsPreviewWith, NO_ROWS, previewWith, summaryWith } from '../../../ui/support/delivery-values.ts';
import { EVENTS_PROFILE } from '../../../ui/support/events-profile.ts';

function eventsSummary(changes: Partial<Summary> = {}): Summary {
  return summaryWith({
    audience: undefined,
    eventSource: { id: '7654321098765432109', kind: 'offline' },
    rows: { ...NO_ROWS, read: 20, sent: 10, unchanged: 2, merged: 3, rejected: 4, refused: 1 },
    delivery: { delivered: 10, alreadyDelivered: 2, refused: 1, requests: 1, retries: 0 },
    ...changes,
  });
}

describe('a run of events', () => {
  test('tells what was delivered, delivered before, refused and held back', () => {
    expect(changesOf(eventsSummary())).toBe('Events: 10 delivered, 2 delivered before and 1 refused');
    const rows = { ...NO_ROWS, read: 15, sent: 10, pending: 3 };
    expect(changesOf(eventsSummary({ outcome: 'alert', rows }))).toContain('and 3 held back');
    // A run that was cut short has not held anything back: it just didn't get there.
    expect(changesOf(eventsSummary({ outcome: 'cancelled', rows }))).not.toContain('held back');
  });

  test('says of every row where it went', () => {
    const summary = eventsSummary();
    const buckets = bucketsOf(summary);
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(summary.rows.read);
    expect(buckets.map(({ label }) => label).join(' ')).not.toMatch(/person|people|audience/);
  });

  test('is listed with its events, and test events as such', () => {
    const record = recordWith({ kind: 'events', summary: eventsSummary() });
    expect(runItems([record])[0]?.note).toContain('10 events');
    const rehearsal = { ...record, settings: { testEventCode: 'TEST1' } };
    expect(runItems([rehearsal])[0]?.note).toContain('10 test events');
  });
});

describe('a rehearsal with test events', () => {
  test('never says that anything was delivered or counts', () => {
    const said = [
      resultWords(eventsSummary(), true).sentence,
      changesOf(eventsSummary(), true),
      ...bucketsOf(eventsSummary(), true).map(({ label }) => label),
      ...expectationsOf(eventsSummary(), true),
      ...exitLines(eventsSummary(), false, true),
    ].join(' ');
    expect(said).not.toMatch(/\d delivered|confirmed everything|24 hours/);
    expect(said).toContain('none is counted');
    expect(said).toContain('Test Events');
  });

  test('of an audience is told as before', () => {
    expect(resultWords(summaryWith(), true)).toEqual(resultWords(summaryWith()));
    expect(changesOf(summaryWith(), true)).toBe(changesOf(summaryWith()));
  });
});

describe('a preview of events', () => {
  test('has a page of its own for them, in both directions', () => {
    expect(pagesOf(eventsPreviewWith())).toContain('events');
    expect(pagesOf(previewWith())).not.toContain('events');
    const state = reducePreview(startPreview(eventsPreviewWith()), { type: 'turn', by: 1 });
    expect(state.page).toBe('events');
    expect(reducePreview(state, { type: 'turn', by: -1 }).page).toBe('funnel');
  });

  test('tells the share of each identifier', () => {
    const preview = eventsPreviewWith();
    const staged = { ...preview.staged, events: 1000, identifiers: { PHONE: 1, EMAIL: 999 } };
    const facts = eventFacts({ ...preview, staged }).find(({ title }) => title === 'Whom they name');
    expect(facts?.lines).toEqual(['EMAIL: 999 of 1,000, 99.9%', 'PHONE: 1 of 1,000, 0.1%']);
  });

  test('shows the first event without what it tells in the clear of a person', () => {
    const event = {
      event: 'Purchase',
      user: { email: 'ab'.repeat(32), ip: '203.0.113.77', ttclid: 'click-of-somebody' },
      page: { url: 'https://shop.example/thanks?mail=jane@example.com', referrer: 'https://shop.example/' },
      properties: { description: 'for Jane Doe', value: 12.5 },
    };
    const text = firstEventLines(JSON.stringify(event)).join('\n');
    expect(text).not.toMatch(/jane|doe|203\.0\.113\.77|somebody/i);
    expect(text).toContain('ab'.repeat(32));
    expect(text).toContain('"https://shop.example/•••"');
    expect(text).toContain('12.5');
    expect(firstEventLines(undefined)).toEqual([]);
  });
});

test('the review tells source, names, amounts and times, each leading to where it is changed', () => {
  const rows = reviewRows(effectiveSettings(EVENTS_PROFILE, 'purchases'), eventsPreviewWith());
  const of = (id: string) => rows.find((row) => row.id === id);
  expect(of('source')).toMatchObject({
    value: 'offline, event set 7654321098765432109',
    edit: { screen: 'destination', focus: 'eventSourceId' },
  });
  // What the rows say wins over the fixed name, so the names that were read are told.
  expect(of('event')?.value).toBe('CompletePayment (12)');
  expect(of('values')?.value).toBe('1,024.50 USD');
  expect(of('times')?.value).toBe('2026-01-01 00:00 to 2026-01-02 00:00 (UTC)');
});
