import { expect, test } from 'vitest';
import { applyProfile, customersCsv, openWorkplace, range } from './support/workplace.ts';

test('a run that fails says once what it means, and each action with the command that does it', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place);
  place.simulator.control.revokeToken();
  const failed = await place.tada('run', 'vip', '--yes');
  expect(failed.code).toBe(4);
  const [record] = place.services.runs.list().runs;
  const id = record?.id ?? '';

  expect(failed.stdout.split('The access token is wrong or has been revoked.')).toHaveLength(2);
  expect(failed.stdout).toContain('[error] Check the connection\n');
  const todo = failed.stdout.split('  What can be done:\n')[1]?.trimEnd().split('\n');
  const expected = [
    '  - Authorize the credential again: in the wizard (tada)',
    `  - Resolve: go on from the task that failed: tada runs resume ${id}`,
    '  - Start the run again from the beginning: tada run "vip"',
    `  - Make a support bundle (no secrets, no personal data): tada runs bundle ${id} -o support.zip`,
    '  - Open the credential: in the wizard (tada)',
  ];
  expect(todo).toEqual(expected);
  for (const command of [['runs', 'show', id], ['diagnose']]) {
    expect((await place.tada(...command)).stdout).toContain(expected.join('\n'));
  }
  // Started again it goes where it was meant to go, not to the audience that is set up.
  for (const options of [
    ['--set', 'audienceName=Two $5'],
    ['--test', '10'],
  ]) {
    const other = await place.tada('run', 'vip', '--yes', ...options);
    const again = options.map((word) => (word.includes('=') ? '"audienceName=Two \\$5"' : word)).join(' ');
    expect(other.stdout).toContain(`Start the run again from the beginning: tada run "vip" ${again}\n`);
  }

  // Nothing was read, so there is no list of rejected values to save.
  expect((await place.tada('runs', 'rejects', id)).code).toBe(2);
});

test('a fault printed as JSON has every key, also where neither a code nor a request id is known', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', 'email,phone\n');
  await applyProfile(place);
  const failed = await place.tada('run', 'vip', '--yes', '--json');
  expect(failed.code).toBe(3);
  const local = { kind: 'nothing-to-send', code: null, requestId: null };
  expect(failed.json.find(({ type }) => type === 'fault')).toMatchObject(local);
  expect(failed.json.findLast(({ type }) => type === 'task')).toMatchObject({
    status: 'error',
    fault: local,
  });
  const [diagnosed] = (await place.tada('diagnose', '--json')).json;
  expect(diagnosed).toMatchObject({ fault: local });
  const [shown] = (await place.tada('runs', 'show', failed.summary.run, '--json')).json;
  expect(shown).toMatchObject({ fault: local });

  place.env.TADA_TIKTOK_URL = 'http://127.0.0.1:9/open_api/v1.3';
  const [report] = (await place.tada('check', '--json')).json;
  const checks = (report?.checks ?? []) as readonly Readonly<Record<string, unknown>>[];
  expect(checks.find(({ name }) => name === 'network')).toMatchObject({
    ok: false,
    fault: { kind: 'network', code: null, requestId: null },
  });
});

test('a list of which TikTok takes nothing has failed, however short it is; going on sends it once more', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 3)));
  await applyProfile(place);
  place.simulator.control.addFault('invalid-parameters@/segment/mapping/');
  const failed = await place.tada('run', 'vip', '--yes', '--json');
  expect(failed.code).toBe(4);
  expect(failed.summary).toMatchObject({
    outcome: 'error',
    rows: { read: 3, sent: 0, refused: 3, pending: 0 },
  });
  expect(failed.json.find(({ type }) => type === 'fault')).toMatchObject({ kind: 'invalid-parameters' });
  for (const progress of failed.json.filter(({ type }) => type === 'progress')) {
    expect(Object.keys(progress)).toEqual(
      expect.arrayContaining(['task', 'done', 'total', 'unit', 'perSecond']),
    );
  }

  place.simulator.control.clearFaults();
  const resumed = await place.resume(failed.summary.run);
  expect(resumed.summary).toMatchObject({ outcome: 'completed', rows: { read: 3, sent: 3, refused: 0 } });
});

test('a preview ends with the command that sends just that; a check and a list tell what is what', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(range(0, 10)));
  await applyProfile(place);
  const { stdout } = await place.tada('preview', 'vip', '--set', 'audienceName=Other');
  expect(stdout).toMatch(/\nNothing was sent. To send it: tada run "vip" --set "audienceName=Other"\n$/);
  const checked = await place.tada('check', 'acme audiences');
  expect(checked.stdout).toContain(': enabled.');
  expect(checked.stdout).toContain(': Admin.');
  const listed = await place.tada('list');
  expect(listed.stdout).toContain('vip  query vip  template vip');
  expect(listed.stdout).toContain('vip  for acme audiences');
});

test('taking a run back without a terminal names the command to look with first', async () => {
  const place = await openWorkplace();
  const refused = await place.tada('runs', 'undo', 'R-1');
  expect(refused.stderr).toContain('look first with `tada runs show R-1`');
});
