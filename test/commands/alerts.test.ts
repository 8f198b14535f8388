import { expect, test } from 'vitest';
import { applyProfile, customersCsv, openWorkplace, range } from './support/workplace.ts';

const DAY = 86_400_000;

test('what will fail before long is told by a check and before a run, and fails neither', async () => {
  const place = await openWorkplace();
  const { simulator, services } = place;
  const [account = ''] = simulator.advertiserIds;
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place);
  await place.run('vip');
  simulator.control.finishBuilding();

  const small = await services.delivery.check('acme audiences');
  expect(small.ok).toBe(true);
  expect(small.checks.flatMap(({ warning }) => warning?.code ?? [])).toEqual(['below-minimum-size']);

  for (let more = 0; more < 385; more += 1) simulator.control.addAudience(account, `more ${more}`);
  simulator.control.advanceClock(320 * DAY);
  const late = await services.delivery.check('acme audiences');
  expect(late.checks.flatMap(({ warning }) => warning?.message ?? [])).toEqual([
    expect.stringMatching(/has 38\d of 400 audiences/),
    expect.stringMatching(/lets the audience "VIP" expire on \d{4}-\d{2}-\d{2},/),
    expect.stringContaining('people in the audience "VIP"; an ad group needs 1,000.'),
  ]);
  const { stdout } = await place.tada('check');
  expect(stdout).toContain('[!!] audiences: TikTok lets the audience "VIP" expire');

  const again = await place.run('vip');
  expect(again.summary.outcome).toBe('completed');
  expect(again.events.flatMap((event) => (event.type === 'warning' ? event.code : []))).toContain(
    'audience-expiring',
  );
});

test('a role that was lost since the set-up is told by the check', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place);
  expect((await place.services.delivery.check('acme audiences')).ok).toBe(true);
  place.simulator.control.setRole('ANALYST');
  const lost = await place.services.delivery.check('acme audiences');
  expect(lost.checks.find(({ name }) => name === 'role')).toMatchObject({
    ok: false,
    fault: { kind: 'missing-permission' },
  });
});

test('a role that nobody tells is called unknown, and stops nothing', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place);
  place.simulator.control.addFault('scope-missing@/bc/get/');
  const report = await place.services.delivery.check('acme audiences');
  expect(report.checks.find(({ name }) => name === 'role')).toMatchObject({
    ok: true,
    detail: expect.stringMatching(/\bunknown\b/),
  });
});

test('a run notes that TikTok accepted the token; a preview says when that is long ago', async () => {
  const place = await openWorkplace();
  const { services } = place;
  const credential = () => services.profile.load().credentials[0];
  const codes = async () =>
    (await services.delivery.preview('vip', { sampleRows: 0, unmask: false, call: {} })).warnings.map(
      ({ code }) => code,
    );
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place);
  await services.profile.update((profile) => ({
    ...profile,
    credentials: profile.credentials.map((each) => ({ ...each, lastValidated: '2026-01-01T00:00:00.000Z' })),
  }));
  expect(await codes()).toContain('token-not-validated');
  await place.run('vip');
  expect(Date.now() - Date.parse(credential()?.lastValidated ?? '')).toBeLessThan(DAY);
  expect(await codes()).not.toContain('token-not-validated');
});
