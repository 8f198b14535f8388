import { expect, test } from 'vitest';
import {
  applyProfile,
  customersCsv,
  expectedMembers,
  membersOf,
  openWorkplace,
  range,
} from './support/workplace.ts';

test('a run that was cut short is not resumed after one that was started earlier and delivered since', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place, { batchSize: 5 });
  // Started first, and stopped before it sent anything.
  place.simulator.control.addFault('no-permission@/segment/audience/*1');
  const early = await place.run('vip');
  expect(early.fault?.kind).toBe('missing-permission');
  // Started second, and stopped in the middle.
  place.simulator.control.addFault('token-revoked@/segment/mapping/+1');
  const cut = await place.run('vip');
  expect(cut.fault?.kind).toBe('invalid-credentials');
  place.simulator.control.clearFaults();

  // The first one goes on, with the list of today.
  place.write('customers.csv', customersCsv(range(2, 12)));
  const allowed = await place.resume(early.summary.run);
  expect(allowed.summary.outcome).toBe('completed');
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(2, 12)));

  const refused = await place.resume(cut.summary.run);
  expect(refused.fault?.kind).toBe('safety-stop');
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(2, 12)));
  // Nobody is taken for somebody who is there: those who left come back when they are wanted again.
  place.write('customers.csv', customersCsv(range(0, 12)));
  await place.run('vip');
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 12)));
});

test('an undo leaves alone what a run changed that was started earlier and resumed since', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place);
  await place.run('vip');
  place.simulator.control.addFault('token-revoked@/segment/mapping/*1');
  // Nothing of this one was taken, so it plans anew when it goes on.
  place.simulator.control.addFault('no-permission@/dmp/custom_audience/list/*1');
  const early = await place.run('vip');
  expect(early.fault?.kind).toBe('missing-permission');
  place.simulator.control.clearFaults();
  place.write('customers.csv', customersCsv(range(3, 14)));
  const second = await place.run('vip');
  // Brings 0 back, which the second took out, and takes 13 out, which it brought.
  place.write('customers.csv', customersCsv([0, ...range(3, 13)]));
  expect((await place.resume(early.summary.run)).summary.outcome).toBe('completed');

  const undo = await place.undo(second.summary.run);
  expect(undo.events).toContainEqual(expect.objectContaining({ type: 'warning', code: 'later-runs' }));
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));
});
