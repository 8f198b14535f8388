import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { homeFolders } from '../../src/storage/home.ts';
import { openSecretStore } from '../../src/storage/secret-store.ts';
import {
  customersCsv,
  expectedMembers,
  membersOf,
  openWorkplace,
  range,
  type Workplace,
  workplaceWith,
} from './support/workplace.ts';

test('two runs are compared side by side, in words and as JSON', async () => {
  const place = await workplaceWith(range(0, 10));
  const one = await place.run('vip');
  place.write('customers.csv', customersCsv(range(2, 15)));
  const other = await place.run('vip', { set: { mode: 'add' } });

  const told = await place.tada('runs', 'compare', one.summary.run, other.summary.run, '--json');
  expect(told.code).toBe(0);
  expect(told.json[0]).toMatchObject({
    one: { id: one.summary.run, outcome: 'completed' },
    sameSource: false,
    settings: expect.arrayContaining([{ setting: 'mode', one: 'match', other: 'add' }]),
    counts: expect.arrayContaining([
      { name: 'rows.read', one: 10, other: 13 },
      { name: 'delivery.added', one: 20, other: 10 },
    ]),
  });
  const shown = await place.tada('runs', 'compare', one.summary.run, other.summary.run);
  expect(shown.stdout).toMatch(/rows\.read +10 +13 +\+3/);
  expect((await place.tada('runs', 'compare', one.summary.run, 'nonesuch')).code).toBe(2);
});

test('a deleted run is gone with everything kept of it, and the ledger stays', async () => {
  const place = await workplaceWith(range(0, 10));
  const run = await place.run('vip');
  const folder = join(place.home, 'runs', run.summary.run);
  expect(existsSync(folder)).toBe(true);
  const deleted = await place.tada('runs', 'delete', run.summary.run, '--json');
  expect(deleted.code).toBe(0);
  expect(deleted.json[0]).toEqual({ deleted: [run.summary.run], kept: [] });
  expect(existsSync(folder)).toBe(false);
  const again = await place.run('vip');
  expect(again.summary).toMatchObject({ rows: { unchanged: 10 }, delivery: { requests: 0 } });
});

test('by age only what ended goes; what never ended is kept and said', async () => {
  const place = await workplaceWith(range(0, 10));
  const run = await place.run('vip');
  writeFileSync(
    join(place.home, 'runs', run.summary.run, 'run.json'),
    withoutOutcome(place, run.summary.run),
  );
  expect((await place.tada('runs', 'delete', '--older-than', '1d', '--json')).json[0]).toEqual({
    deleted: [],
    kept: [],
  });
  const none = await place.tada('runs', 'delete', '--older-than', '0', '--json');
  expect(none.code).toBe(0);
  expect(none.json[0]).toEqual({ deleted: [], kept: [{ id: run.summary.run, reason: 'unfinished' }] });
  const named = await place.tada('runs', 'delete', run.summary.run);
  expect(named.code).toBe(3);
  expect(named.stdout).toContain('never ended');
  const forced = await place.tada('runs', 'delete', run.summary.run, '--force', '--json');
  expect(forced.json[0]).toMatchObject({ deleted: [run.summary.run] });
});

function withoutOutcome(place: Workplace, id: string): string {
  const { outcome: _, finishedAt: __, ...record } = place.services.runs.show(id).record;
  return JSON.stringify(record);
}

test('a run whose effect only its journal knows moves the ledger before it is forced out', async () => {
  const place = await workplaceWith(range(0, 10));
  const run = await place.run('vip');
  const id = run.summary.run;
  const [audience] = place.services.runs.audiences();
  // As after a crash between the last confirmation and the ledger.
  const ledger = join(
    place.home,
    'audiences',
    audience?.advertiserId ?? '',
    audience?.audienceId ?? '',
    'ledger.duckdb',
  );
  writeFileSync(
    join(place.home, 'runs', id, 'run.json'),
    JSON.stringify({ ...place.services.runs.show(id).record, ledgerPending: true }),
  );
  rmSync(ledger);
  expect((await place.tada('runs', 'delete', id, '--json')).json[0]).toEqual({
    deleted: [],
    kept: [{ id, reason: 'ledger-pending' }],
  });
  await place.tada('runs', 'delete', id, '--force');
  expect(existsSync(ledger)).toBe(true);
  const again = await place.run('vip');
  expect(again.summary.delivery).toMatchObject({ added: 0, unchanged: 20 });
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));
});

test('where the ledger can’t be moved any more, it is no complete list from then on', async () => {
  const place = await workplaceWith(range(0, 10));
  const run = await place.run('vip');
  const id = run.summary.run;
  const folder = join(place.home, 'runs', id);
  writeFileSync(
    join(folder, 'run.json'),
    JSON.stringify({ ...place.services.runs.show(id).record, ledgerPending: true }),
  );
  rmSync(join(folder, 'staged.duckdb'));
  await place.tada('runs', 'delete', id, '--force');
  expect(place.services.runs.audiences()).toMatchObject([{ ledgerComplete: false }]);
});

test('a run that is going on is never deleted, and a broken one only by name and force', async () => {
  const place = await workplaceWith(range(0, 10));
  const stream = place.services.delivery.run('vip', { cancel: new AbortController().signal });
  for await (const event of stream) {
    if (event.type !== 'task' || event.name !== 'deliver' || event.status !== 'running') continue;
    const id = place.services.runs.list().runs[0]?.id ?? '';
    expect(await place.services.runs.remove({ ids: [id] }, { force: true })).toEqual({
      deleted: [],
      kept: [{ id, reason: 'running' }],
    });
  }
  const [id = ''] = readdirSync(join(place.home, 'runs'));
  writeFileSync(join(place.home, 'runs', id, 'run.json'), '{');
  expect((await place.tada('runs', 'delete', '--older-than', '0', '--json')).json[0]).toEqual({
    deleted: [],
    kept: [{ id, reason: 'unreadable' }],
  });
  expect((await place.tada('runs', 'delete', id, '--force', '--json')).json[0]).toMatchObject({
    deleted: [id],
  });
});

test('what to delete has to be said, and said once', async () => {
  const place = await openWorkplace();
  expect((await place.tada('runs', 'delete')).code).toBe(2);
  expect((await place.tada('runs', 'delete', 'a', '--older-than', '3')).code).toBe(2);
  expect((await place.tada('runs', 'delete', 'nonesuch')).code).toBe(2);
});

/** As if it had been made so many days earlier. */
function age(place: Workplace, id: string, days: number): void {
  const { record } = place.services.runs.show(id);
  const at = new Date(Date.parse(record.startedAt) - days * 86_400_000).toISOString();
  writeFileSync(
    join(place.home, 'runs', id, 'run.json'),
    JSON.stringify({ ...record, startedAt: at, finishedAt: at }),
  );
}

test('old runs are pruned when asked, then at every start, but never the last of an audience', async () => {
  const place = await workplaceWith(range(0, 10));
  const first = (await place.run('vip')).summary.run;
  place.write('customers.csv', customersCsv(range(2, 15)));
  const last = (await place.run('vip')).summary.run;
  age(place, first, 200);
  age(place, last, 100);
  const leftover = join(place.home, 'runs', '.gone-20260101-0000-aaaa');
  mkdirSync(leftover);

  expect((await place.tada('runs', 'prune')).code).toBe(2);
  const pruned = await place.tada('runs', 'prune', '--older-than', '12w', '--always', '--json');
  expect(pruned.json[0]).toEqual({ deleted: [first], kept: [{ id: last, reason: 'last-of-audience' }] });
  expect(place.services.runs.keptDays()).toBe(84);
  expect(existsSync(join(place.home, 'runs', first))).toBe(false);

  // The last one can still be taken back, exactly.
  const undone = await place.undo(last);
  expect(undone.summary.outcome).toBe('completed');
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));

  // A start: the undo is the last run now.
  mkdirSync(leftover, { recursive: true });
  expect((await place.tada('run', 'vip', '--yes')).code).toBe(0);
  expect(existsSync(join(place.home, 'runs', last))).toBe(false);
  expect(existsSync(leftover)).toBe(false);

  expect((await place.tada('runs', 'prune', '--never')).code).toBe(0);
  expect(place.services.runs.keptDays()).toBeUndefined();
});

test('housekeeping that can’t be done is told and stops no run', async () => {
  const place = await workplaceWith(range(0, 10));
  writeFileSync(join(place.home, 'upkeep.json'), '{');
  const run = await place.tada('run', 'vip', '--yes');
  expect(run.code).toBe(0);
  expect(run.stderr).toContain('note: old runs could not be deleted.');
});

test('a run whose record is broken is named by every later run, with what to do', async () => {
  const place = await workplaceWith(range(0, 10));
  const broken = (await place.run('vip')).summary.run;
  writeFileSync(join(place.home, 'runs', broken, 'run.json'), '{');
  const { events } = await place.run('vip');
  expect(events.find((event) => event.type === 'warning' && event.code === 'unreadable-run')).toMatchObject({
    message: expect.stringContaining(`tada runs delete ${broken} --force`),
  });
});

test('the key of a run’s events goes with the run', async () => {
  const place = await openWorkplace();
  Object.assign(place.env, { TADA_KEYRING: 'file', TADA_PASSPHRASE: 'correct horse' });
  const [account] = place.simulator.advertiserIds;
  place.write(
    'orders.csv',
    `email,timestamp\nann@example.com,${new Date(Date.now() - 3_600_000).toISOString()}\n`,
  );
  place.write(
    'events.json',
    JSON.stringify({
      credentials: [{ name: 'acme', environment: 'simulator', accessToken: { env: 'TADA_TEST_TOKEN' } }],
      destinations: [
        {
          name: 'acme events',
          kind: 'events',
          credential: 'acme',
          advertiserIds: [account],
          eventSource: 'offline',
          eventSourceId: '7654321098765432109',
          fixedEventName: 'Purchase',
        },
      ],
      templates: [{ name: 'orders', destination: 'acme events' }],
      queries: [
        {
          name: 'orders',
          sql: 'SELECT * FROM Orders',
          source: { engine: 'embedded', tables: { Orders: 'orders.csv' } },
        },
      ],
      orchestrations: [{ name: 'orders', query: 'orders', template: 'orders' }],
    }),
  );
  expect((await place.tada('apply', 'events.json')).code).toBe(0);
  place.simulator.control.addFault('event-source-unknown');
  expect((await place.tada('run', 'orders', '--yes')).code).toBe(4);
  const [run] = place.services.runs.list().runs;
  const folders = homeFolders(place.env);
  const keyOf = () => openSecretStore({ env: place.env, folders }).get(`run/${run?.id}/key`);
  expect(await keyOf()).toBeDefined();

  // It can be resumed: only its name deletes it.
  expect((await place.tada('runs', 'prune', '--older-than', '0d', '--json')).json[0]).toEqual({
    deleted: [],
    kept: [{ id: run?.id, reason: 'resumable' }],
  });
  expect(await keyOf()).toBeDefined();
  expect((await place.tada('runs', 'delete', run?.id ?? '')).code).toBe(0);
  expect(await keyOf()).toBeUndefined();
  expect(readdirSync(join(place.home, 'runs'))).toEqual([]);
});
