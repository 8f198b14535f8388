import { chmodSync, lchownSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { main } from '../../src/commands/main.ts';
import { parseProfileFile } from '../../src/core/profiles/parse.ts';
import { homeFolders } from '../../src/storage/home.ts';
import { openRunStore } from '../../src/storage/run-store.ts';
import { openScheduleStore } from '../../src/storage/schedule-store.ts';
import { silentIo } from '../support/silent-io.ts';
import { BY_MARK, cancel, first, OPTIONS, office, policyFor } from './support/office.ts';

afterEach(() => {
  vi.useRealTimers();
});

const HASH = /\b[0-9a-f]{64}\b/;

test('an audience that is marked by its id is not reached by its name, nor by an id that is marked by name', async () => {
  const place = await office();
  const { summary } = await place.run('board');
  const id = summary.audience?.id ?? '';
  // The marked orchestration says which audience by its id alone.
  await place.services.profile.update((profile) => ({
    ...profile,
    destinations: profile.destinations.map((each) =>
      each.kind === 'audience' && each.name === 'board audiences'
        ? { ...each, audienceName: undefined }
        : each,
    ),
    orchestrations: profile.orchestrations.map((each) =>
      each.name === 'board' ? { ...each, set: { audienceId: id } } : each,
    ),
  }));
  const services = await place.as('operator');
  for (const set of [{ audienceId: id }, { audienceName: 'Board' }]) {
    await expect(first(services.delivery.run('vip', { cancel, set }))).rejects.toMatchObject(BY_MARK);
    await expect(services.delivery.preview('vip', { ...OPTIONS, set })).rejects.toMatchObject(BY_MARK);
  }
  await expect(services.ledgers.export('Board', 'board.ledger')).rejects.toMatchObject(BY_MARK);
  await expect(services.ledgers.export(id, 'board.ledger')).rejects.toMatchObject(BY_MARK);
});

test('a test audience is no way into an audience that is called like one', async () => {
  const place = await office();
  await place.services.profile.update((profile) => ({
    ...profile,
    destinations: profile.destinations.map((each) =>
      each.kind === 'audience' && each.name === 'board audiences'
        ? { ...each, audienceName: 'VIP (test)' }
        : each,
    ),
  }));
  const services = await place.as('operator');
  await expect(first(services.delivery.run('vip', { cancel, testMembers: 5 }))).rejects.toMatchObject(
    BY_MARK,
  );
  expect(place.simulator.state.audiences()).toEqual([]);
  await expect(first(services.delivery.run('vip', { cancel }))).resolves.toMatchObject({ type: 'run' });
});

test('people under restricted PII get no hash out: not in a sample, not in the request, not as JSON', async () => {
  const place = await office();
  await place.services.profile.update((profile) => ({
    ...profile,
    destinations: profile.destinations.map((each) =>
      each.name === 'acme audiences' ? { ...each, access: { restrictedPii: true } } : each,
    ),
  }));
  const preview = () => place.tada('preview', 'vip', '--request', '--json');
  expect((await preview()).stdout).toMatch(HASH);
  place.become('administrator', true);
  const restricted = await preview();
  expect(restricted.code, restricted.stderr).toBe(0);
  expect(restricted.stdout).toContain('id_schema');
  expect(restricted.stdout).toContain('•••');
  const ran = await place.tada('run', 'vip', '--yes', '--json');
  expect(ran.code, ran.stderr).toBe(0);
  const { run } = ran.summary;
  const told = [
    restricted,
    ran,
    await place.tada('preview', 'vip', '--request'),
    await place.tada('runs', 'show', run, '--json'),
    await place.tada('runs', 'rejects', run),
    await place.tada('export'),
  ].map(({ stdout, stderr }) => stdout + stderr);
  for (const text of told) {
    expect(text).not.toMatch(HASH);
    expect(text).not.toContain('@example.com');
  }
  expect(await place.tada('ledger', 'export', 'VIP', '-o', 'vip.ledger')).toMatchObject({ code: 4 });
});

test('who may not run something does not take its scheduled time from who may', async () => {
  const place = await office();
  await place.services.profile.update((profile) => ({
    ...profile,
    orchestrations: profile.orchestrations.map((each) =>
      each.name === 'board' ? { ...each, schedule: { cron: '0 6 * * 1', timeZone: 'UTC' } } : each,
    ),
  }));
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-23T06:00:10Z') });
  openScheduleStore(homeFolders(place.env)).update('board', (state) => ({
    ...state,
    installedAt: '2026-11-22T00:00:00.000Z',
  }));
  const start = () => place.tada('run', 'board', '--yes', '--json', '--scheduled');
  place.become('operator');
  expect(await start()).toMatchObject({ code: 4, stderr: expect.stringContaining('admin-only') });
  expect(place.services.runs.list().runs).toEqual([]);
  place.become('administrator');
  expect((await start()).summary).toMatchObject({ outcome: 'completed' });
  expect(await start()).toMatchObject({ code: 0, stdout: '' });
});

test('a policy that somebody else could put another one in the place of is not followed', async () => {
  const place = await office();
  const far = join(place.folder, 'far');
  const near = join(far, 'near');
  mkdirSync(near, { recursive: true, mode: 0o755 });
  const policy = join(near, 'policy.json');
  writeFileSync(policy, policyFor('operator'), { mode: 0o644 });
  const system = join(place.folder, 'etc', 'policy.json');
  mkdirSync(join(place.folder, 'etc'), { mode: 0o755 });
  symlinkSync(policy, system);
  const check = async () => {
    const told = { stdout: '', stderr: '' };
    const io = { ...silentIo(place.env, place.folder, told), systemPolicy: system };
    return { code: await main(['check', 'board audiences', '--json'], '0.0.0', io), ...told };
  };
  expect((await check()).code, 'a link is followed').toBe(4);
  // By renaming a folder further up, or by turning the link.
  chmodSync(far, 0o777);
  expect(await check()).toMatchObject({ code: 2, stderr: expect.stringContaining(far) });
  chmodSync(far, 0o755);
  chmodSync(join(place.folder, 'etc'), 0o777);
  expect(await check()).toMatchObject({ code: 2, stderr: expect.stringContaining('/etc can be changed') });
  chmodSync(join(place.folder, 'etc'), 0o755);
  // A link on the way that is somebody else's; only root can make one for the test.
  if (process.getuid?.() === 0) {
    lchownSync(system, 12_345, 12_345);
    expect(await check()).toMatchObject({ code: 2, stderr: expect.stringContaining('the link') });
    lchownSync(system, 0, 0);
  }
  expect((await check()).code).toBe(4);
  // A link whose file is gone for a while doesn't make everybody administrator.
  renameSync(policy, `${policy}.away`);
  expect(await check()).toMatchObject({ code: 2, stderr: expect.stringContaining('leads nowhere') });
  rmSync(system);
  expect((await check()).code).toBe(0);
});

test('a role is nothing that a profile file, a variable or another home can give', async () => {
  const place = await office();
  place.become('business');
  // A policy in the profile is no setting there is.
  place.write('mine.json', '{"roles":{"administrator":{"users":["me"]}}}');
  expect(await place.tada('apply', 'mine.json')).toMatchObject({ code: 2 });
  expect(() => parseProfileFile('{"restrictedPii":{}}', 'mine.json')).toThrow('restrictedPii');
  Object.assign(place.env, { USER: 'root', SUDO_USER: 'root', LOGNAME: 'root', HOME: '/root' });
  place.env.TADA_HOME = join(place.folder, 'elsewhere');
  const set = await place.tada('apply', 'profile.json');
  expect(set).toMatchObject({ code: 4, stderr: expect.stringContaining('business-changes-nothing') });
});

test('the key of sealed events is printed by nothing that lists or shows a run', async () => {
  const place = await office();
  const { summary } = await place.run('vip');
  const folder = openRunStore(homeFolders(place.env)).open(summary.run);
  folder?.update({ settings: { ...folder.record.settings, wrappedKey: 'the-wrapped-key' } });
  const told = await Promise.all(
    [
      ['list', '--json'],
      ['list', 'runs', '--json'],
      ['runs', 'show', summary.run, '--json'],
      ['runs', 'compare', summary.run, summary.run, '--json'],
    ].map((args) => place.tada(...args)),
  );
  for (const { code, stdout } of told) {
    expect(code).toBe(0);
    expect(stdout).toContain(summary.run);
    expect(stdout).not.toContain('the-wrapped-key');
  }
});
