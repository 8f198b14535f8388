import { expect, test } from 'vitest';
import {
  applyProfile,
  customersCsv,
  expectedMembers,
  membersOf,
  openWorkplace,
  range,
  type Workplace,
} from './support/workplace.ts';

/** What a person saw and agreed to. */
async function look({ services }: Workplace) {
  const { fingerprint, staged, plan } = await services.delivery.preview('vip', {
    sampleRows: 0,
    unmask: false,
    call: {},
  });
  const { added, removed } = plan.expected.delivery;
  return { fingerprint, rowsRead: staged.rowsRead, added, removed };
}

test('a source that was replaced after the preview is not sent before it was looked at again', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 20)));
  await applyProfile(place);
  const previewed = await look(place);
  place.write('customers.csv', customersCsv(range(10, 30)));

  const stopped = await place.run('vip', { previewed });
  expect(stopped.fault?.kind).toBe('source-changed');
  expect(place.simulator.state.audiences()).toEqual([]);

  const agreed = await place.run('vip', { previewed: await look(place) });
  expect(agreed.summary.outcome).toBe('completed');
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(10, 30)));
});

test('rows that were read anew and not planned yet are counted, not those of an earlier attempt', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place);
  place.simulator.control.addFault('no-permission@/segment/audience/*1');
  const first = await place.run('vip');
  expect(first.summary.rows).toMatchObject({ read: 10, pending: 10 });
  place.write('customers.csv', customersCsv(range(0, 14)));
  place.simulator.control.addFault('no-permission@/dmp/custom_audience/list/*1');
  const resumed = await place.resume(first.summary.run);
  expect(resumed.summary.rows).toMatchObject({ read: 14, pending: 14 });
});
