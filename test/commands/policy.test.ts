import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../../src/commands/main.ts';
import type { Profile } from '../../src/core/profiles/schema.ts';
import { silentIo } from '../support/silent-io.ts';
import { BY_MARK, BY_PII, BY_ROLE, cancel, first, OPTIONS, office, policyFor } from './support/office.ts';

test('without a policy everyone does everything; with one, who is in no role is business', async () => {
  const place = await office();
  expect((await place.tada('check', 'board audiences', '--json')).code).toBe(0);
  place.become(undefined);
  const refused = await place.tada('check', 'board audiences', '--json');
  expect(refused.code).toBe(4);
  expect(JSON.parse(refused.stderr)).toMatchObject({
    error: { kind: 'forbidden-by-policy', message: expect.stringContaining('admin-only') },
  });
  const changed = await place.tada('apply', 'profile.json');
  expect(changed.code, 'applying what is there already changes nothing').toBe(0);
  expect((await place.tada('check')).stderr).toContain('board audiences was left out');
});

test('an operator uses nothing that is admin only, by whatever way', async () => {
  const place = await office();
  const services = await place.as('operator');
  await expect(services.delivery.preview('board', OPTIONS)).rejects.toMatchObject(BY_MARK);
  await expect(services.delivery.check('board audiences')).rejects.toMatchObject(BY_MARK);
  await expect(first(services.delivery.run('board', { cancel }))).rejects.toMatchObject(BY_MARK);
  // Another name for this run leads to the same audience.
  const set = { audienceName: 'Board' };
  await expect(first(services.delivery.run('vip', { cancel, set }))).rejects.toMatchObject(BY_MARK);
  // So does a copy without the mark: operators don't set it up, nor use one that is there.
  const copyIt = (profile: Profile): Profile => ({
    ...profile,
    destinations: profile.destinations.flatMap((each) =>
      each.name === 'board audiences'
        ? [each, { ...each, name: 'copy', credential: 'acme', access: {} }]
        : [each],
    ),
    templates: [...profile.templates, { name: 'copy', destination: 'copy' }],
    orchestrations: [...profile.orchestrations, { name: 'copy', query: 'vip', template: 'copy' }],
  });
  await expect(services.profile.update(copyIt)).rejects.toMatchObject(BY_MARK);
  await place.services.profile.update(copyIt);
  await expect(first(services.delivery.run('copy', { cancel }))).rejects.toMatchObject(BY_MARK);
  expect(place.simulator.state.audiences()).toEqual([]);
  await expect(services.delivery.preview('vip', OPTIONS)).resolves.toMatchObject({ audienceName: 'VIP' });
});

test('an operator changes nothing that is admin only, and can not take the mark off', async () => {
  const place = await office();
  const before = place.declared();
  const attempts: readonly ((profile: Profile) => unknown)[] = [
    ({ destinations }) => Object.assign(destinations[1] ?? {}, { access: { adminOnly: false } }),
    ({ destinations }) => Object.assign(destinations[1] ?? {}, { advertiserIds: ['1'] }),
    ({ templates }) => Object.assign(templates[1] ?? {}, { destination: 'acme audiences' }),
    ({ templates }) => templates.push({ name: 'mine', destination: 'board audiences' }),
    ({ orchestrations }) => Object.assign(orchestrations[1] ?? {}, { template: 'vip' }),
    ({ orchestrations }) => Object.assign(orchestrations[0] ?? {}, { template: 'board' }),
    ({ credentials }) => Object.assign(credentials[1] ?? {}, { environment: 'sandbox' }),
    // Other people in its audience, through a query it shares with something open.
    ({ queries }) => Object.assign(queries[0] ?? {}, { sql: 'SELECT 1 AS EMAIL' }),
    (profile) => Object.assign(profile, { orchestrations: [], templates: [], destinations: [] }),
  ];
  const services = await place.as('operator');
  for (const attempt of attempts) {
    await expect(
      services.profile.update((profile) => {
        const changed = structuredClone(profile);
        attempt(changed);
        return changed;
      }),
    ).rejects.toMatchObject(BY_MARK);
  }
  await expect(services.credentials.draftOf('board')).rejects.toMatchObject(BY_MARK);
  await expect(services.credentials.rename('board', 'mine')).rejects.toMatchObject(BY_MARK);
  await expect(services.credentials.duplicate('board')).rejects.toMatchObject(BY_MARK);
  const credential = { name: 'board', environment: 'simulator' as const };
  await expect(services.credentials.save(credential, { accessToken: 'x' })).rejects.toMatchObject(BY_MARK);
  await expect(
    services.credentials.remove('board', { revoke: false, withDependents: true }),
  ).rejects.toMatchObject(BY_MARK);
  expect(place.declared()).toEqual(before);

  // The same through a file.
  place.become('operator');
  const profile = place.declared();
  Object.assign(profile.destinations[1] ?? {}, { access: {} });
  place.write('other.json', JSON.stringify({ destinations: profile.destinations }));
  expect(await place.tada('apply', 'other.json')).toMatchObject({ code: 4 });
  expect(place.declared()).toEqual(before);
  // What isn't marked is an operator's to change, and to mark.
  await services.profile.update((current) => ({
    ...current,
    destinations: current.destinations.map((each) =>
      each.name === 'acme audiences' ? { ...each, access: { adminOnly: true } } : each,
    ),
  }));
});

test("somebody else's run of what is admin only is not shown, resumed or undone, under no name", async () => {
  const place = await office();
  const { summary } = await place.run('board');
  const services = await place.as('operator');
  const { run } = summary;
  expect(services.runs.list().runs).toEqual([]);
  expect(() => services.runs.show(run)).toThrow('admin-only');
  expect(() => services.runs.rejects(run)).toThrow('admin-only');
  await expect(services.runs.bundle(run, 'x.zip')).rejects.toMatchObject(BY_MARK);
  await expect(services.runs.report(run, 'x.html')).rejects.toMatchObject(BY_MARK);
  expect(await services.runs.prune(0)).toEqual({ deleted: [], kept: [] });
  expect(() => services.runs.keepFor(1)).toThrow('admin-only');
  await expect(first(services.delivery.undo(run, { cancel }))).rejects.toMatchObject(BY_MARK);
  await expect(first(services.delivery.resume(run, { cancel }))).rejects.toMatchObject(BY_MARK);
  await expect(services.runs.remove({ ids: [run] }, { force: true })).rejects.toMatchObject(BY_MARK);
  expect(await services.runs.remove({ olderThanDays: 0 }, { force: true })).toMatchObject({ deleted: [] });
  expect(await services.runs.prune(0)).toEqual({ deleted: [], kept: [] });
  await expect(services.runs.report(run, 'x.html')).rejects.toMatchObject(BY_MARK);
  await expect(services.ledgers.export('Board', 'board.ledger')).rejects.toMatchObject(BY_MARK);
  const restricted = await place.as('administrator', { isRestricted: true });
  await expect(restricted.ledgers.export('Board', 'board.ledger')).rejects.toMatchObject(BY_PII);
  // An administrator renames the destination, and another one takes the mark off a copy: the run keeps its own.
  await place.services.profile.update((profile) => ({
    ...profile,
    destinations: profile.destinations.filter(({ name }) => name !== 'board audiences'),
    templates: profile.templates.filter(({ name }) => name !== 'board'),
    orchestrations: profile.orchestrations.filter(({ name }) => name !== 'board'),
  }));
  await expect(first(services.delivery.undo(run, { cancel }))).rejects.toMatchObject(BY_MARK);
  place.become('operator');
  expect(await place.tada('runs', 'show', run)).toMatchObject({ code: 4 });
});

test('business users run and preview what is open, and change nothing', async () => {
  const place = await office();
  const before = place.declared();
  const services = await place.as('business');
  await expect(services.delivery.preview('vip', OPTIONS)).resolves.toMatchObject({ audienceName: 'VIP' });
  await expect(first(services.delivery.run('board', { cancel }))).rejects.toMatchObject(BY_MARK);
  for (const set of [{ mode: 'remove' as const }, { audienceName: 'Mine' }, { audienceId: '1' }]) {
    await expect(first(services.delivery.run('vip', { cancel, set }))).rejects.toMatchObject(BY_ROLE);
  }
  const attempts: readonly ((profile: Profile) => Profile)[] = [
    (profile) => ({ ...profile, orchestrations: [] }),
    (profile) => ({
      ...profile,
      queries: profile.queries.map((each) => ({ ...each, sql: 'SELECT 1 AS EMAIL' })),
    }),
    (profile) => ({
      ...profile,
      templates: [...profile.templates, { name: 'x', destination: 'acme audiences' }],
    }),
    (profile) => ({
      ...profile,
      credentials: profile.credentials.map((each) => ({ ...each, environment: 'sandbox' as const })),
    }),
  ];
  for (const attempt of attempts) {
    await expect(services.profile.update(attempt)).rejects.toMatchObject(BY_ROLE);
  }
  const mine = { name: 'mine', environment: 'simulator' as const };
  await expect(services.credentials.save(mine, { accessToken: 'x' })).rejects.toMatchObject(BY_ROLE);
  await expect(services.credentials.draftOf('acme')).rejects.toMatchObject(BY_ROLE);
  await expect(services.runs.remove({ olderThanDays: 0 }, { force: true })).rejects.toMatchObject(BY_ROLE);
  await expect(services.runs.prune(0)).rejects.toMatchObject(BY_ROLE);
  expect(() => services.runs.keepFor(1)).toThrow('business-changes-nothing');
  await expect(services.schedules.remove(undefined)).rejects.toMatchObject(BY_ROLE);
  expect(place.declared()).toEqual(before);
  // A note of tada's own, that TikTok accepted the token, is nobody's change.
  await services.credentials.inspect('acme');
  // An orchestration of one's own in a home of one's own is a change as well.
  const elsewhere = await place.as('business', { home: join(place.folder, 'elsewhere') });
  await expect(elsewhere.profile.update(() => before)).rejects.toMatchObject(BY_ROLE);
  // What nobody has set yet may be given.
  await place.services.profile.update((profile) => ({
    ...profile,
    destinations: profile.destinations.map(({ ...each }) => {
      if (each.kind === 'audience' && each.name === 'acme audiences') each.audienceName = undefined;
      return each;
    }),
  }));
  const given = { audienceName: 'Given' };
  await expect(services.delivery.preview('vip', { ...OPTIONS, set: given })).resolves.toMatchObject({
    audienceName: 'Given',
  });
});

test('people under restricted PII use only what is open to them, masked, and open nothing themselves', async () => {
  const place = await office();
  const services = await place.as('operator', { isRestricted: true });
  await expect(services.delivery.preview('vip', OPTIONS)).rejects.toMatchObject(BY_PII);
  await expect(first(services.delivery.run('vip', { cancel }))).rejects.toMatchObject(BY_PII);
  await expect(services.delivery.check('acme audiences')).rejects.toMatchObject(BY_PII);
  const open = (profile: Profile): Profile => ({
    ...profile,
    destinations: profile.destinations.map((each) =>
      each.name === 'acme audiences' ? { ...each, access: { restrictedPii: true } } : each,
    ),
  });
  await expect(services.profile.update(open)).rejects.toMatchObject(BY_PII);
  // Nor in a home of their own.
  const elsewhere = await place.as('operator', { isRestricted: true, home: join(place.folder, 'elsewhere') });
  const mine = open(place.declared());
  await expect(elsewhere.profile.update(() => mine)).rejects.toMatchObject(BY_PII);

  await place.services.profile.update(open);
  const preview = await services.delivery.preview('vip', OPTIONS);
  expect(JSON.stringify(preview.sample)).not.toContain('person.0@example.com');
  await expect(services.delivery.preview('vip', { ...OPTIONS, unmask: true })).rejects.toMatchObject(BY_PII);
  // A template can be closed again, and they don't open it.
  await place.services.profile.update((profile) => ({
    ...profile,
    templates: profile.templates.map((each) => ({ ...each, access: { restrictedPii: false } })),
  }));
  await expect(services.delivery.preview('vip', OPTIONS)).rejects.toMatchObject(BY_PII);
  await expect(
    services.profile.update((profile) => ({
      ...profile,
      templates: profile.templates.map(({ access: _, ...each }) => each),
    })),
  ).rejects.toMatchObject(BY_PII);
});

test('a role goes by the groups of the operating system too, and not by variables', async () => {
  const place = await office();
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
  const path = join(place.folder, 'policy.json');
  writeFileSync(path, JSON.stringify({ roles: { administrator: { groups: [group] } } }), { mode: 0o600 });
  place.env.TADA_POLICY = path;
  expect((await place.tada('check', 'board audiences', '--json')).code).toBe(0);
  writeFileSync(path, JSON.stringify({ roles: { administrator: { users: ['boss'], groups: ['bosses'] } } }));
  // A program of that name on the PATH, and names in variables, are nobody's word.
  mkdirSync(join(place.folder, 'bin'));
  writeFileSync(join(place.folder, 'bin', 'id'), '#!/bin/sh\necho bosses\n', { mode: 0o755 });
  Object.assign(place.env, { PATH: join(place.folder, 'bin'), USER: 'boss', LOGNAME: 'boss' });
  expect((await place.tada('check', 'board audiences', '--json')).code).toBe(4);
});

test('the system-wide policy wins, and none that is broken or could have been changed is followed', async () => {
  const place = await office();
  place.become('administrator');
  const system = join(place.folder, 'etc', 'policy.json');
  mkdirSync(join(place.folder, 'etc'), { mode: 0o755 });
  const check = async () => {
    const told = { stdout: '', stderr: '' };
    const io = { ...silentIo(place.env, place.folder, told), systemPolicy: system };
    return { code: await main(['check', 'board audiences', '--json'], '0.0.0', io), ...told };
  };
  expect((await check()).code).toBe(0);
  writeFileSync(system, policyFor('operator'), { mode: 0o644 });
  expect((await check()).code).toBe(4);
  writeFileSync(system, '{"roles":');
  expect(await check()).toMatchObject({ code: 2, stderr: expect.stringContaining('broken') });
  writeFileSync(system, '{"role":{}}');
  expect(await check()).toMatchObject({ code: 2, stderr: expect.stringContaining('role') });
  writeFileSync(system, policyFor('administrator'));
  chmodSync(system, 0o664);
  expect(await check()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('others than its owner'),
  });
  chmodSync(system, 0o644);
  chmodSync(join(place.folder, 'etc'), 0o777);
  expect(await check()).toMatchObject({ code: 2, stderr: expect.stringContaining('the folder') });
  chmodSync(join(place.folder, 'etc'), 0o755);
  expect((await check()).code).toBe(0);

  place.env.TADA_POLICY = join(place.folder, 'nowhere.json');
  const missing = await place.tada('list', '--json');
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("doesn't exist") });
});

test('a campaign is as open as the destinations it fills', async () => {
  const place = await office();
  const source = { engine: 'embedded', tables: { people: 'customers.csv' } };
  const group = (name: string, destination: string, audienceName: string) => ({
    name,
    destination,
    audienceName,
  });
  place.write(
    'campaigns.json',
    JSON.stringify({
      segments: [{ name: 'everyone', source, table: 'people' }],
      campaigns: [
        {
          name: 'open',
          key: 'email',
          include: ['everyone'],
          groups: [group('all', 'acme audiences', 'Open')],
        },
        {
          name: 'closed',
          key: 'email',
          include: ['everyone'],
          groups: [
            { ...group('a', 'acme audiences', 'A'), percent: 50 },
            { ...group('b', 'board audiences', 'B'), percent: 50 },
          ],
        },
        // Another destination of the same ad account, but an audience that the marked one fills.
        {
          name: 'twin',
          key: 'email',
          include: ['everyone'],
          groups: [group('all', 'acme audiences', 'B')],
        },
      ],
    }),
  );
  const applied = await place.tada('apply', 'campaigns.json');
  expect(applied.code, applied.stderr).toBe(0);
  const made = await place.run('closed');
  expect(made.summary.outcome).toBe('completed');

  place.become('business');
  expect((await place.tada('preview', 'open', '--json')).code).toBe(0);
  expect((await place.tada('run', 'open', '--yes', '--json')).code).toBe(0);
  for (const name of ['closed', 'twin']) {
    expect((await place.tada('preview', name)).code).toBe(4);
    const refused = await place.tada('run', name, '--yes');
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain('admin only');
  }
  expect((await place.tada('runs', 'show', made.summary.run)).code).toBe(4);
  place.become('operator');
  place.write(
    'defaults.json',
    JSON.stringify({ defaultAttributes: { 'board audiences': { EMAIL: ['phone'] } } }),
  );
  expect((await place.tada('apply', 'defaults.json')).code).toBe(4);
});
