import { expect, test } from 'vitest';
import { openWorkplace, startTestSimulator, type Workplace } from './support/cli.ts';

const ACCOUNT = '7654321098765432109';
const STORES = '7654321098765432109';
/** An event set of another account that the same token reaches. */
const OUTLET = { account: '7654321098765432110', set: '7200000000000000002' };

/** Applies a profile that sends three orders, one a request, to an event set. */
async function sendTo(place: Workplace, advertiserId: string, eventSourceId: string): Promise<void> {
  const moment = new Date(Date.now() - 86_400_000).toISOString();
  const orders = ['A', 'B', 'C'].map((id) => `${id},${id.toLowerCase()}@example.com,${moment},5`);
  place.write('orders.csv', ['event_id,email,timestamp,value', ...orders, ''].join('\n'));
  place.write(
    'acme.json',
    JSON.stringify({
      credentials: [{ name: 'acme', environment: 'simulator', accessToken: { env: 'ACME_TOKEN' } }],
      destinations: [
        {
          name: 'acme events',
          kind: 'events',
          credential: 'acme',
          advertiserIds: [advertiserId],
          eventSource: 'offline',
          eventSourceId,
          fixedEventName: 'Purchase',
          batchSize: 1,
        },
      ],
      templates: [{ name: 'orders', destination: 'acme events' }],
      queries: [
        {
          name: 'orders',
          sql: 'SELECT * FROM Orders',
          source: { engine: 'embedded', tables: { Orders: 'orders.csv' } },
        },
      ],
      orchestrations: [{ name: 'orders', query: 'orders', template: 'orders' }],
    }),
  );
  const applied = await place.tada('apply', 'acme.json');
  expect(applied.exitCode, applied.stderr).toBe(0);
}

test('a run that TikTok returned as a whole goes on with another event source, by that one’s own record', async () => {
  const simulator = await startTestSimulator();
  const place = openWorkplace(simulator);
  await sendTo(place, OUTLET.account, OUTLET.set);
  const before = await place.tada('run', 'orders', '--yes', '--json');
  expect(before.line('summary')).toMatchObject({ delivery: { delivered: 3 } });

  await sendTo(place, ACCOUNT, STORES);
  simulator.control.addFault('event-source-unknown');
  const failed = await place.tada('run', 'orders', '--yes', '--json');
  expect(failed.exitCode).toBe(4);
  expect(failed.line('fault')).toMatchObject({
    kind: 'event-source-invalid',
    actions: expect.arrayContaining([expect.objectContaining({ id: 'choose-event-source' })]),
  });

  // The outlet has these orders already: going on with it must count nothing twice.
  simulator.control.clearFaults();
  await sendTo(place, OUTLET.account, OUTLET.set);
  const resumed = await place.tada('runs', 'resume', String(failed.line('run').id), '--yes', '--json');
  expect(resumed.exitCode, resumed.stderr).toBe(0);
  expect(resumed.line('summary')).toMatchObject({
    eventSource: { id: OUTLET.set },
    delivery: { delivered: 0, alreadyDelivered: 3 },
  });
  expect(simulator.state.eventCounts()).toMatchObject({ counted: 3, duplicate: 0 });
});

test('a run of which something reached an event source never goes on with another', async () => {
  const simulator = await startTestSimulator();
  const place = openWorkplace(simulator);
  await sendTo(place, ACCOUNT, STORES);
  simulator.control.addFault('event-source-unknown+1');
  const failed = await place.tada('run', 'orders', '--yes', '--json');
  expect(failed.exitCode).toBe(4);
  expect(simulator.state.eventCounts()).toMatchObject({ counted: 1 });

  simulator.control.clearFaults();
  await sendTo(place, OUTLET.account, OUTLET.set);
  const resumed = await place.tada('runs', 'resume', String(failed.line('run').id), '--yes', '--json');
  expect(resumed.exitCode).toBe(3);
  expect(resumed.line('fault')).toMatchObject({
    kind: 'safety-stop',
    message: expect.stringContaining(`with the event source ${STORES} already`),
  });
  expect(simulator.state.eventCounts()).toMatchObject({ counted: 1, duplicate: 0 });

  // With its own source it does go on.
  await sendTo(place, ACCOUNT, STORES);
  const again = await place.tada('runs', 'resume', String(failed.line('run').id), '--yes', '--json');
  expect(again.line('summary')).toMatchObject({ outcome: 'completed', delivery: { delivered: 3 } });
  expect(simulator.state.eventCounts()).toMatchObject({ counted: 3, duplicate: 0 });
});
