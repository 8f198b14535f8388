import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startSimulator } from '../../src/simulator/index.ts';
import { openChoosyProxy } from './support/choosy-proxy.ts';
import {
  applyProfile,
  customersCsv,
  expectedMembers,
  membersOf,
  openWorkplace,
  range,
} from './support/workplace.ts';

test('an audience that somebody else made after ours was refused is not taken for ours', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place);
  place.simulator.control.addFault('no-permission@/segment/audience/*1');
  expect((await place.run('vip')).fault?.kind).toBe('missing-permission');
  const account = place.simulator.advertiserIds[0] ?? '';
  place.simulator.control.addAudience(account, 'VIP');

  const { summary, events } = await place.run('vip');
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));
  // People were added; that it is this list now nobody can say.
  expect(summary).toMatchObject({ outcome: 'alert', audience: { created: false } });
  expect(events).toContainEqual(expect.objectContaining({ type: 'warning', code: 'no-ledger' }));
  expect(place.services.runs.audiences()).toMatchObject([{ name: 'VIP', ledgerComplete: false }]);
});

test('an audience whose creation was never answered is ours, also when a later try was refused', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place);
  // TikTok makes it, the answer gets lost, and the list can't be looked at.
  place.simulator.control.addFault('truncated-json@/segment/audience/*1');
  place.simulator.control.addFault('no-permission@/dmp/custom_audience/list/+1*1');
  expect((await place.run('vip')).fault?.kind).toBe('missing-permission');
  place.simulator.control.clearFaults();

  const { summary } = await place.run('vip');
  expect(summary.outcome).toBe('completed');
  expect(place.services.runs.audiences()).toMatchObject([{ name: 'VIP', ledgerComplete: true }]);
});

test('a run that is cancelled while TikTok makes its audience waits for it, and knows it', async () => {
  const place = await openWorkplace();
  const cancel = new AbortController();
  await openChoosyProxy(place, (path) => {
    if (path === '/segment/audience/') cancel.abort();
    return undefined;
  });
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place);
  const { summary } = await place.run('vip', { cancel: cancel.signal });
  expect(summary.outcome).toBe('cancelled');
  expect(place.services.runs.audiences()).toMatchObject([{ name: 'VIP', ledgerComplete: true }]);

  expect((await place.resume(summary.run)).summary.outcome).toBe('completed');
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));
});

test('a damaged journal of an old run that made nothing keeps nobody from delivering', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place);
  place.simulator.control.addFault('no-permission@/segment/audience/*1');
  const refused = await place.run('vip');
  writeFileSync(join(place.home, 'runs', refused.summary.run, 'journal.jsonl'), 'nonsense\n');
  expect((await place.run('vip')).summary.outcome).toBe('completed');
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));
});

test('what was known of an audience of an earlier simulator is not taken for the one that has its id now', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place);
  await place.run('vip');
  const later = await startSimulator();
  onTestFinished(() => later.close());
  place.env.TADA_TIKTOK_URL = later.url;
  place.env.TADA_TEST_TOKEN = later.accessToken;

  place.write('customers.csv', customersCsv(range(5, 15)));
  expect((await place.run('vip')).summary.audience?.created).toBe(true);
  expect(later.state.audiences()[0]?.id).toBe(place.simulator.state.audiences()[0]?.id);
  place.write('customers.csv', customersCsv(range(0, 15)));
  await place.run('vip');
  expect(membersOf(later, 'VIP')).toEqual(expectedMembers(range(0, 15)));
});
