import { describe, expect, test } from 'vitest';
import type { EventDay } from '../../../../src/core/events/plan.ts';
import { renderReport } from '../../../../src/core/history/report-page.ts';
import { gatherReport } from '../../../../src/core/history/run-report.ts';
import type { WrittenEntry } from '../../../../src/core/ports/journal.ts';
import { EventsPage } from '../../../../src/ui/screens/preview/events-page.tsx';
import { dayLines } from '../../../../src/wizard/journeys/delivery/event-days.ts';
import { playedServices, recordWith } from '../../support/delivery-services.ts';
import { showWizard } from '../../support/delivery-show.tsx';
import { eventsPreviewWith, NO_ROWS, summaryWith } from '../../support/delivery-values.ts';
import { show } from '../../support/show.tsx';

const DAYS: readonly EventDay[] = [
  { day: '2026-02-27', currency: 'USD', events: 4, total: '100.5' },
  { day: '2026-02-27', currency: undefined, events: 2, total: undefined },
  { day: '2026-03-01', currency: 'USD', events: 1, total: '24' },
  { day: '2026-03-01', currency: 'EUR', events: 2, total: '3' },
];

const { staged: STAGED } = eventsPreviewWith();
const JOURNAL: readonly WrittenEntry[] = [
  { type: 'staged-events', staged: { ...STAGED, days: DAYS }, at: '2026-03-01T09:05:00.000Z' },
];

const SUMMARY = summaryWith({
  audience: undefined,
  rows: { ...NO_ROWS, read: 9, sent: 9 },
  delivery: { delivered: 9, alreadyDelivered: 0, refused: 0, requests: 1, retries: 0 },
});

describe('events by day', () => {
  test('are bars in the preview, with what each day is worth', async () => {
    const preview = eventsPreviewWith({ staged: { ...STAGED, days: DAYS } });
    const view = await show(<EventsPage preview={preview} />);
    expect(view.frame()).toMatch(/2026-02-27 █+ 6 events {2}100\.5 USD/);
    expect(view.frame()).toMatch(/2026-02-28 [^█]+ 0 events/);
    expect(view.frame()).toMatch(/2026-03-01 █+[^█]* 3 events {2}24 USD, 3 EUR/);
    const narrow = await show(<EventsPage preview={preview} />, { columns: 40, rows: 15 });
    for (const line of narrow.frame().split('\n')) expect(line.length).toBeLessThanOrEqual(40);
    expect(narrow.frame()).toMatch(/2026-02-27 █+ 6 events/);
  });

  test('are no chart where there is a single day, or none is known', async () => {
    expect(dayLines(DAYS.slice(0, 2))).toEqual([]);
    const view = await show(<EventsPage preview={eventsPreviewWith()} />);
    expect(view.frame()).not.toContain('By day');
  });

  test('are told in words, with exact sums', () => {
    expect(dayLines(DAYS).map(({ words }) => words)).toEqual([
      '9 events, 2026-02-27 to 2026-03-01 (UTC)',
      '124.5 USD',
      '3 EUR',
    ]);
  });

  test.each([
    [80, 24],
    [40, 15],
  ])('stand in a run’s details at %i × %i', async (columns, rows) => {
    const record = recordWith({ id: SUMMARY.run, kind: 'events', outcome: 'completed', summary: SUMMARY });
    const services = playedServices({ runs: [{ record, journal: JOURNAL, audience: undefined }] });
    const details = await showWizard(services, { id: 'run-details', runId: SUMMARY.run }, { columns, rows });
    await details.press('end', 'up', 'up', 'up', 'up', 'up', 'up');
    await details.settle();
    expect(details.frame().split('\n').length).toBeLessThanOrEqual(rows);
  });

  test('stand in the result, from the journal', async () => {
    const record = recordWith({ id: SUMMARY.run, kind: 'events', outcome: 'completed', summary: SUMMARY });
    const services = playedServices({ runs: [{ record, journal: JOURNAL, audience: undefined }] });
    const view = await showWizard(services, { id: 'run', orchestration: 'sales' });
    services.played[0]?.tell({ type: 'summary', ...SUMMARY });
    services.played[0]?.end();
    await view.settle();
    await view.settle();
    expect(view.frame()).toContain('Events by day, as they were prepared');
    expect(view.frame()).toMatch(/█▁\S* 9 events, 2026-02-27 to 2026-03-01/);
    expect(view.frame()).toContain('124.5 USD');
  });

  test('are a table of bars in a run’s report, which loads nothing for it', () => {
    const record = recordWith({ kind: 'events', outcome: 'completed', summary: SUMMARY });
    const report = gatherReport({ record, journal: JOURNAL, runs: [] }, { hidden: [] });
    const page = renderReport(report);
    expect(page).toContain('<h2>Events by day (UTC), as they were prepared</h2>');
    expect(page).toContain('<th scope="row">2026-03-01: 24 USD, 3 EUR</th><td class="number">3</td>');
    expect(page).not.toMatch(/<script|https?:/);
    const old = gatherReport({ record, journal: [], runs: [] }, { hidden: [] });
    expect(renderReport(old)).not.toContain('Events by day');
  });
});
