import { expect, test } from 'vitest';
import { sha256 } from '../support/sha256.ts';
import { audienceProfile, type CliResult, openWorkplace, startTestSimulator } from './support/cli.ts';

const MESSY = [
  'email,phone,city',
  ' ALICE_abc@gmail.com ,(+1)2133734253,Paris',
  'bob@example.com,(415) 555-0132,Rome',
  'BOB@example.com,415-555-0132,Rome again',
  'not-an-email,,nobody',
  ',+44 20 7183 8750,phone only',
  'n/a,123,nobody',
  'carol@example.com,,mail only',
  '',
].join('\n');

const EMAILS = ['alice_abc@gmail.com', 'bob@example.com', 'carol@example.com'].map(sha256);
const PHONES = ['+12133734253', '+14155550132', '+442071838750'].map(sha256);

function rowsOf(result: CliResult): Record<string, number> {
  return result.line('summary').rows as Record<string, number>;
}

function expectToAddUp(rows: Record<string, number>): void {
  const {
    read = 0,
    sent = 0,
    unchanged = 0,
    duplicate = 0,
    rejected = 0,
    refused = 0,
    merged = 0,
    pending = 0,
  } = rows;
  expect(sent + unchanged + duplicate + rejected + refused + merged + pending).toBe(read);
}

test('a messy file becomes exactly the audience it should be, each hash in its place', async () => {
  const simulator = await startTestSimulator({ recordMappings: true });
  const place = openWorkplace(simulator);
  place.write('customers.csv', MESSY);
  place.write('acme.json', audienceProfile());
  expect((await place.program('apply', 'acme.json')).exitCode).toBe(0);

  const run = await place.program('run', 'vip', '--yes', '--json');
  expect(run.stderr).toBe('');
  expect(run.exitCode).toBe(0);
  const summary = run.line('summary');
  expect(run.lines().at(-1)).toEqual(summary);
  expect(summary).toMatchObject({
    outcome: 'completed',
    audience: { name: 'VIP', created: true },
    rows: { read: 7, sent: 4, duplicate: 1, rejected: 2, unchanged: 0, refused: 0, merged: 0, pending: 0 },
    delivery: { added: 6, removed: 0, unchanged: 0 },
    identifiers: { EMAIL: { valid: 4, sent: 3 }, PHONE: { valid: 4, sent: 3 } },
  });
  expectToAddUp(rowsOf(run));

  const { id } = summary.audience as { id: string };
  expect([...simulator.state.members(id, 'EMAIL_SHA256')].sort()).toEqual(EMAILS.toSorted());
  expect([...simulator.state.members(id, 'PHONE_SHA256')].sort()).toEqual(PHONES.toSorted());
  expect(simulator.state.ignoredFields()).toEqual({});
});

test('running again sends nothing; a changed list sends the difference and removes only who left', async () => {
  const simulator = await startTestSimulator();
  const place = openWorkplace(simulator);
  place.write('customers.csv', MESSY);
  place.write('acme.json', audienceProfile());
  await place.tada('apply', 'acme.json');
  const first = await place.tada('run', 'vip', '--yes', '--json');
  const { id } = first.line('summary').audience as { id: string };

  const again = await place.tada('run', 'vip', '--yes', '--json');
  expect(again.exitCode).toBe(0);
  expect(again.line('summary')).toMatchObject({
    audience: { id, created: false },
    rows: { sent: 0, unchanged: 4 },
    delivery: { added: 0, removed: 0, unchanged: 6 },
  });

  // Bob left, but his phone is now Dora's: the phone stays.
  place.write(
    'customers.csv',
    MESSY.replace(/^bob.*$/im, 'dora@example.com,415 555 0132,Oslo').replace(/^BOB.*\n/m, ''),
  );
  const refresh = await place.tada('run', 'vip', '--yes', '--json');
  expect(refresh.line('summary')).toMatchObject({ delivery: { added: 1, removed: 1, unchanged: 5 } });
  expectToAddUp(rowsOf(refresh));
  expect([...simulator.state.members(id, 'EMAIL_SHA256')].sort()).toEqual(
    [sha256('dora@example.com'), ...EMAILS.filter((hash) => hash !== sha256('bob@example.com'))].sort(),
  );
  expect([...simulator.state.members(id, 'PHONE_SHA256')].sort()).toEqual(PHONES.toSorted());
  expect(simulator.state.audiences()).toHaveLength(1);
});

test('a run that would remove more than half stops, says how much, and goes on when allowed', async () => {
  const simulator = await startTestSimulator();
  const place = openWorkplace(simulator);
  const people = (from: number, to: number) =>
    [
      'email',
      ...Array.from({ length: to - from }, (_, index) => `person${from + index}@example.com`),
      '',
    ].join('\n');
  place.write('customers.csv', people(0, 100));
  place.write('acme.json', audienceProfile({ query: { sql: 'SELECT email AS EMAIL FROM Customer360' } }));
  await place.tada('apply', 'acme.json');
  await place.tada('run', 'vip', '--yes', '--json');

  place.write('customers.csv', people(92, 100));
  const stopped = await place.tada('run', 'vip', '--yes', '--json');
  expect(stopped.exitCode).toBe(3);
  expect(stopped.line('fault')).toMatchObject({ kind: 'safety-stop' });
  expect(stopped.line('fault').message).toMatch(/92 of 100 identifiers, 92%.*--allow-removal 92/);
  expect(stopped.line('summary')).toMatchObject({ outcome: 'error', delivery: { removed: 0 } });
  expectToAddUp(rowsOf(stopped));

  expect((await place.tada('run', 'vip', '--yes', '--allow-removal', '90')).exitCode).toBe(3);
  const allowed = await place.tada('run', 'vip', '--yes', '--json', '--allow-removal', '92');
  expect(allowed.line('summary')).toMatchObject({
    outcome: 'completed',
    delivery: { removed: 92, unchanged: 8 },
  });
});

test('when no row is usable nothing is sent, not even a removal', async () => {
  const simulator = await startTestSimulator();
  const place = openWorkplace(simulator);
  place.write('customers.csv', MESSY);
  place.write('acme.json', audienceProfile());
  await place.tada('apply', 'acme.json');
  await place.tada('run', 'vip', '--yes');
  place.write('customers.csv', 'email,phone\nn/a,123\nunknown,\n');
  const run = await place.tada('run', 'vip', '--yes', '--json', '--allow-removal', '100');
  expect(run.exitCode).toBe(3);
  expect(run.line('fault')).toMatchObject({ kind: 'nothing-to-send' });
  const [audience] = simulator.state.audiences();
  expect(simulator.state.members(audience?.id ?? '', 'EMAIL_SHA256').size).toBe(3);
});

test('a test run fills a separate audience with the first members', async () => {
  const simulator = await startTestSimulator();
  const place = openWorkplace(simulator);
  place.write('customers.csv', MESSY);
  place.write('acme.json', audienceProfile());
  await place.tada('apply', 'acme.json');
  const run = await place.tada('run', 'vip', '--yes', '--json', '--test', '2');
  expect(run.line('summary')).toMatchObject({
    audience: { name: 'VIP (test)', created: true },
    rows: { sent: 2, pending: 2 },
  });
  expectToAddUp(rowsOf(run));
  expect(simulator.state.audiences().map(({ name }) => name)).toEqual(['VIP (test)']);
});

test('an audience that somebody else made is reused; match says that nobody can be removed', async () => {
  const simulator = await startTestSimulator();
  const place = openWorkplace(simulator);
  const id = simulator.control.addAudience('7654321098765432109', 'VIP');
  place.write('customers.csv', MESSY);
  place.write('acme.json', audienceProfile());
  await place.tada('apply', 'acme.json');
  const run = await place.tada('run', 'vip', '--yes', '--json');
  expect(run.exitCode).toBe(0);
  expect(run.line('summary')).toMatchObject({
    outcome: 'alert',
    audience: { id, created: false },
    delivery: { added: 6 },
  });
  expect(run.line('warning')).toMatchObject({ code: 'no-ledger' });
});

test('two audiences of one name: which one is asked, never guessed', async () => {
  const simulator = await startTestSimulator();
  const place = openWorkplace(simulator);
  simulator.control.addAudience('7654321098765432109', 'VIP');
  const second = simulator.control.addAudience('7654321098765432109', 'VIP');
  place.write('customers.csv', MESSY);
  place.write('acme.json', audienceProfile());
  await place.tada('apply', 'acme.json');
  const run = await place.tada('run', 'vip', '--yes', '--json');
  expect(run.exitCode).toBe(4);
  expect(run.line('fault').message).toContain(second);
  const chosen = await place.tada('run', 'vip', '--yes', '--json', '--set', `audienceId=${second}`);
  expect(chosen.line('summary')).toMatchObject({ audience: { id: second } });
});

test('remove takes the listed people out, and refuses an audience that does not exist', async () => {
  const simulator = await startTestSimulator();
  const place = openWorkplace(simulator);
  place.write('customers.csv', MESSY);
  place.write('acme.json', audienceProfile());
  await place.tada('apply', 'acme.json');
  const missing = await place.tada('run', 'vip', '--yes', '--json', '--set', 'mode=remove');
  expect(missing.exitCode).toBe(4);
  expect(simulator.state.audiences()).toHaveLength(0);

  await place.tada('run', 'vip', '--yes');
  place.write('customers.csv', 'email,phone\nbob@example.com,\nstranger@example.com,\n');
  const run = await place.tada('run', 'vip', '--yes', '--json', '--set', 'mode=remove');
  expect(run.line('summary')).toMatchObject({
    delivery: { removed: 1, unchanged: 1 },
    rows: { sent: 1, unchanged: 1 },
  });
});

test('an Analyst’s credential is accepted when set up and refused when used', async () => {
  const simulator = await startTestSimulator();
  const place = openWorkplace(simulator);
  place.write('customers.csv', MESSY);
  place.write('acme.json', audienceProfile({ destination: { advertiserIds: ['7654321098765432114'] } }));
  expect((await place.program('apply', 'acme.json')).exitCode).toBe(0);
  expect((await place.program('check', '--json')).exitCode).toBe(4);
  const run = await place.program('run', 'vip', '--yes', '--json');
  expect(run.exitCode).toBe(4);
  expect(run.line('fault')).toMatchObject({ kind: 'missing-permission' });
  expect(simulator.state.audiences()).toHaveLength(0);
});

test('a revoked token ends with exit 4 and the run goes on once there is a good one', async () => {
  const simulator = await startTestSimulator();
  const place = openWorkplace(simulator);
  place.write('customers.csv', MESSY);
  place.write('acme.json', audienceProfile());
  await place.tada('apply', 'acme.json');
  const good = simulator.accessToken;
  const run = await place.tadaWith({ ACME_TOKEN: 'not-a-token-at-all' }, 'run', 'vip', '--yes', '--json');
  expect(run.exitCode).toBe(4);
  expect(run.line('fault')).toMatchObject({ kind: 'invalid-credentials', code: 40105 });
  expect(JSON.parse(run.stderr)).toMatchObject({ error: { kind: 'invalid-credentials' } });
  const resumed = await place.tadaWith(
    { ACME_TOKEN: good },
    'runs',
    'resume',
    String(run.line('run').id),
    '--yes',
    '--json',
  );
  expect(resumed.exitCode).toBe(0);
  expect(resumed.line('summary')).toMatchObject({ outcome: 'completed', rows: { sent: 4 } });
});
