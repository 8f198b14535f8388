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
  place.write('acme.json', JSON.stringify(profile));
  const told = await place.tada('apply', 'acme.json');
  expect(told.code, told.stderr).toBe(0);
  const missing = told.stdout.split('\n').filter((line) => line.startsWith('missing'));
  expect(missing).toEqual([
    expect.stringMatching(/access token of the credential "acme".*NO_SUCH_TOKEN.*Set NO_SUCH_TOKEN/),
    expect.stringMatching(/app secret of the credential "filed".*nowhere\.txt.*Correct the path/),
    expect.stringMatching(/access token of the credential "kept".*Authorize/),
    expect.stringMatching(/"bare" has no access token.*\{"env":"NAME"\}/),
  ]);
  expect(place.services.profile.load().credentials).toHaveLength(5);

  const again = await place.tada('apply', 'acme.json', '--json');
  expect(again.json).toMatchObject([
    {
      missing: [
        { credential: 'acme', secret: 'accessToken' },
        { credential: 'filed', secret: 'secret' },
        { credential: 'kept', secret: 'accessToken' },
        { credential: 'bare', secret: 'accessToken' },
      ],
    },
  ]);
  expect(told.stdout + again.stdout).not.toContain(place.simulator.accessToken);
});
