import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { homeFolders } from '../../src/storage/home.ts';
import { openRunStore } from '../../src/storage/run-store.ts';
import { startOwnEngines } from '../support/kept-engine.ts';
import { openWorkplace, purchasesProfile, range, type Workplace } from './support/workplace.ts';

const PURCHASES = 20;
const IN_REQUEST = 10;

async function setUp(): Promise<Workplace> {
  const place = await openWorkplace();
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  // Two lines an order, so that lines and events are different numbers; every fifth order's lie apart.
  const line = (order: number, product: string) =>
    `Purchase,order-${order},${yesterday},kim.${order}@example.com,${product},4.50,2`;
  const orders = range(0, PURCHASES);
  const lines = orders.flatMap((order) =>
    order % 5 === 0 ? [line(order, 'A')] : [line(order, 'A'), line(order, 'B')],
  );
  const late = orders.filter((order) => order % 5 === 0).map((order) => line(order, 'B'));
  const header = 'event,event_id,timestamp,email,content_id,price,quantity';
  place.write('purchases.csv', `${[header, ...lines, ...late].join('\n')}\n`);
  place.write('profile.json', purchasesProfile(place.simulator, { batchSize: IN_REQUEST }));
  const { code, stderr } = await place.tada('apply', 'profile.json');
  if (code !== 0) throw new Error(stderr);
  return place;
}

test('a run of events that broke off behind any step in its journal ends with one copy of each', async () => {
  // Of which none has a file of an earlier life open.
  startOwnEngines();
  const place = await setUp();
  const { simulator } = place;
  // The last request is refused, so that the run stops with everything a resume needs.
  simulator.control.addFault('no-permission@/event/track/+1');
  const stopped = await place.run('purchases');
  expect(stopped.fault?.kind).toBe('missing-permission');
  simulator.control.clearFaults();
  const { run } = stopped.summary;
  const before = join(place.folder, 'before');
  cpSync(place.home, before, { recursive: true });
  const journalPath = join(place.home, 'runs', run, 'journal.jsonl');
  const lines = readFileSync(journalPath, 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(5);

  // That a task is done is said by the lines around it, too, and each life takes an engine of its own.
  const cuts = range(1, lines.length + 1).filter((kept) => !lines[kept - 1]?.includes('"type":"task"'));
  for (const kept of cuts) {
    rmSync(place.home, { recursive: true });
    cpSync(before, place.home, { recursive: true });
    writeFileSync(journalPath, `${lines.slice(0, kept).join('\n')}\n`);
    const { summary } = await place.tada('runs', 'resume', run, '--yes', '--json');
    expect([kept, summary.outcome]).toEqual([kept, 'completed']);
    const { read, sent, unchanged, merged, pending } = summary.rows;
    // Before its plan was written down a run plans again, and then knows what was delivered.
    expect([kept, read, sent + unchanged, merged, pending]).toEqual([
      kept,
      2 * PURCHASES,
      PURCHASES,
      PURCHASES,
      0,
    ]);
  }
  // Whatever was sent again, TikTok knows again.
  expect(simulator.state.eventCounts().counted).toBe(PURCHASES);
  const ids = simulator.state
    .events()
    .flatMap(({ outcome, eventId }) => (outcome === 'counted' ? [eventId] : []));
  expect(ids.toSorted()).toEqual(
    range(0, PURCHASES)
      .map((order) => `order-${order}`)
      .toSorted(),
  );
});

const DAYS = 3 * 86_400_000;

/** As if everything a journal tells had happened three days earlier. */
function letDaysPass(place: Workplace, run: string): void {
  const path = join(place.home, 'runs', run, 'journal.jsonl');
  const earlier = (at: string) => new Date(Date.parse(at) - DAYS).toISOString();
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    text.replace(/^\{"at":"([^"]+)"/gm, (_, at: string) => `{"at":"${earlier(at)}"`),
  );
  place.simulator.control.advanceClock(DAYS);
}

/** A run of which TikTok took everything, and every answer got lost. */
async function unanswered(place: Workplace): Promise<string> {
  place.simulator.control.addFault('truncated-json@/event/track/');
  const { fault, summary } = await place.run('purchases');
  expect(fault?.kind).toBe('tiktok-unavailable');
  place.simulator.control.clearFaults();
  return summary.run;
}

test('a run that is resumed days later sends nothing again that TikTok may have counted', async () => {
  const place = await setUp();
  const run = await unanswered(place);
  const taken = place.simulator.state.eventCounts().counted;
  letDaysPass(place, run);

  const { summary, events } = await place.resume(run);
  expect(place.simulator.state.eventCounts().counted).toBe(PURCHASES);
  expect(taken).toBeGreaterThan(0);
  expect(summary.outcome).toBe('alert');
  expect(summary.rows).toMatchObject({ sent: PURCHASES - taken, pending: taken });
  expect(events).toContainEqual(expect.objectContaining({ type: 'warning', code: 'unsettled-events' }));
});

test('the hours of an unanswered event count from its first copy, however late its run is settled', async () => {
  const place = await setUp();
  const run = await unanswered(place);
  const taken = place.simulator.state.eventCounts().counted;
  letDaysPass(place, run);
  // As a power cut before the record left it; a resume that came to nothing wrote into the journal since.
  rmSync(join(place.home, 'events'), { recursive: true });
  openRunStore(homeFolders(place.env)).open(run)?.update({ ledgerPending: true });
  place.simulator.control.addFault('no-permission*1');
  expect((await place.resume(run)).fault?.kind).toBe('missing-permission');
  place.simulator.control.clearFaults();

  const { summary } = await place.run('purchases');
  expect(place.simulator.state.eventCounts().counted).toBe(PURCHASES);
  expect(summary.outcome).toBe('alert');
  expect(summary.rows).toMatchObject({ sent: PURCHASES - taken, pending: taken });
});
