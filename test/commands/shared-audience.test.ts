import { expect, test } from 'vitest';
import {
  applyProfile,
  customersCsv,
  expectedMembers,
  membersOf,
  openWorkplace,
  range,
  vipProfile,
} from './support/workplace.ts';

test('two lists for one audience are told when they are set up, and by the match that takes people out', async () => {
  const place = await openWorkplace();
  const profile = JSON.parse(vipProfile(place.simulator));
  profile.queries.push({
    ...profile.queries[0],
    name: 'shops',
    source: { engine: 'embedded', tables: { Customer360: 'shops.csv' } },
  });
  profile.orchestrations.push({ name: 'shops', query: 'shops', template: 'vip' });
  place.write('customers.csv', customersCsv(range(0, 10)));
  place.write('shops.csv', customersCsv(range(3, 12)));
  place.write('profile.json', JSON.stringify(profile));
  const applied = await place.tada('apply', 'profile.json');
  expect(applied.code).toBe(0);
  expect(applied.stdout + applied.stderr).toContain('orchestration "vip", orchestration "shops"');

  await place.run('vip');
  const shops = await place.run('shops');
  expect(shops.events).toContainEqual(
    expect.objectContaining({ code: 'shared-audience', message: expect.stringContaining('by "vip"') }),
  );
  const again = await place.run('shops');
  expect(again.events).not.toContainEqual(expect.objectContaining({ code: 'shared-audience' }));
});

test('a match without an id type that the audience holds is no full match, and says what stays', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place);
  await place.run('vip');
  await applyProfile(place, { idTypes: ['EMAIL'] });
  place.write('customers.csv', customersCsv(range(0, 8)));
  const { summary, events } = await place.run('vip');
  expect(summary.outcome).toBe('alert');
  expect(events).toContainEqual(
    expect.objectContaining({ code: 'other-id-types', message: expect.stringContaining('10 PHONE') }),
  );
  const members = membersOf(place.simulator, 'VIP');
  expect(members.EMAIL_SHA256).toEqual(expectedMembers(range(0, 8)).EMAIL_SHA256);
  expect(members.PHONE_SHA256).toHaveLength(10);
});

test('an undo of a removal says where it may add people who were never there', async () => {
  const place = await openWorkplace();
  const account = place.simulator.advertiserIds[0] ?? '';
  place.simulator.control.addAudience(account, 'VIP');
  place.write('customers.csv', customersCsv([1]));
  await applyProfile(place, { mode: 'remove', idTypes: ['EMAIL'] });
  const removal = await place.run('vip');
  expect(removal.summary.delivery.removed).toBe(1);
  const { events } = await place.undo(removal.summary.run);
  expect(events).toContainEqual(
    expect.objectContaining({
      code: 'no-ledger',
      message: expect.stringContaining('not in the audience before'),
    }),
  );
});

test('the same accounts in another order are the same audience: its ledger, its preview and its undo', async () => {
  const place = await openWorkplace();
  const [one = '', other = ''] = place.simulator.advertiserIds;
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place, { advertiserIds: [one, other] });
  await place.run('vip');
  place.write('customers.csv', customersCsv(range(2, 12)));
  await applyProfile(place, { advertiserIds: [other, one] });
  const { json } = await place.tada('preview', 'vip', '--json', '--request');
  expect(json[0]).toMatchObject({
    delivery: { added: 4, removed: 4, unchanged: 16 },
    request: { body: { advertiser_ids: [one, other] } },
  });
  const { summary, events } = await place.run('vip');
  expect(summary.delivery).toMatchObject({ added: 4, removed: 4, unchanged: 16 });
  expect(events).not.toContainEqual(expect.objectContaining({ code: 'no-ledger' }));
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(2, 12)));
  await place.undo(summary.run);
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));
  expect(place.services.runs.audiences()).toMatchObject([{ advertiserId: one }]);
});

test('two destinations that name the accounts in another order never make it both at once', async () => {
  const place = await openWorkplace();
  const [one = '', other = ''] = place.simulator.advertiserIds;
  const profile = JSON.parse(vipProfile(place.simulator, { advertiserIds: [one, other] }));
  const [destination] = profile.destinations;
  profile.destinations.push({ ...destination, name: 'turned', advertiserIds: [other, one] });
  profile.templates.push({ name: 'turned', destination: 'turned' });
  profile.orchestrations.push({ name: 'turned', query: 'vip', template: 'turned' });
  place.write('customers.csv', customersCsv(range(0, 10)));
  place.write('profile.json', JSON.stringify(profile));
  const applied = await place.tada('apply', 'profile.json');
  expect(applied.stdout + applied.stderr).toContain('orchestration "vip", orchestration "turned"');
  const faults: unknown[] = [];
  await place.run('vip', {
    confirm: async () => {
      faults.push((await place.run('turned')).fault?.kind);
      return true;
    },
  });
  expect(faults).toEqual(['locked']);
  expect((await place.run('turned')).summary.delivery).toMatchObject({ added: 0, unchanged: 20 });
  expect(place.simulator.state.audiences()).toHaveLength(1);
});

test('two runs never work on one audience at once, whatever names they know it by', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place);
  await place.run('vip');
  const audienceId = place.simulator.state.audiences()[0]?.id ?? '';
  place.write('customers.csv', customersCsv(range(0, 12)));
  const faults: unknown[] = [];
  const { summary } = await place.run('vip', {
    confirm: async () => {
      const other = await place.run('vip', { set: { audienceId, audienceName: 'Gold' } });
      faults.push(other.fault?.kind);
      return true;
    },
  });
  expect(faults).toEqual(['locked']);
  expect(summary.outcome).toBe('completed');
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 12)));
});

test('of two long names that TikTok cuts to the same one the second is refused, with what to do', async () => {
  const place = await openWorkplace();
  const long = 'x'.repeat(70);
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place, { audienceName: `${long} north` });
  await place.run('vip');
  await applyProfile(place, { audienceName: `${long} south` });
  const { fault } = await place.run('vip');
  expect(fault?.kind).toBe('safety-stop');
  expect(fault?.message).toContain('Choose an audience name that differs in its first 67 characters');
  await applyProfile(place, { audienceName: `${long} north` });
  expect((await place.run('vip')).summary.outcome).toBe('completed');
});
