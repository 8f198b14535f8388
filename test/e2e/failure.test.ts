import { expect, test } from 'vitest';
import { startTestSimulator } from './support/cli.ts';
import {
  allow,
  expectExactly,
  expectNothingLeaked,
  inventPeople,
  linkOn,
  openDelivery,
  SEND,
  walk,
} from './support/delivery-wizard.ts';

const ADVERTISER = '7654321098765432109';
const GONE = '7654321098765432417';

test('advertiser not found: another one is chosen in the wizard, and the same run completes', async () => {
  const simulator = await startTestSimulator();
  const place = await openDelivery(simulator, inventPeople(1500), { destination: { advertiserIds: [GONE] } });
  const wizard = place.open();
  await walk(wizard, SEND);

  await wizard.waitFor('Check the connection: failed.');
  const screen = await wizard.waitFor('The credential does not reach');
  expect(screen).toMatch(/TikTok: “The advertiser 7654321098765432417 doesn't exist or has been\s+deleted.”/);
  expect(screen).toContain('(code 40002)');
  expect(screen).toMatch(/Request id \w{20,}/);
  expect(simulator.state.audiences()).toEqual([]);

  await walk(wizard, [
    [/❯ 4 ✗ Choose another advertiser/, 'enter'],
    ['Which advertiser?', 'enter'],
    [`“acme audiences” now delivers to ${ADVERTISER}.`],
    [/❯ 1 . Resolve/, 'enter'],
    // Nobody has agreed to this account yet.
    [/now\s+it\s+goes\s+to[\s\S]*Send\?/, 'y'],
  ]);
  await wizard.waitFor('✓ Completed. TikTok confirmed everything that was sent.');
  expect(wizard.screen()).toContain('1,500  sent and confirmed by TikTok');
  expectExactly(simulator, ADVERTISER, place.people);
  expectNothingLeaked(wizard, simulator);
});

test('invalid credentials: authorized again in the wizard, and the same run completes', async () => {
  const simulator = await startTestSimulator();
  const place = await openDelivery(simulator, inventPeople(1500));
  const wizard = place.open();
  simulator.control.revokeToken();
  await walk(wizard, SEND);

  await wizard.waitFor('(code 40105)');
  await walk(wizard, [
    [/❯ 2 . Authorize the credential again/, 'enter'],
    ['How do you authorize tada?', 'enter'],
  ]);
  wizard.paste(await allow(await linkOn(wizard), {}));
  await walk(wizard, [
    ['TikTok accepts it: Ada Admin', 'enter'],
    ['Save the new access', 'enter'],
    ['The credential “acme” is saved.'],
    [/❯ 1 . Resolve/, 'enter'],
  ]);
  await wizard.waitFor('✓ Completed. TikTok confirmed everything that was sent.');
  expectExactly(simulator, ADVERTISER, place.people);
  expectNothingLeaked(wizard, simulator);
});

test('missing permission: somebody with the role authorizes, and the same run completes', async () => {
  const simulator = await startTestSimulator();
  const place = await openDelivery(simulator, inventPeople(1500), {
    env: { ACME_TOKEN: simulator.control.issueToken({ user: 'analyst' }) },
  });
  const wizard = place.open();
  await walk(wizard, SEND);

  await wizard.waitFor('Check the connection: failed.');
  await wizard.waitFor(`Anna Analyst is an Analyst of ${ADVERTISER}; Analysts only read.`);
  expect(simulator.state.audiences()).toEqual([]);
  wizard.press('down');
  await wizard.waitFor('Admin or Operator (recommended)');
  wizard.press('enter');
  await walk(wizard, [['How do you authorize tada?', 'enter']]);
  wizard.paste(await allow(await linkOn(wizard), { user: 'operator' }));
  await walk(wizard, [
    ['TikTok accepts it: Otto Operator', 'enter'],
    ['Save the new access', 'enter'],
    [/❯ 1 . Resolve/, 'enter'],
  ]);
  await wizard.waitFor('✓ Completed. TikTok confirmed everything that was sent.');
  expectExactly(simulator, ADVERTISER, place.people);
  expectNothingLeaked(wizard, simulator);
});

test('a failure in the middle is resolved without sending anything twice', async () => {
  const simulator = await startTestSimulator({
    recordMappings: true,
    faults: ['no-permission@/segment/mapping/+2'],
  });
  const place = await openDelivery(simulator, inventPeople(1500), { destination: { batchSize: 100 } });
  const wizard = place.open();
  await walk(wizard, SEND);
  await wizard.waitFor('Deliver: failed.');
  const before = simulator.state.mappings().length;
  expect(before).toBe(2);

  simulator.control.clearFaults();
  await wizard.waitFor('Resolve: go on from the task that failed');
  const number = /(\d) . Resolve/.exec(wizard.screen())?.[1] ?? '';
  wizard.press(number);
  await wizard.waitFor('✓ Completed. TikTok confirmed everything that was sent.');
  expectExactly(simulator, ADVERTISER, place.people);
  expect(simulator.state.mappings()).toHaveLength(15);
});
