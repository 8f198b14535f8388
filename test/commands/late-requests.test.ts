import { expect, test } from 'vitest';
import type { DeliveryEvent, Summary } from '../../src/core/delivery/events.ts';
import type { Clock } from '../../src/core/ports/clock.ts';
import { type LateProxy, openLateProxy } from './support/late-proxy.ts';
import {
  applyProfile,
  customersCsv,
  expectedMembers,
  membersOf,
  openWorkplace,
  range,
  type Workplace,
} from './support/workplace.ts';

/** Requests that TikTok carries out only after tada gave them up, and after the opposite was asked for. */

/** Milliseconds; waits before another attempt are shorter here, the wait for what got stuck is longer. */
const LONG = 1000;

/** Time that passes only while somebody waits, and something that happens in every long wait. */
class WaitingClock implements Clock {
  #now = Date.now();
  inLongWaits: () => Promise<unknown> = async () => {};

  now(): number {
    return this.#now;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    if (milliseconds >= LONG) await this.inLongWaits();
  }
}

const isSettling = (event: DeliveryEvent) => event.type === 'wait' && event.reason.includes('earlier run');

interface Scene {
  readonly place: Workplace;
  readonly proxy: LateProxy;
  readonly clock: WaitingClock;
}

/** Runs, and lets go what is stuck: while the run waits for it, or else behind everything it did. */
async function runMeeting({ place, proxy, clock }: Scene, stream: AsyncIterable<DeliveryEvent>) {
  clock.inLongWaits = () => proxy.release();
  let waits = 0;
  let summary: Summary | undefined;
  for await (const event of stream) {
    if (event.type === 'summary') summary = event;
    if (isSettling(event)) waits += 1;
  }
  await proxy.release();
  return { waits, summary, members: membersOf(place.simulator, 'VIP') };
}

async function setUp(people: readonly number[], destination = {}) {
  const clock = new WaitingClock();
  const place = await openWorkplace({}, clock);
  const proxy = await openLateProxy(place);
  const scene = { place, proxy, clock };
  place.write('customers.csv', customersCsv(people));
  await applyProfile(place, destination);
  await place.run('vip');
  const cancel = new AbortController().signal;
  const meet = (people: readonly number[]) => {
    place.write('customers.csv', customersCsv(people));
    return runMeeting(scene, place.services.delivery.run('vip', { cancel }));
  };
  return { ...scene, scene, meet, cancel };
}

test('a removal waits for additions of an earlier run that were never answered', async () => {
  const { place, proxy, meet } = await setUp(range(0, 10));
  place.write('customers.csv', customersCsv(range(0, 15)));
  proxy.hold('/segment/mapping/');
  const lost = await place.run('vip');
  expect(lost.fault?.kind).toBe('network');

  proxy.hold('none');
  const { waits, summary, members } = await meet(range(0, 10));
  expect(waits).toBe(1);
  expect(summary?.outcome).toBe('completed');
  expect(members).toEqual(expectedMembers(range(0, 10)));
});

test('an undo waits for a first attempt that got stuck, though the second was confirmed', async () => {
  const { place, proxy, scene, cancel } = await setUp(range(0, 10));
  place.write('customers.csv', customersCsv(range(0, 15)));
  proxy.hold('/segment/mapping/', 1);
  const added = await place.run('vip');
  expect(added.summary.outcome).toBe('completed');

  const undo = place.services.delivery.undo(added.summary.run, { cancel });
  const { waits, members } = await runMeeting(scene, undo);
  expect(waits).toBe(1);
  expect(members).toEqual(expectedMembers(range(0, 10)));
});

test('who is sent the same way again, and who wasn’t sent at all, waits for nothing', async () => {
  const { place, proxy, meet } = await setUp(range(0, 10));
  place.write('customers.csv', customersCsv(range(0, 15)));
  proxy.hold('/segment/mapping/');
  await place.run('vip');

  proxy.hold('none');
  // 9 leaves, whom the lost request was not about.
  const people = [...range(0, 9), ...range(10, 16)];
  const { waits, members } = await meet(people);
  expect(waits).toBe(0);
  expect(members).toEqual(expectedMembers(people));
});

test('a customer file waits for an earlier one that was never answered', async () => {
  const { place, proxy, meet } = await setUp(range(0, 1010), { channel: 'file' });
  place.simulator.control.finishBuilding();
  place.write('customers.csv', customersCsv(range(5, 1015)));
  proxy.hold('/dmp/custom_audience/update/');
  const lost = await place.run('vip');
  expect(lost.fault?.kind).toBe('network');

  proxy.hold('none');
  const { waits, summary, members } = await meet(range(0, 1010));
  expect(waits).toBe(1);
  expect(summary?.outcome).toBe('completed');
  expect(members).toEqual(expectedMembers(range(0, 1010)));
});

test('a refusal behind an answer that got lost says nothing about what was done before it', async () => {
  const { place, meet } = await setUp(range(0, 1010), { channel: 'file' });
  place.simulator.control.finishBuilding();
  place.write('customers.csv', customersCsv(range(0, 1015)));
  place.simulator.control.addFault('reset-after-apply@/dmp/custom_audience/update/*1');
  place.simulator.control.addFault('invalid-parameters@/dmp/custom_audience/update/*1');
  const refused = await place.run('vip');
  expect(refused.fault?.kind).toBe('invalid-parameters');

  place.simulator.control.finishBuilding();
  const { members } = await meet(range(0, 1010));
  expect(members).toEqual(expectedMembers(range(0, 1010)));
});
