import { expect, test } from 'vitest';
import { applyProfile, openWorkplace, purchasesProfile } from './support/workplace.ts';

test('a token that may only report events delivers them; that its account stays unread is told', async () => {
  const place = await openWorkplace();
  const { simulator } = place;
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  place.write('purchases.csv', `event,event_id,timestamp,email\nPurchase,1,${yesterday},kim@example.com\n`);
  place.write('profile.json', purchasesProfile(simulator));
  expect((await place.tada('apply', 'profile.json')).code).toBe(0);

  for (const path of ['/user/info/', '/advertiser/info/', '/bc/get/', '/offline/get/']) {
    simulator.control.addFault(`scope-missing@${path}`);
  }
  const delivered = await place.run('purchases');
  expect(delivered.summary).toMatchObject({ outcome: 'completed', rows: { read: 1, sent: 1 } });
  const warning = delivered.events.find((event) => event.type === 'warning' && event.code === 'role-unknown');
  expect(warning).toMatchObject({ message: expect.stringContaining('may not read the ad account') });

  place.write('purchases.csv', `event,event_id,timestamp,email\nPurchase,2,${yesterday},kim@example.com\n`);
  simulator.control.addFault('scope-missing@/event/track/');
  const refused = await place.run('purchases');
  expect(refused.fault?.kind).toBe('missing-scope');
  expect(refused.summary).toMatchObject({ outcome: 'error', rows: { read: 1, sent: 0 } });
});

test('a check of such a token says what stays unchecked, and fails nothing', async () => {
  const place = await openWorkplace();
  const { simulator } = place;
  place.write('profile.json', purchasesProfile(simulator));
  await place.tada('apply', 'profile.json');
  const check = async () => {
    const { code, json } = await place.tada('check', '--json');
    const checks = json[0]?.checks as readonly { name: string; ok: boolean; detail: string }[];
    return { code, lines: Object.fromEntries(checks.map(({ name, ok, detail }) => [name, { ok, detail }])) };
  };
  for (const path of ['/user/info/', '/advertiser/info/', '/bc/get/', '/offline/get/']) {
    simulator.control.addFault(`scope-missing@${path}`);
  }
  const { code, lines } = await check();
  expect(code).toBe(0);
  expect(lines).toMatchObject({
    token: { ok: true, detail: expect.stringContaining('may not be read') },
    advertiser: { ok: true, detail: expect.any(String) },
    eventSource: { ok: true, detail: expect.stringContaining('unchecked') },
    scopes: { ok: true, detail: expect.stringContaining('shows with the first delivery') },
  });

  simulator.control.clearFaults();
  simulator.control.addFault('scope-missing@/offline/get/');
  expect((await check()).lines.scopes?.detail).not.toContain('No scope was missing');
  simulator.control.clearFaults();
  expect((await check()).lines.scopes?.detail).toContain('No scope was missing');
  // What is wrong with the account stays wrong, whatever the token may read.
  simulator.control.addFault('token-revoked@/user/info/');
  expect((await check()).code).toBe(4);
});

test('a token without scopes for audiences still fails the check of an audience destination', async () => {
  const place = await openWorkplace();
  await applyProfile(place);
  place.simulator.control.addFault('scope-missing@/user/info/');
  expect((await place.tada('check')).code).toBe(4);
});
