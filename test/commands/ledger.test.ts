import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, watch } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createServices } from '../../src/commands/services.ts';
import type { Services } from '../../src/wizard/services.ts';
import {
  applyProfile,
  customersCsv,
  expectedMembers,
  membersOf,
  openWorkplace,
  range,
  type Workplace,
} from './support/workplace.ts';

interface Exported extends Workplace {
  /** The ledger of the audience `VIP`. */
  readonly file: string;
}

/** A machine that filled the audience with these people, and exported its ledger. */
async function exported(people: readonly number[]): Promise<Exported> {
  const place = await openWorkplace();
  place.write('customers.csv', customersCsv(people));
  await applyProfile(place);
  await place.run('vip');
  const { path } = await place.services.ledgers.export('VIP', 'vip.ledger');
  return { ...place, file: path };
}

/** Another machine with the same profile. */
async function otherMachine(
  place: Workplace,
  destination: Readonly<Record<string, unknown>> = {},
): Promise<Services> {
  place.env.TADA_HOME = join(place.folder, 'other-home');
  await applyProfile(place, destination);
  const nowhere = { write: () => undefined };
  const services = await createServices({
    io: {
      stdout: nowhere,
      stderr: nowhere,
      stdin: process.stdin,
      env: { ...place.env },
      cwd: place.folder,
      canPrompt: false,
    },
    version: '0.0.0',
  });
  onTestFinished(() => services.close());
  return services;
}

const idOf = (place: Workplace) => place.simulator.state.audiences()[0]?.id ?? '';
const ledgersBelow = (home: string) =>
  readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('ledger'));

test('a ledger from another machine lets the mode match send only the difference', async () => {
  const place = await exported(range(0, 20));
  const services = await otherMachine(place);
  const imported = await place.tada('ledger', 'import', 'VIP', 'vip.ledger', '--json');
  expect(imported.code, imported.stderr).toBe(0);
  expect(imported.json).toMatchObject([{ identifiers: 40, uncertain: 0, complete: true }]);
  place.write('customers.csv', customersCsv(range(5, 25)));
  const cancel = new AbortController().signal;
  let last: unknown;
  for await (const event of services.delivery.run('vip', { cancel })) last = event;
  expect(last).toMatchObject({ delivery: { added: 10, removed: 10, unchanged: 30 } });
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(5, 25)));
});

test('the file holds hashes and nothing else, is private, and replaces none', async () => {
  const place = await exported(range(0, 3));
  const [header = '', ...lines] = readFileSync(place.file, 'utf8').trimEnd().split('\n');
  expect(JSON.parse(header)).toMatchObject({
    format: 'tada ledger',
    version: 1,
    audienceId: idOf(place),
    advertiserId: place.simulator.advertiserIds[0],
    name: 'VIP',
    rules: { emailRule: 'standard', phoneRule: 'plus', idfaCase: 'upper' },
    complete: true,
    count: 6,
    checksum: createHash('sha256')
      .update(`${lines.join('\n')}\n`)
      .digest('hex'),
  });
  const members = expectedMembers(range(0, 3));
  expect(lines).toEqual([
    ...(members.EMAIL_SHA256 ?? []).map((hash) => `EMAIL,${hash}`),
    ...(members.PHONE_SHA256 ?? []).map((hash) => `PHONE,${hash}`),
  ]);
  expect(statSync(place.file).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(place.home, 'temp')).filter((name) => name.includes('ledger'))).toEqual([]);
  const again = await place.tada('ledger', 'export', idOf(place), '-o', 'vip.ledger');
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('exists already') });
});

test('a file that is not whole, not its own, or not hashes is refused, and nothing is left of it', async () => {
  const place = await exported(range(0, 3));
  const services = await otherMachine(place);
  const text = readFileSync(place.file, 'utf8');
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const sealed = (change: (line: string, index: number) => string, count = lines.length) => {
    const body = `${lines.map(change).join('\n')}\n`;
    const checksum = createHash('sha256').update(body).digest('hex');
    return `${JSON.stringify({ ...JSON.parse(header), count, checksum })}\n${body}`;
  };
  const cases: readonly (readonly [string, string])[] = [
    [text.slice(0, -30), 'of 6 lines'],
    [text.slice(0, text.lastIndexOf('PHONE')), '5 of 6 lines'],
    [text.replace(/EMAIL,./, 'EMAIL,x'), 'changed since'],
    [text.replace('"version":1', '"version":2'), 'newer tada'],
    [`${lines.join('\n')}\n`, 'no ledger that tada exported'],
    ['', 'no header'],
    [sealed((line, index) => (index === 1 ? 'EMAIL,jane.doe@example.com' : line)), "aren't hashes"],
    [sealed((_, index) => lines[index === 1 ? 0 : index] ?? ''), 'there twice'],
  ];
  for (const [content, reason] of cases) {
    place.write('bad.ledger', content);
    const refused = await services.ledgers.import('VIP', 'bad.ledger', { replace: false }).catch(String);
    expect(refused).toContain(reason);
    expect(refused).not.toContain('jane.doe');
  }
  expect(ledgersBelow(join(place.folder, 'other-home'))).toEqual([]);
  const missing = await place.tada('ledger', 'import', 'VIP', 'nowhere.ledger');
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('nowhere.ledger') });
});

test('another audience, other rules, and a ledger that is there already are said', async () => {
  const place = await exported(range(0, 3));
  const here = await place.tada('ledger', 'import', 'VIP', 'vip.ledger');
  expect(here).toMatchObject({ code: 2, stderr: expect.stringContaining('--replace') });
  const replaced = await place.services.ledgers.import(idOf(place), 'vip.ledger', { replace: true });
  expect(replaced).toMatchObject({ identifiers: 6, complete: true });
  const other = await place.tada('ledger', 'import', 'Board', 'vip.ledger');
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('not of "Board"') });
  const nobody = await place.tada('ledger', 'export', 'Board', '-o', 'board.ledger');
  expect(nobody).toMatchObject({ code: 2, stderr: expect.stringContaining('"Board"') });

  await otherMachine(place, { emailRule: 'legacy' });
  const rules = await place.tada('ledger', 'import', 'VIP', 'vip.ledger');
  expect(rules).toMatchObject({ code: 2, stderr: expect.stringContaining('emailRule "standard"') });
});

test('two audiences of a name are told apart by their ids', async () => {
  const place = await exported(range(0, 3));
  const [, second = ''] = place.simulator.advertiserIds;
  await applyProfile(place, { advertiserIds: [second] });
  await place.run('vip');
  const ambiguous = await place.tada('ledger', 'export', 'VIP', '-o', 'x.ledger');
  expect(ambiguous).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('2 audiences are called "VIP"'),
  });
  const [{ id = '' } = {}] = place.simulator.state.audiences().filter((each) => each.name === 'VIP');
  await expect(place.services.ledgers.export(id, 'x.ledger')).resolves.toMatchObject({ audience: { id } });
});

/** Hashes by the number; which they are of doesn't matter here. */
function manyHashes(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) =>
    createHash('sha256').update(String(index)).digest('hex'),
  ).toSorted();
}

test('an import that is killed leaves the ledger that was there, and the next one goes through', async () => {
  const place = await exported(range(0, 3));
  const [header = ''] = readFileSync(place.file, 'utf8').split('\n');
  const body = `${manyHashes(60_000)
    .map((hash) => `EMAIL,${hash}`)
    .join('\n')}\n`;
  const checksum = createHash('sha256').update(body).digest('hex');
  place.write(
    'many.ledger',
    `${JSON.stringify({ ...JSON.parse(header), count: 60_000, checksum })}\n${body}`,
  );
  const folder = join(place.home, 'audiences', place.simulator.advertiserIds[0] ?? '', idOf(place));

  const appeared = Promise.withResolvers<void>();
  const watcher = watch(folder, (_, name) => {
    if (name?.includes('.import') === true) appeared.resolve();
  });
  const child = spawnTada(place, ['ledger', 'import', 'VIP', 'many.ledger', '--replace']);
  const ended = new Promise((settle) => child.on('close', settle));
  await Promise.race([appeared.promise, ended]);
  watcher.close();
  // Its whole group, the engine's process included, as a power cut would.
  if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  await ended;

  const { ledgers } = place.services;
  expect([6, 60_000]).toContain((await ledgers.export('VIP', 'after.ledger')).identifiers);
  const again = await ledgers.import('VIP', 'many.ledger', { replace: true });
  expect(again).toMatchObject({ identifiers: 60_000 });
  expect(existsSync(join(folder, 'ledger.duckdb.import'))).toBe(false);
});

function spawnTada(place: Workplace, args: readonly string[]): ChildProcess {
  const program = resolve(import.meta.dirname, '../../src/cli.ts');
  return spawn(process.execPath, [program, ...args], {
    cwd: place.folder,
    env: { PATH: process.env.PATH, HOME: place.folder, ...place.env },
    detached: true,
    stdio: 'ignore',
  });
}
