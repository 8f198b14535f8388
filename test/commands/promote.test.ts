import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { customersCsv, openWorkplace, range, vipProfile, type Workplace } from './support/workplace.ts';

/** What was tried in the simulator, and a credential for production. */
async function tried(destination: Readonly<Record<string, unknown>> = {}): Promise<Workplace> {
  const place = await openWorkplace();
  const profile = JSON.parse(vipProfile(place.simulator, destination));
  profile.credentials.push({ ...profile.credentials[0], name: 'live', environment: 'production' });
  profile.orchestrations[0].schedule = { cron: '0 6 * * 1', timeZone: 'America/New_York' };
  profile.orchestrations[0].set = { audienceId: '123', audienceName: 'VIP' };
  place.write('profile.json', JSON.stringify(profile));
  const { code, stderr } = await place.tada('apply', 'profile.json');
  expect(code, stderr).toBe(0);
  return place;
}

const PROMOTE = ['promote', 'acme audiences', '--to', 'production', '--credential', 'live'] as const;

test('a destination is copied with its templates and orchestrations, which run by hand', async () => {
  const place = await tried();
  const before = place.services.profile.load();
  const told = await place.tada(...PROMOTE, '--yes');
  expect(told.code, told.stderr).toBe(0);
  expect(told.stderr).toMatch(/^warning: Nothing went through "acme audiences" yet.*\n$/);
  expect(told.stdout).toContain('credential: "acme" → "live"');
  expect(told.stdout).toContain('schedule: 0 6 * * 1 (America/New_York) → by hand');
  const after = place.services.profile.load();
  expect(after.destinations).toEqual([
    ...before.destinations,
    { ...before.destinations[0], name: 'acme audiences (production)', credential: 'live' },
  ]);
  expect(after.templates.at(-1)).toEqual({
    name: 'vip (production)',
    destination: 'acme audiences (production)',
  });
  // An audience's id of the simulator means nothing in production; its name does.
  expect(after.orchestrations.at(-1)).toEqual({
    name: 'vip (production)',
    query: 'vip',
    template: 'vip (production)',
    set: { audienceName: 'VIP' },
    schedule: 'manual',
  });
  expect(after.orchestrations[0]).toEqual(before.orchestrations[0]);
  const again = await place.tada(...PROMOTE, '--yes');
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('--name') });
  const named = await place.tada(...PROMOTE, '--yes', '--name', 'spring', '--json');
  expect(named.json).toMatchObject([
    { changed: true, created: [{ name: 'spring' }, { name: 'vip (spring)' }, { name: 'vip (spring)' }] },
  ]);
});

test('campaigns come with the destination, and run in production as they stand there', async () => {
  const place = await tried();
  place.write('customers.csv', customersCsv(range(0, 10)));
  const source = { engine: 'embedded', tables: { people: 'customers.csv' } };
  const group = (name: string, percent: number) => ({
    name,
    percent,
    destination: 'acme audiences',
    audienceName: `Spring ${name}`,
  });
  place.write(
    'campaign.json',
    JSON.stringify({
      segments: [{ name: 'all', source, table: 'people' }],
      campaigns: [
        { name: 'spring', key: 'email', include: ['all'], groups: [group('a', 50), group('b', 50)] },
      ],
    }),
  );
  expect((await place.tada('apply', 'campaign.json')).code).toBe(0);
  const shown = await place.tada(...PROMOTE);
  expect(shown.code).toBe(2);
  expect(shown.stdout).toContain('campaign "spring (production)", a copy of "spring"');
  expect(shown.stdout).toContain(
    '  group "b", destination: "acme audiences" → "acme audiences (production)"',
  );
  expect(shown.stderr).toContain('get other people');
  expect(place.services.profile.load().campaigns).toHaveLength(1);
  expect((await place.tada(...PROMOTE, '--yes')).code).toBe(0);
  const { summary } = await place.run('spring (production)');
  expect(summary).toMatchObject({ outcome: 'completed', rows: { read: 10, sent: 10 } });
});

test('a test audience is read back, and remembered when its destination is promoted', async () => {
  const place = await tried();
  place.write('customers.csv', customersCsv(range(0, 10)));
  const told = await place.tada('run', 'vip', '--test', '3', '--yes');
  expect(told.code, told.stderr).toBe(0);
  const [audience] = place.simulator.state.audiences();
  expect(told.stdout).toContain(`The test audience "VIP (test)" (${audience?.id}) exists. TikTok is still`);
  const next = 'Next: `tada run "vip"` sends everything; `tada promote "acme audiences" --to production';
  expect(told.stdout).toContain(next);
  const [run] = place.services.runs.list().runs;
  expect(run?.summary).toMatchObject({
    testMembers: 3,
    audience: { name: 'VIP (test)', created: true, status: { state: 'processing' } },
    rows: { read: 10, sent: 3, pending: 7 },
  });
  expect((await place.tada('runs', 'show', run?.id ?? '')).stdout).toContain(next);
  // The same test again sends nothing, and looks.
  const again = await place.tada('run', 'vip', '--test', '3', '--yes', '--json');
  expect(again.summary).toMatchObject({
    delivery: { added: 0 },
    audience: { created: false, status: { state: expect.stringMatching(/ready|processing/) } },
  });
  const promoted = await place.tada(...PROMOTE, '--yes', '--json');
  expect(promoted.json[0]).toMatchObject({
    tried: { run: again.summary.run, of: 'test-audience', isGood: true },
    warnings: [],
  });
});

test('without --yes and without a terminal the difference is shown and nothing is changed', async () => {
  const place = await tried();
  const path = join(place.home, 'profile.json');
  const before = readFileSync(path);
  const told = await place.tada(...PROMOTE);
  expect(told.code).toBe(2);
  expect(told.stdout).toContain('destination "acme audiences (production)", a copy of "acme audiences"');
  expect(told.stderr).toContain('--yes');
  expect(readFileSync(path)).toEqual(before);
});

test('advertisers that the new credential does not reach are said, and another one can be given', async () => {
  const place = await tried({ advertiserIds: ['1111111111111111111'] });
  const told = await place.tada(...PROMOTE, '--yes');
  expect(told).toMatchObject({ code: 0, stderr: expect.stringContaining('1111111111111111111') });
  const [reached = ''] = place.simulator.advertiserIds;
  expect(told.stderr).toContain(reached);
  const other = await place.tada(...PROMOTE, '--yes', '--name', 'other', '--advertiser', reached);
  expect(other.code).toBe(0);
  expect(other.stderr).not.toContain('reach');
  expect(place.services.profile.load().destinations.at(-1)?.advertiserIds).toEqual([reached]);
});

test.each([
  [['promote', 'acme audiences', '--to', 'sandbox', '--credential', 'live'], 'production only'],
  [['promote', 'acme audiences', '--to', 'production', '--credential', 'acme'], 'for the simulator'],
  [['promote', 'nobody', '--to', 'production', '--credential', 'live'], 'no destination called "nobody"'],
  [['promote', 'acme audiences', '--to', 'production'], '--credential'],
])('%j is refused with a sentence', async (args, reason) => {
  const place = await tried();
  const refused = await place.tada(...args, '--yes');
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(reason) });
});

test('what is in production is not promoted again, and operators promote nothing that is admin only', async () => {
  const place = await tried({ access: { adminOnly: true } });
  const policy = { roles: { operator: { users: [userInfo().username] } } };
  place.env.TADA_POLICY = place.write('policy.json', JSON.stringify(policy));
  const before = place.services.profile.load();
  const forbidden = await place.tada(...PROMOTE, '--yes');
  expect(forbidden).toMatchObject({ code: 4, stderr: expect.stringContaining('admin-only') });
  expect(place.services.profile.load().destinations).toEqual(before.destinations);
  place.env.TADA_POLICY = '';
  const promoted = await place.tada(...PROMOTE, '--yes');
  expect(promoted.code, promoted.stderr).toBe(0);
  // The copy has the mark as well.
  expect(place.services.profile.load().destinations.at(-1)?.access).toEqual({ adminOnly: true });
  const down = ['promote', 'acme audiences (production)', '--to', 'production', '--credential', 'live'];
  const refused = await place.tada(...down, '--yes');
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('production already') });
});
