import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createServices } from '../../src/commands/services.ts';
import { fakeSchedulers } from './support/fake-schedulers.ts';
import { customersCsv, openWorkplace, range, vipProfile, type Workplace } from './support/workplace.ts';

/** Everything there is of a profile, with what only this machine knows. */
async function furnished(): Promise<Workplace> {
  const place = await openWorkplace();
  place.env.PATH = fakeSchedulers(place.folder, ['crontab']).bin;
  place.env.HOME = place.folder;
  mkdirSync(join(place.folder, 'shared'));
  place.write('shared/customers.csv', customersCsv(range(0, 10)));
  place.write('outside.sql', 'SELECT email AS EMAIL FROM people');
  const profile = JSON.parse(vipProfile(place.simulator));
  const source = { engine: 'embedded', tables: { people: 'customers.csv' } };
  profile.queries[0].source = { engine: 'embedded', tables: { Customer360: 'customers.csv' } };
  profile.queries.push({ name: 'outside', sqlFile: '../outside.sql', source });
  profile.orchestrations[0].schedule = { cron: '0 6 * * 1', timeZone: 'UTC', notify: ['mail-me'] };
  profile.credentials.push({ ...profile.credentials[0], name: 'filed', accessToken: { file: 'token.txt' } });
  place.write('shared/token.txt', place.simulator.accessToken);
  profile.segments = [{ name: 'all', source, table: 'people' }];
  const group = { name: 'a', destination: 'acme audiences', audienceName: 'Spring' };
  profile.campaigns = ['weekly', 'launched'].map((name) => ({
    name,
    key: 'email',
    include: ['all'],
    groups: [group],
    timing: { type: 'recurring', cron: '0 5 * * 1', timeZone: 'UTC', notify: ['mail-me', 'ops'] },
  }));
  profile.defaultAttributes = { 'acme audiences': { table: 'people', EMAIL: ['email'] } };
  place.write('shared/acme.json', JSON.stringify(profile));
  const applied = await place.tada('apply', 'shared/acme.json');
  expect(applied.code, applied.stderr).toBe(0);
  await place.services.profile.update((current) => ({
    ...current,
    credentials: [
      ...current.credentials,
      { name: 'kept', environment: 'production', accessToken: { keyring: true } },
    ],
    queries: [
      ...current.queries,
      {
        name: 'warehouse',
        sql: 'SELECT mail AS EMAIL FROM people',
        source: {
          engine: 'trino',
          url: 'https://trino.example.com',
          user: 'ada',
          password: { keyring: true },
        },
      },
    ],
    // Its launch came and went.
    campaigns: current.campaigns.map((each) =>
      each.name === 'launched' ? { ...each, timing: { type: 'once', launch: '2024-01-04' } } : each,
    ),
  }));
  return place;
}

test('what is exported on one machine is whole on an empty one, and what is missing is named with its command', async () => {
  const place = await furnished();
  // A test audience is nothing to take along.
  await place.run('vip', { testMembers: 2 });
  const { summary } = await place.run('vip');
  const audienceId = summary.audience?.id ?? '';
  const exported = await place.tada('export', '-o', 'shared/out.json');
  expect(exported.code).toBe(0);
  expect(exported.stderr.split('\n')).toEqual([
    expect.stringContaining('launch of the campaign "launched" is over'),
    expect.stringContaining('secrets of "kept" stay here'),
    expect.stringContaining('secret for the server of the query "warehouse" stays here'),
    expect.stringContaining(`\`tada ledger export ${audienceId} -o FILE\``),
    '',
  ]);
  // What lies beside the file is found beside it; what doesn't keeps its whole path.
  const text = readFileSync(join(place.folder, 'shared/out.json'), 'utf8');
  expect(text).not.toContain(place.simulator.accessToken);
  const file = JSON.parse(text);
  expect(file.queries).toMatchObject([
    { source: { tables: { Customer360: 'customers.csv' } } },
    { sqlFile: join(place.folder, 'outside.sql') },
    { name: 'warehouse', source: { user: 'ada' } },
  ]);
  await place.tada('ledger', 'export', audienceId, '-o', 'shared/vip.ledger');
  const before = place.services.profile.load();

  // Another machine: other folders, another home, other variables.
  renameSync(join(place.folder, 'shared'), join(place.folder, 'elsewhere'));
  renameSync(join(place.folder, 'outside.sql'), join(place.folder, 'gone.sql'));
  place.env.TADA_HOME = join(place.folder, 'other-home');
  const token = place.env.TADA_TEST_TOKEN;
  delete place.env.TADA_TEST_TOKEN;
  delete place.env.TADA_TEST_SECRET;
  const told = await place.tada('apply', 'elsewhere/out.json');
  expect(told.code, told.stderr).toBe(0);
  const lines = told.stdout.trimEnd().split('\n');
  expect(lines.slice(lines.findIndex((line) => line.startsWith('missing')))).toEqual([
    expect.stringMatching(/^missing {3}The app secret of the credential "acme" isn't here/),
    '          $ read -rs TADA_TEST_SECRET && export TADA_TEST_SECRET',
    expect.stringMatching(/^missing {3}The access token of the credential "acme" isn't here/),
    '          $ read -rs TADA_TEST_TOKEN && export TADA_TEST_TOKEN',
    expect.stringMatching(/^missing {3}The app secret of the credential "filed" isn't here/),
    '          $ read -rs TADA_TEST_SECRET && export TADA_TEST_SECRET',
    expect.stringMatching(/^missing {3}The credential "kept" has no access token/),
    '          $ tada',
    expect.stringMatching(/^missing {3}The query "outside" reads .*outside\.sql, which isn't here/),
    ...['vip', 'weekly'].flatMap((name) => [
      `missing   "${name}" has a schedule that no scheduler of this machine has.`,
      `          $ tada schedule install "${name}"`,
    ]),
  ]);
  const io = { stdout: process.stdout, stderr: process.stderr, stdin: process.stdin, cwd: place.folder };
  const there = await createServices({ io: { ...io, env: place.env, canPrompt: false }, version: '0.0.0' });
  try {
    const after = there.profile.load();
    const moved = JSON.parse(JSON.stringify(before).replaceAll('/shared/', '/elsewhere/'));
    expect(after).toEqual({
      ...moved,
      credentials: moved.credentials.map(
        ({ lastValidated: _, ...each }: { lastValidated?: string; name: string }) =>
          each.name === 'kept' ? { name: 'kept', environment: 'production' } : each,
      ),
      queries: moved.queries.map(({ source, ...each }: { source: { password?: object } }) => {
        const { password: _, ...rest } = source;
        return { ...each, source: rest };
      }),
      campaigns: moved.campaigns.map((each: { name: string }) =>
        each.name === 'launched' ? { ...each, timing: { type: 'manual' } } : each,
      ),
    });
    // The wizard can take it from there: a secret that isn't here is asked for, not a reason to stop.
    expect(await there.credentials.draftOf('acme')).toMatchObject({
      environment: 'simulator',
      secret: undefined,
    });
  } finally {
    await there.close();
  }

  place.env.TADA_TEST_TOKEN = token;
  expect(await place.tada('ledger', 'import', audienceId, 'elsewhere/vip.ledger')).toMatchObject({ code: 0 });
  const refreshed = await place.tada('run', 'vip', '--yes', '--json');
  expect(refreshed.summary).toMatchObject({
    outcome: 'completed',
    audience: { id: audienceId, created: false },
    rows: { read: 10, unchanged: 10 },
    delivery: { added: 0, removed: 0 },
  });
  expect(existsSync(join(place.folder, 'shared'))).toBe(false);
});
