import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWorkplace, vipProfile } from './support/workplace.ts';

test('a file from another machine is applied, and the secrets that stayed there are named with the ways to give them', async () => {
  const place = await openWorkplace();
  const profile = JSON.parse(vipProfile(place.simulator));
  const [acme] = profile.credentials;
  profile.credentials = [
    { ...acme, accessToken: { env: 'NO_SUCH_TOKEN' } },
    { ...acme, name: 'filed', secret: { file: 'nowhere.txt' } },
    { ...acme, name: 'kept', accessToken: { keyring: true } },
    { name: 'bare', environment: 'simulator' },
    { ...acme, name: 'whole' },
  ];
  profile.queries.push({
    name: 'warehouse',
    sql: 'SELECT email AS EMAIL FROM t',
    source: {
      engine: 'trino',
      url: 'https://trino.example.com',
      user: 'ada',
      password: { env: 'NO_SUCH_PASSWORD' },
    },
  });
  place.write('acme.json', JSON.stringify(profile));
  const told = await place.tada('apply', 'acme.json');
  expect(told.code, told.stderr).toBe(0);
  const missing = told.stdout.split('\n').filter((line) => line.startsWith('missing'));
  expect(missing).toEqual([
    expect.stringMatching(/access token of the credential "acme".*NO_SUCH_TOKEN.*Set NO_SUCH_TOKEN/),
    expect.stringMatching(/app secret of the credential "filed".*nowhere\.txt.*Correct the path/),
    expect.stringMatching(/access token of the credential "kept".*Authorize/),
    expect.stringMatching(/"bare" has no access token.*\{"env":"NAME"\}/),
    expect.stringMatching(/password of the server of the query "warehouse".*NO_SUCH_PASSWORD/),
    expect.stringMatching(/The query "vip" reads .*customers\.csv, which isn't here\. Put the file there/),
  ]);
  expect(told.stdout).toContain('$ read -rs NO_SUCH_TOKEN && export NO_SUCH_TOKEN\n');
  // The line works as it stands, and nobody but its owner can read what it writes.
  const [, line = ''] = /\$ (\(umask .*nowhere\.txt\))/.exec(told.stdout) ?? [];
  execFileSync('bash', ['-c', line], { input: 'a secret\n' });
  const path = join(place.folder, 'nowhere.txt');
  expect(readFileSync(path, 'utf8')).toBe('a secret');
  expect(statSync(path).mode & 0o077).toBe(0);
  rmSync(path);
  expect(place.services.profile.load().credentials).toHaveLength(5);

  const again = await place.tada('apply', 'acme.json', '--json');
  expect(again.json).toMatchObject([
    {
      missing: [
        { kind: 'credential', name: 'acme', secret: 'accessToken' },
        { kind: 'credential', name: 'filed', secret: 'secret' },
        { kind: 'credential', name: 'kept', secret: 'accessToken' },
        { kind: 'credential', name: 'bare', secret: 'accessToken' },
        { kind: 'query', name: 'warehouse', secret: 'password' },
      ],
    },
  ]);
  expect(told.stdout + again.stdout).not.toContain(place.simulator.accessToken);
});
