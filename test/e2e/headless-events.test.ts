import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Simulator } from '../../src/simulator/index.ts';
import { sha256 } from '../support/sha256.ts';
import { openWorkplace, startTestSimulator, type Workplace } from './support/cli.ts';

const EVENT_SET = '7654321098765432109';

function profile(destination: object, sql = 'SELECT * FROM Orders'): string {
  return JSON.stringify({
    credentials: [
      {
        name: 'acme',
        environment: 'simulator',
        appId: '7000000000000000001',
        accessToken: { env: 'ACME_TOKEN' },
      },
    ],
    destinations: [
      {
        name: 'acme events',
        kind: 'events',
        credential: 'acme',
        advertiserIds: ['7654321098765432109'],
        eventSource: 'offline',
        eventSourceId: EVENT_SET,
        fixedEventName: 'Purchase',
        defaultCountry: 'US',
        timeZone: 'America/Los_Angeles',
        ...destination,
      },
    ],
    templates: [{ name: 'orders', destination: 'acme events' }],
    queries: [{ name: 'orders', sql, source: { engine: 'embedded', tables: { Orders: 'orders.csv' } } }],
    orchestrations: [{ name: 'orders', query: 'orders', template: 'orders' }],
  });
}

/** Yesterday at noon in Los Angeles, written without a zone; and the same as Unix seconds. */
function yesterday(): { readonly text: string; readonly seconds: number } {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const zone = new Intl.DateTimeFormat('en', { timeZone: 'America/Los_Angeles', timeZoneName: 'longOffset' });
  const offset = zone.formatToParts(new Date(`${day}T20:00:00Z`)).find(({ type }) => type === 'timeZoneName');
  const iso = `${day}T12:00:00${offset?.value.replace('GMT', '') ?? 'Z'}`;
  return { text: `${day} 12:00:00`, seconds: Date.parse(iso) / 1000 };
}

async function setUp(place: Workplace, orders: readonly string[], destination: object = {}): Promise<void> {
  place.write('orders.csv', `${orders.join('\n')}\n`);
  place.write('acme.json', profile(destination));
  const applied = await place.tada('apply', 'acme.json');
  expect(applied.stderr).toBe('');
}

test('rows of one order become one event with its products, money exact and time in the destination’s zone', async () => {
  const simulator = await startTestSimulator();
  const place = openWorkplace(simulator);
  const { text, seconds } = yesterday();
  await setUp(place, [
    'order_id,event_id,email,phone,timestamp,content_id,price,quantity,currency',
    `A1,A1,Ann@example.com,(415) 555-0132,${text},00123,0.1,3,usd`,
    `A1,A1,Ann@example.com,(415) 555-0132,${text},00456,19.99,1,usd`,
    `B2,B2,bob@example.com,,${text},00123,5,1,`,
    `C3,C3,nobody,,${text},00123,5,1,`,
  ]);
  const run = await place.program('run', 'orders', '--yes', '--json');
  expect(run.stderr).toBe('');
  expect(run.line('summary')).toMatchObject({
    outcome: 'completed',
    eventSource: { id: EVENT_SET, kind: 'offline' },
    rows: { read: 4, sent: 2, merged: 1, rejected: 1, duplicate: 0, pending: 0 },
    delivery: { delivered: 2, alreadyDelivered: 0, refused: 0 },
  });
  const events = simulator.state.events();
  expect(events).toHaveLength(2);
  expect(simulator.state.ignoredFields()).toEqual({});
  const order = events
    .map(({ body }) => body as Record<string, unknown>)
    .find(({ event_id }) => event_id === 'A1');
  expect(order).toMatchObject({
    event: 'Purchase',
    event_time: seconds,
    user: { email: sha256('ann@example.com'), phone: sha256('+14155550132') },
    properties: { currency: 'USD', value: 20.29, order_id: 'A1', content_type: 'product' },
  });
  expect(order).toHaveProperty('properties.contents', [
    { content_id: '00123', price: 0.1, quantity: 3 },
    { content_id: '00456', price: 19.99, quantity: 1 },
  ]);
});

test('a rerun counts nothing twice; a rehearsal is never remembered as delivered', async () => {
  const simulator = await startTestSimulator();
  const place = openWorkplace(simulator);
  const { text } = yesterday();
  await setUp(place, ['email,timestamp,value', `ann@example.com,${text},10`, `bob@example.com,${text},20`]);
  const rehearsal = await place.tada('run', 'orders', '--yes', '--json', '--test-event-code', 'TEST1');
  expect(rehearsal.line('summary')).toMatchObject({ delivery: { delivered: 2 } });
  const first = await place.tada('run', 'orders', '--yes', '--json');
  expect(first.line('summary')).toMatchObject({ delivery: { delivered: 2, alreadyDelivered: 0 } });
  const second = await place.tada('run', 'orders', '--yes', '--json');
  expect(second.exitCode).toBe(0);
  expect(second.line('summary')).toMatchObject({
    rows: { sent: 0, unchanged: 2 },
    delivery: { delivered: 0, alreadyDelivered: 2 },
  });
  expect(simulator.state.eventCounts()).toMatchObject({ counted: 2, test: 2, duplicate: 0 });
});

test('events that can’t be sent are counted by reason, and the good ones go through', async () => {
  const simulator = await startTestSimulator();
  const place = openWorkplace(simulator);
  const { text } = yesterday();
  await setUp(
    place,
    [
      'event,email,timestamp,value,currency,emial',
      `Purchase,a@example.com,${text},1,USD,x`,
      `purchase,b@example.com,${text},1,USD,x`,
      `Purchase,c@example.com,2020-01-01 00:00:00,1,USD,x`,
      `Purchase,d@example.com,2999-01-01 00:00:00,1,USD,x`,
      `Purchase,e@example.com,soon,1,USD,x`,
      `Purchase,f@example.com,,1,USD,x`,
      `Purchase,g@example.com,${text},one,USD,x`,
      `Purchase,h@example.com,${text},1,XXX,x`,
    ],
    {},
  );
  const run = await place.tada('run', 'orders', '--yes', '--json');
  expect(run.line('summary')).toMatchObject({
    outcome: 'completed',
    rows: { read: 8, sent: 1, rejected: 7 },
    rejected: {
      'unknown-event-name': 1,
      'too-old': 1,
      'in-future': 1,
      'bad-timestamp': 1,
      'no-timestamp': 1,
      'bad-number': 1,
      'bad-currency': 1,
    },
  });
  const messages = run.lines().flatMap((line) => (line.type === 'warning' ? [String(line.message)] : []));
  expect(messages.join('\n')).toMatch(/"purchase".*did you mean Purchase\?/);
  expect(messages.join('\n')).toMatch(/emial \(did you mean email\?\)/);
  expect(messages.join('\n')).toMatch(/older than 28 days/);

  const rejects = await place.tada('runs', 'rejects', String(run.line('run').id), '--json');
  expect(rejects.lines()).toHaveLength(7);
  expect(rejects.lines()[0]).toMatchObject({ row: 2, reason: 'unknown-event-name' });
});

/** Stands before the simulator and refuses every request that carries one of these event ids, as TikTok would. */
async function startPickyTikTok(simulator: Simulator, guilty: readonly string[]): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const body = Buffer.concat(chunks).toString();
      response.setHeader('content-type', 'application/json');
      if (guilty.some((id) => body.includes(`"event_id":"${id}"`))) {
        response.end(
          '{"code":40002,"message":"Invalid value for properties.","request_id":"20261122","data":{}}',
        );
        return;
      }
      const answer = await fetch(new URL(request.url ?? '', simulator.url), {
        method: request.method ?? 'GET',
        headers: {
          'content-type': 'application/json',
          'access-token': String(request.headers['access-token']),
        },
        ...(body === '' ? {} : { body }),
      });
      response.end(await answer.text());
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/open_api/v1.3`;
}

test('events that TikTok refuses are isolated and reported; all the others go through', async () => {
  const simulator = await startTestSimulator();
  const place = openWorkplace(simulator);
  const { text } = yesterday();
  await setUp(place, [
    'event_id,email,timestamp',
    ...Array.from({ length: 200 }, (_, index) => `id-${index}-,person${index}@example.com,${text}`),
  ]);
  const url = await startPickyTikTok(simulator, ['id-3-', 'id-77-', 'id-78-']);
  const run = await place.tadaWith({ TADA_TIKTOK_URL: url }, 'run', 'orders', '--yes', '--json');
  expect(run.exitCode).toBe(0);
  expect(run.line('summary')).toMatchObject({
    outcome: 'alert',
    rows: { read: 200, sent: 197, refused: 3 },
    delivery: { delivered: 197, refused: 3 },
  });
  expect(simulator.state.eventCounts()).toMatchObject({ counted: 197, duplicate: 0, merged: 0 });
});

test('a pixel id in the place of the pixel code is refused when it is set up', async () => {
  const place = openWorkplace();
  place.write('acme.json', profile({ eventSource: 'web', eventSourceId: '7654321098765432109' }));
  const applied = await place.tada('apply', 'acme.json');
  expect(applied.exitCode).toBe(2);
  expect(applied.stderr).toMatch(/pixel's code, not its id/);
});

test('a query that can make no event says what it lacks, exit 2; one with nothing valid, exit 3', async () => {
  const place = openWorkplace();
  place.write('orders.csv', 'mail,when\na@example.com,2026-01-01\n');
  place.write('acme.json', profile({}));
  await place.tada('apply', 'acme.json');
  const lacking = await place.tada('preview', 'orders', '--json');
  expect(lacking.exitCode).toBe(2);
  expect(JSON.parse(lacking.stderr).error.message).toMatch(/lacks .*email.*timestamp/);
  place.write('orders.csv', 'email,timestamp\nn/a,2026-01-01\n');
  const nothing = await place.tada('preview', 'orders', '--json');
  expect(nothing.exitCode).toBe(3);
});
