import { expect, test } from 'vitest';
import type { ColumnDiagnosis } from '../../../../src/core/audiences/plan.ts';
import type { AudiencePreviewView } from '../../../../src/wizard/journeys/delivery/any-preview.ts';
import {
  columnViews,
  eventFacts,
  funnelOf,
  reasonsIn,
  typeRows,
} from '../../../../src/wizard/journeys/delivery/funnel.ts';
import { columnWith, eventsPreviewWith, planWith, previewWith } from '../../../ui/support/delivery-values.ts';

function withColumn(column: ColumnDiagnosis): AudiencePreviewView {
  return previewWith({ staged: { ...previewWith().staged, columns: [column] } });
}

test('the funnel leads from the rows read to the people that are left', () => {
  expect(funnelOf(previewWith()).rows).toEqual([
    { label: 'Rows read', count: 10 },
    { label: 'With an identifier', count: 9 },
    { label: 'Valid', count: 8 },
    { label: 'Unique people', count: 7 },
  ]);
});

test('what is added, kept and removed is a share of all identifiers concerned', () => {
  expect(funnelOf(previewWith({ plan: planWith({ added: 5, unchanged: 90, removed: 5 }) })).changes).toEqual([
    { label: 'Identifiers', count: 100 },
    { label: 'To add', count: 5 },
    { label: 'Unchanged', count: 90 },
    { label: 'To remove', count: 5 },
  ]);
});

test('an empty value isn’t a rejected one', () => {
  const reasons = reasonsIn({ empty: 400, 'no-country': 3, 'too-short': 9 });
  expect(reasons.map(({ reason, count }) => [reason, count])).toEqual([
    ['too-short', 9],
    ['no-country', 3],
  ]);
});

test('several columns of one id type are one line of the table', () => {
  const preview = previewWith();
  const staged = {
    ...preview.staged,
    columns: [
      columnWith({ column: 'email' }),
      columnWith({ column: 'work_email', empty: 6, plain: 4, rejected: {} }),
      columnWith({ type: 'PHONE', column: 'phone', rejected: { 'no-country': 2 }, plain: 7 }),
    ],
  };
  expect(typeRows({ ...preview, staged })).toEqual([
    { type: 'EMAIL', columns: ['email', 'work_email'], valid: 12, rejected: 1, empty: 7 },
    { type: 'PHONE', columns: ['phone'], valid: 7, rejected: 2, empty: 1 },
  ]);
});

test('the parts of a column add up to its rows', () => {
  const column = columnWith({ rows: 20, empty: 4, plain: 9, sha256: 5, rejected: { 'wrong-hash': 2 } });
  const [view] = columnViews(withColumn(column));
  expect(view?.parts.reduce((sum, { count }) => sum + count, 0)).toBe(20);
});

test('a column of one value, of placeholders, of capitals says so', () => {
  const column = columnWith({ constant: true, placeholders: 3, uppercaseHex: 1 });
  const [view] = columnViews(withColumn(column));
  expect(view?.notes).toEqual([
    '1 row with a hash in capital letters; it is sent in small ones.',
    '3 rows with a value that stands for “none”.',
    'Every row holds the same value.',
  ]);
});

test('of events the funnel ends in what is sent and what was delivered before', () => {
  expect(funnelOf(eventsPreviewWith()).changes).toEqual([
    { label: 'Events', count: 12 },
    { label: 'To send', count: 10 },
    { label: 'Delivered before', count: 2 },
  ]);
});

test('events that are held back are never left out of the funnel', () => {
  const { plan } = eventsPreviewWith();
  const { changes } = funnelOf(eventsPreviewWith({ plan: { ...plan, heldBack: 3 } }));
  expect(changes.at(-1)).toEqual({ label: 'Held back', count: 3 });
});

test('names, values, times and rejected rows of events are told', () => {
  const lines = eventFacts(eventsPreviewWith()).flatMap(({ lines: all }) => all);
  expect(lines).toContain('CompletePayment: 12 events');
  expect(lines).toContain('completepayment: 1 row; did you mean CompletePayment?');
  expect(lines).toContain('1,024.50 USD in 12 events');
  expect(lines).toContain('from 2026-01-01 00:00 to 2026-01-02 00:00 (UTC)');
  expect(lines.join(' ')).toContain('3 too-old: The event is older than the 28 days');
});
