import { expect, test } from 'vitest';
import { homeFolders } from '../../src/storage/home.ts';
import { openRunStore } from '../../src/storage/run-store.ts';
import {
  applyProfile,
  customersCsv,
  expectedMembers,
  membersOf,
  openWorkplace,
  range,
} from './support/workplace.ts';

test('an audience made from customer files goes by the endpoint of files, and not while something fills it', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 1100)));
  await applyProfile(place, { channel: 'file' });
  await place.run('vip');
  const [audience] = place.simulator.state.audiences();
  const account = { credential: 'acme', advertiserId: place.simulator.advertiserIds[0] ?? '' };
  const remove = () => place.services.audiences.delete(account, { id: audience?.id ?? '', name: 'VIP' });

  place.write('customers.csv', customersCsv(range(0, 1200)));
  const refused: unknown[] = [];
  const confirm = async () => {
    refused.push(await remove().catch((error: unknown) => error));
    return false;
  };
  await place.run('vip', { confirm });
  expect(refused).toEqual([expect.objectContaining({ kind: 'locked' })]);
  expect(place.simulator.state.audiences()).toHaveLength(1);

  await expect(remove()).resolves.toMatchObject({ wasKnownHere: true });
  expect(place.simulator.state.audiences()).toEqual([]);
  expect(place.simulator.state.requestCount('/dmp/custom_audience/delete/')).toBe(1);
  expect(place.simulator.state.requestCount('/segment/audience/')).toBe(0);
  expect(place.services.runs.audiences()).toEqual([]);
});

test('a lost answer is made good by the list, and an interrupted run waits for no ledger any more', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 20)));
  await applyProfile(place);
  place.simulator.control.addFault('truncated-json@/segment/mapping/');
  const lost = await place.run('vip');
  expect(lost.fault?.kind).toBe('tiktok-unavailable');
  // As a power cut between a confirmation and the ledger leaves it.
  openRunStore(homeFolders(place.env)).open(lost.summary.run)?.update({ ledgerPending: true });
  const [audience] = place.simulator.state.audiences();
  const account = { credential: 'acme', advertiserId: place.simulator.advertiserIds[0] ?? '' };

  // TikTok deletes it, and its answer can never be read.
  place.simulator.control.addFault('truncated-json@/segment/audience/');
  const deleted = await place.services.audiences.delete(account, { id: audience?.id ?? '', name: 'VIP' });
  expect(deleted.wasKnownHere).toBe(true);
  expect(place.simulator.state.audiences()).toEqual([]);
  expect(place.services.runs.audiences()).toEqual([]);
  expect(place.services.runs.show(lost.summary.run).record.ledgerPending).toBe(false);

  place.simulator.control.clearFaults();
  const again = await place.run('vip');
  expect(again.summary).toMatchObject({ outcome: 'completed', audience: { created: true } });
});

test('a run that was cut short is told that its audience is gone when it is resumed after the deletion', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 20)));
  await applyProfile(place, { batchSize: 10 });
  place.simulator.control.addFault('no-permission@/segment/mapping/+1');
  const cut = await place.run('vip');
  expect(cut.fault?.kind).toBe('missing-permission');
  place.simulator.control.clearFaults();
  const [audience] = place.simulator.state.audiences();
  const account = { credential: 'acme', advertiserId: place.simulator.advertiserIds[0] ?? '' };
  await place.services.audiences.delete(account, { id: audience?.id ?? '', name: 'VIP' });

  const resumed = await place.resume(cut.summary.run);
  expect(resumed.fault?.kind).toBe('audience-not-found');
  const again = await place.run('vip');
  expect(again.summary).toMatchObject({ outcome: 'completed', audience: { created: true } });
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 20)));
});
