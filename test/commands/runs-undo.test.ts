import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  applyProfile,
  customersCsv,
  expectedMembers,
  membersOf,
  openWorkplace,
  range,
  workplaceWith,
} from './support/workplace.ts';

const NOBODY = { EMAIL_SHA256: [], PHONE_SHA256: [] };

test('an undo brings the audience back to what it was before the run', async () => {
  const place = await workplaceWith(range(0, 40), 7);
  await place.run('vip');
  place.write('customers.csv', customersCsv(range(15, 50)));
  const refresh = await place.run('vip');
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(15, 50)));

  const undo = await place.undo(refresh.summary.run);
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 40)));
  const { rows, delivery, outcome, audience } = undo.summary;
  expect(outcome).toBe('completed');
  expect(audience).toMatchObject({ name: 'VIP', created: false });
  expect(new Set(Object.values(rows))).toEqual(new Set([0]));
  expect(delivery).toMatchObject({
    added: refresh.summary.delivery.removed,
    removed: refresh.summary.delivery.added,
    unchanged: 0,
  });
  // The ledger went along: the same list again is the same difference again.
  const again = await place.run('vip');
  expect(again.summary.delivery).toMatchObject({
    added: refresh.summary.delivery.added,
    removed: refresh.summary.delivery.removed,
  });
});

test('undoing the first run empties the audience, and undoing that fills it again', async () => {
  const place = await workplaceWith(range(0, 12), 5);
  const first = await place.run('vip');
  const undo = await place.undo(first.summary.run);
  expect(membersOf(place.simulator, 'VIP')).toEqual(NOBODY);
  expect(undo.summary.delivery).toMatchObject({ added: 0, removed: 24 });

  await place.undo(undo.summary.run);
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 12)));
  const nothing = await place.undo(undo.summary.run);
  expect(nothing.summary).toMatchObject({
    outcome: 'completed',
    delivery: { added: 0, removed: 0, unchanged: 24, requests: 0 },
  });
});

test('what a later run changed stays as that run left it, and the undo says so', async () => {
  const place = await workplaceWith(range(0, 10));
  await place.run('vip');
  place.write('customers.csv', customersCsv(range(5, 20)));
  const second = await place.run('vip');
  // Takes 18 and 19 out again and brings 0 and 1 back.
  place.write('customers.csv', customersCsv([0, 1, ...range(5, 18)]));
  await place.run('vip');
  // And 18 in once more: that is this run's doing now, not the second one's.
  place.write('customers.csv', customersCsv([0, 1, ...range(5, 19)]));
  await place.run('vip');

  const undo = await place.undo(second.summary.run);
  expect(undo.events).toContainEqual(expect.objectContaining({ type: 'warning', code: 'later-runs' }));
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers([...range(0, 10), 18]));
});

test('a run behind which another one was deleted is not undone: nobody knows whom that one brought', async () => {
  const place = await workplaceWith(range(0, 10));
  const first = await place.run('vip');
  place.write('customers.csv', customersCsv(range(5, 10)));
  const second = await place.run('vip');
  place.write('customers.csv', customersCsv(range(0, 10)));
  const third = await place.run('vip');
  expect((await place.tada('runs', 'delete', third.summary.run)).code).toBe(0);

  const undo = await place.tada('runs', 'undo', first.summary.run, '--yes');
  expect(undo.code).toBe(2);
  expect(undo.stderr).toContain(
    `the run ${third.summary.run}, which delivered to the same audience after it`,
  );
  await expect(place.undo(second.summary.run)).rejects.toThrow('was deleted');
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));
  // A run from then on is known again, as far as it is the last.
  place.write('customers.csv', customersCsv(range(0, 12)));
  const fourth = await place.run('vip');
  await place.undo(fourth.summary.run);
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));
});

test('a run that sent nobody anything, and an earlier one, are missed by no undo', async () => {
  const place = await workplaceWith(range(0, 10));
  const first = await place.run('vip');
  place.write('customers.csv', customersCsv(range(0, 12)));
  const second = await place.run('vip');
  const idle = await place.run('vip');
  await place.tada('runs', 'delete', idle.summary.run);
  await place.tada('runs', 'delete', first.summary.run);
  await place.undo(second.summary.run);
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));
});

test('a later run whose record is broken keeps the undo of an earlier one, also once it is deleted', async () => {
  const place = await workplaceWith(range(0, 10));
  const first = await place.run('vip');
  place.write('customers.csv', customersCsv(range(0, 12)));
  const second = await place.run('vip');
  writeFileSync(join(place.home, 'runs', second.summary.run, 'run.json'), '{');
  await expect(place.undo(first.summary.run)).rejects.toThrow("can't be read, and it delivered");
  await place.tada('runs', 'delete', second.summary.run, '--force');
  await expect(place.undo(first.summary.run)).rejects.toThrow('was deleted');
});

test('people who were removed by a remove run come back together', async () => {
  const place = await workplaceWith(range(0, 10));
  await place.run('vip');
  place.write('customers.csv', customersCsv(range(3, 6)));
  const removal = await place.run('vip', { set: { mode: 'remove' }, allowRemovalPercent: 100 });
  const undo = await place.undo(removal.summary.run);
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));
  expect(undo.summary.delivery).toMatchObject({ added: 6, removed: 0 });
  const [audience] = place.simulator.state.audiences();
  expect(audience?.people).toBe(10);
});

test('an undo that was stopped by a fault goes on with resume and sends nothing twice', async () => {
  const place = await workplaceWith(range(0, 60), 5);
  const first = await place.run('vip');
  place.simulator.control.addFault('no-permission@/segment/mapping/+4');
  const stopped = await place.undo(first.summary.run);
  expect(stopped.fault?.kind).toBe('missing-permission');
  expect(place.simulator.state.mappings().length).toBeGreaterThan(12);
  place.simulator.control.clearFaults();

  const resumed = await place.resume(stopped.summary.run);
  expect(resumed.summary).toMatchObject({ outcome: 'completed', delivery: { removed: 120 } });
  expect(membersOf(place.simulator, 'VIP')).toEqual(NOBODY);
  // 12 batches of the first run and 12 of the undo, each accepted once.
  expect(place.simulator.state.mappings().length).toBe(24);
  await expect(place.resume(stopped.summary.run)).rejects.toThrow('complete');
});

test('entries that were sent without an answer are taken back too, and the undone run is not resumed', async () => {
  const place = await workplaceWith(range(0, 10));
  await place.run('vip');
  place.write('customers.csv', customersCsv(range(0, 20)));
  // TikTok applies it, and the answer is lost every time.
  place.simulator.control.addFault('truncated-json@/segment/mapping/');
  const lost = await place.run('vip');
  expect(lost.fault?.kind).toBe('tiktok-unavailable');
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 20)));
  place.simulator.control.clearFaults();

  await place.undo(lost.summary.run);
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));
  const resumed = await place.resume(lost.summary.run);
  expect(resumed.fault?.kind).toBe('safety-stop');
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));
});

test('an audience that was deleted at TikTok is not made again by an undo', async () => {
  const place = await workplaceWith(range(0, 5));
  const first = await place.run('vip');
  const [audience] = place.simulator.state.audiences();
  place.simulator.control.deleteAudience(audience?.id ?? '');
  const undo = await place.undo(first.summary.run);
  expect(undo.fault?.kind).toBe('audience-not-found');
  expect(place.simulator.state.audiences()).toEqual([]);
});

test('a test audience is emptied by an undo, and the real one is left alone', async () => {
  const place = await workplaceWith(range(0, 10));
  await place.run('vip');
  const rehearsal = await place.run('vip', { testMembers: 3 });
  expect(membersOf(place.simulator, 'VIP (test)').EMAIL_SHA256).toHaveLength(3);
  await place.undo(rehearsal.summary.run);
  expect(membersOf(place.simulator, 'VIP (test)')).toEqual(NOBODY);
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));
});

test('the person is shown what an undo would do, and a no sends nothing and closes no door', async () => {
  const place = await workplaceWith(range(0, 10));
  const first = await place.run('vip');
  const asked: unknown[] = [];
  const { delivery } = place.services;
  const told = [];
  for await (const event of delivery.undo(first.summary.run, {
    cancel: new AbortController().signal,
    confirm: async (review) => {
      asked.push(review.kind === 'audience' ? review.plan.expected.delivery : undefined);
      return false;
    },
  })) {
    told.push(event);
  }
  expect(asked).toEqual([{ added: 0, removed: 20, unchanged: 0 }]);
  expect(told).toContainEqual(expect.objectContaining({ type: 'summary', outcome: 'cancelled' }));
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));
});

test('`runs undo` wants an answer, a run, and something to undo', async () => {
  const place = await workplaceWith(range(0, 5));
  place.simulator.control.addFault('token-revoked');
  const failed = await place.run('vip');
  place.simulator.control.clearFaults();
  const undo = await place.tada('runs', 'undo', failed.summary.run, '--yes', '--json');
  expect(undo.code).toBe(2);
  expect(undo.stderr).toContain('nothing to undo');
  expect((await place.tada('runs', 'undo', failed.summary.run)).code).toBe(2);
  expect((await place.tada('runs', 'undo', 'nonesuch', '--yes')).code).toBe(2);

  const delivered = await place.run('vip');
  const done = await place.tada('runs', 'undo', delivered.summary.run, '--yes', '--json');
  expect(done.code).toBe(0);
  expect(done.summary.delivery.removed).toBe(10);
});

test('a run that a repair moved to another ad account is undone there', async () => {
  const place = await openWorkplace();
  const [account] = place.simulator.advertiserIds;
  place.write('customers.csv', customersCsv(range(0, 12)));
  await applyProfile(place, { advertiserIds: ['7654321098765432417'] });
  const failed = await place.run('vip');
  expect(failed.fault?.kind).toBe('advertiser-not-found');
  await applyProfile(place, { advertiserIds: [account], audienceName: 'Moved' });
  const resumed = await place.resume(failed.summary.run);
  expect(resumed.summary.outcome).toBe('completed');
  expect(membersOf(place.simulator, 'Moved')).toEqual(expectedMembers(range(0, 12)));
  expect(place.services.runs.show(failed.summary.run).record.settings).toMatchObject({
    advertiserIds: [account],
    audienceName: 'Moved',
  });

  const undo = await place.undo(failed.summary.run);
  expect(undo.summary.outcome).toBe('completed');
  expect(membersOf(place.simulator, 'Moved')).toEqual(NOBODY);
});

test('where most of the audience would leave, the person is asked for more than a yes', async () => {
  const place = await workplaceWith(range(0, 10));
  const first = await place.run('vip');
  place.write('customers.csv', customersCsv(range(0, 12)));
  const second = await place.run('vip');
  const asked: unknown[] = [];
  const undo = async (id: string) => {
    const told = [];
    const confirmRemoval = async (removal: unknown) => {
      asked.push(removal);
      return false;
    };
    const options = { cancel: new AbortController().signal, confirmRemoval };
    for await (const event of place.services.delivery.undo(id, options)) told.push(event);
    return told.at(-1);
  };
  expect(await undo(first.summary.run)).toMatchObject({ type: 'summary', outcome: 'cancelled' });
  expect(asked).toEqual([
    {
      message: 'This would remove 20 of 24 identifiers, 83.3% of the audience.',
      percent: 84,
      audience: 'VIP',
    },
  ]);
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 12)));
  // Two of twelve are no large part.
  expect(await undo(second.summary.run)).toMatchObject({ outcome: 'completed', delivery: { removed: 4 } });
  expect(asked).toHaveLength(1);
});
