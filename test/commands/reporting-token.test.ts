import { expect, test } from 'vitest';
import { openWorkplace, purchasesProfile } from './support/workplace.ts';

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
