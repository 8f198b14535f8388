import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildEvent } from '../../src/core/events/build-event.ts';
import { layOutEvents } from '../../src/core/events/layout.ts';
import { type EventRow, readEventRow } from '../../src/core/events/read-row.ts';
import type { EventSettings } from '../../src/core/events/settings.ts';
import { DEFAULT_RULES } from '../../src/core/identifiers/types.ts';
import type { createEngine } from '../../src/sources/engine-client.ts';
import { withBuiltEngine } from './built-engine.ts';
import { readChildFigures } from './child-figures.ts';

/**
 * `single`: every row an event. `orders`: three lines an order, side by side. `scattered`: two rows an event, at
 * the two ends of the file.
 */
type EventsShape = 'single' | 'orders' | 'scattered';

interface EventsFigures {
  readonly shape: EventsShape;
  readonly rows: number;
  readonly events: number;
  readonly seconds: number;
  readonly rowsPerSecond: number;
  /** Of the engine's process with its threads; Linux only. */
  readonly cpuSeconds: number | undefined;
  readonly peakMb: number | undefined;
  /** Times as fast as one thread of plain JavaScript with everything in memory, on the same rows. */
  readonly timesBaseline: number;
  readonly planSeconds: number;
  /** Batches of 1,000 events read back. */
  readonly batchesPerSecond: number;
}

const NOW = Date.parse('2026-11-20T12:00:00Z');
const SETTINGS: EventSettings = {
  eventSource: 'offline',
  eventSourceId: '7654321098765432109',
  fixedEventName: undefined,
  limitedDataUse: false,
  timeZone: undefined,
  rules: { ...DEFAULT_RULES, defaultCountry: 'US' },
  sendOldEvents: false,
  now: NOW,
};

const COLUMNS = 'event,event_id,timestamp,email,phone,content_id,price,quantity,currency,value'.split(',');
const AREAS = ['201', '212', '305', '312', '404', '415', '503', '617', '702', '818', '917', '972'];
const DOMAINS = ['example.com', 'example.org', 'mail.example.net'];

/** Fewer while something is being tried. */
const ROWS = Number(process.env.TADA_BENCH_EVENT_ROWS ?? 1_000_000);

const SHAPES: Readonly<Record<EventsShape, string>> = {
  single: 'an event a row',
  orders: 'orders of three rows, side by side',
  scattered: 'events of two rows, at the ends of the file',
};

/** Lines of the baseline: enough to be warm, few enough to wait for. */
const BASELINE_ROWS = 100_000;
const BATCH = 1000;

/** Stages, plans and reads back purchases; everything happens in a temporary folder. */
async function measureEvents(
  create: typeof createEngine,
  shape: EventsShape,
  rows: number,
): Promise<EventsFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'tada-bench-events-'));
  try {
    const file = join(folder, 'purchases.csv');
    await writePurchases(file, shape, rows);
    const { layout } = layOutEvents(undefined, COLUMNS, 'offline');
    const engine = create({ tempDirectory: join(folder, 'spill') });
    const place = {
      stagedPath: join(folder, 'staged.duckdb'),
      sealedPath: join(folder, 'staged.sealed'),
      key: randomBytes(32),
    };
    try {
      const start = performance.now();
      const staged = await engine.stageEvents({
        ...place,
        tables: { purchases: [file] },
        sql: 'SELECT * FROM purchases',
        layout,
        settings: SETTINGS,
      });
      const seconds = (performance.now() - start) / 1000;
      const child = readChildFigures();
      const plan = await engine.planEvents({ ...place, deliveredPath: join(folder, 'none'), now: NOW });
      const reading = performance.now();
      const read = Math.min(plan.entries, 50 * BATCH);
      for (let from = 0; from < read; from += BATCH) {
        await engine.readEventBatch(place, { from, to: Math.min(from + BATCH, read) });
      }
      const batchSeconds = (performance.now() - reading) / 1000;
      return {
        shape,
        rows,
        events: staged.events,
        seconds,
        rowsPerSecond: rows / seconds,
        cpuSeconds: child?.cpuSeconds,
        peakMb: child?.peakMb,
        timesBaseline: rows / seconds / (await baselineRowsPerSecond(file)),
        planSeconds: plan.seconds,
        batchesPerSecond: read / BATCH / batchSeconds,
      };
    } finally {
      await engine.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a short script does: a line at a time, the core's functions, a map of orders. Nothing is kept on disk. */
async function baselineRowsPerSecond(file: string): Promise<number> {
  const { layout } = layOutEvents(undefined, COLUMNS, 'offline');
  const orders = new Map<string, EventRow[]>();
  const start = performance.now();
  let rows = -1;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    rows += 1;
    if (rows === 0) continue;
    if (rows > BASELINE_ROWS) break;
    const row = readEventRow(line.split(','), layout, SETTINGS);
    const order = orders.get(row.key ?? '');
    if (order === undefined) orders.set(row.key ?? '', [row]);
    else order.push(row);
  }
  let bytes = 0;
  for (const order of orders.values()) {
    const built = buildEvent(order, SETTINGS);
    if (built.valid) bytes += built.json.length;
  }
  if (bytes === 0) throw new Error('The baseline made no events.');
  return Math.min(rows, BASELINE_ROWS) / ((performance.now() - start) / 1000);
}

async function writePurchases(path: string, shape: EventsShape, rows: number): Promise<void> {
  const file = createWriteStream(path, { highWaterMark: 4 * 1024 * 1024 });
  file.write(`${COLUMNS.join(',')}\n`);
  let lines: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    lines.push(purchase(row, orderOf(shape, row, rows)));
    if (lines.length < 10_000) continue;
    if (!file.write(lines.join(''))) await once(file, 'drain');
    lines = [];
  }
  file.end(lines.join(''));
  await once(file, 'close');
}

function orderOf(shape: EventsShape, row: number, rows: number): number {
  if (shape === 'orders') return Math.floor(row / 3);
  return shape === 'scattered' ? row % Math.ceil(rows / 2) : row;
}

function purchase(row: number, order: number): string {
  const time = new Date(NOW - 86_400_000 - ((order * 7919) % (20 * 86_400)) * 1000);
  const quantity = 1 + (row % 5);
  const cents = 100 + ((row * 31) % 9000);
  const phone = phoneOf(order);
  return `${[
    'Purchase',
    `order-${1_000_000 + order}`,
    time.toISOString().slice(0, 19).replace('T', ' '),
    `first.last${order}@${DOMAINS[order % DOMAINS.length]}`,
    phone,
    `SKU-${row % 1000}`,
    (cents / 100).toFixed(2),
    quantity,
    order % 3 === 0 ? '' : 'USD',
    ((cents * quantity) / 100).toFixed(2),
  ].join(',')}\n`;
}

/** Numbers that the numbering plan has, written in three ways. */
function phoneOf(order: number): string {
  const area = AREAS[order % AREAS.length] ?? '415';
  const exchange = 220 + ((order * 13) % 780);
  const line = String(order % 10_000).padStart(4, '0');
  if (order % 3 === 0) return `+1 ${area}${exchange}${line}`;
  return order % 3 === 1 ? `${area}-${exchange}-${line}` : `(${area}) ${exchange}-${line}`;
}

/** Prints wall seconds, CPU seconds, memory, and the ratio to plain JavaScript, for each way rows make events. */
export async function benchEvents(print: (line: string) => void): Promise<void> {
  print(`events: ${ROWS.toLocaleString('en')} rows of a CSV, staged, planned and read back`);
  for (const shape of ['single', 'orders', 'scattered'] as const) {
    const figures = await withBuiltEngine((create) => measureEvents(create, shape, ROWS));
    const { cpuSeconds, peakMb } = figures;
    const used =
      cpuSeconds === undefined || peakMb === undefined
        ? 'CPU and memory are read on Linux only'
        : `${cpuSeconds.toFixed(2)} s CPU, ${peakMb.toFixed(0)} MB at most`;
    print(
      `  ${SHAPES[shape]}: ${figures.seconds.toFixed(2)} s (plan ${figures.planSeconds.toFixed(2)}), ${used}, ` +
        `${figures.events.toLocaleString('en')} events, ${figures.batchesPerSecond.toFixed(0)} batches a second; ` +
        `${figures.timesBaseline.toFixed(1)}× as fast as plain JavaScript on one thread`,
    );
  }
}
