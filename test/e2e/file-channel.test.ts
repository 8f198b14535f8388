import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/index.ts';
import { sha256 } from '../support/sha256.ts';
import { audienceProfile, openWorkplace, startTestSimulator, type Workplace } from './support/cli.ts';

const program = resolve(import.meta.dirname, '../../dist/cli.js');
const UPLOAD = '/dmp/custom_audience/file/upload/';
const CREATE = '/dmp/custom_audience/create/';
const UPDATE = '/dmp/custom_audience/update/';

const emailOf = (person: number) => `person${person}@example.com`;
const hashOf = (person: number) => sha256(emailOf(person));
const people = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const listOf = (list: readonly number[]) => `email\n${list.map((each) => `${emailOf(each)}\n`).join('')}`;

/** A workplace with an orchestration `vip` over e-mail addresses. */
async function placeWith(simulator: Simulator, destination: object): Promise<Workplace> {
  const place = openWorkplace(simulator);
  const query = { sql: 'SELECT email AS EMAIL FROM Customer360' };
  place.write('acme.json', audienceProfile({ query, destination: { idTypes: ['EMAIL'], ...destination } }));
  expect((await place.tada('apply', 'acme.json')).exitCode).toBe(0);
  return place;
}

/** What the only audience holds. */
function membersOf(simulator: Simulator): readonly string[] {
  const [audience, ...others] = simulator.state.audiences();
  expect(others).toEqual([]);
  return [...simulator.state.members(audience?.id ?? '', 'EMAIL_SHA256')].toSorted();
}

function hashesOf(list: readonly number[]): readonly string[] {
  return list.map(hashOf).toSorted();
}

/** Starts a run and kills it, with no chance to say goodbye, once `isDue`. */
async function killedRun(place: Workplace, isDue: () => boolean): Promise<void> {
  const child = spawn(process.execPath, [program, 'run', 'vip', '--yes', '--json'], {
    cwd: place.folder,
    env: place.env,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  await expect.poll(isDue, { timeout: 60_000, interval: 10 }).toBe(true);
  child.kill('SIGKILL');
  await ended;
}

test('files make an audience, refresh it, add to it and take out of it', async () => {
  const simulator = await startTestSimulator();
  const place = await placeWith(simulator, { channel: 'file' });
  place.write('customers.csv', listOf(people(0, 999)));
  const small = await place.tada('run', 'vip', '--yes', '--json');
  expect(small.exitCode).toBe(4);
  expect(small.line('fault')).toMatchObject({ kind: 'audience-too-small' });
  expect(simulator.state.requestCount(UPLOAD)).toBe(0);

  place.write('customers.csv', listOf(people(0, 1200)));
  const first = await place.tada('run', 'vip', '--yes', '--json');
  expect(first.stderr).toBe('');
  expect(first.line('summary')).toMatchObject({
    outcome: 'completed',
    audience: { name: 'VIP', created: true },
    rows: { read: 1200, sent: 1200 },
  });
  expect(membersOf(simulator)).toEqual(hashesOf(people(0, 1200)));

  place.write('customers.csv', listOf(people(100, 1250)));
  const refresh = await place.tada('run', 'vip', '--yes', '--json');
  expect(refresh.line('summary')).toMatchObject({ delivery: { added: 50, removed: 100, unchanged: 1100 } });
  expect(membersOf(simulator)).toEqual(hashesOf(people(100, 1250)));

  place.write('customers.csv', listOf(people(1200, 1300)));
  const add = await place.tada('run', 'vip', '--yes', '--json', '--set', 'mode=add');
  expect(add.lines().find(({ type }) => type === 'wait')).toMatchObject({
    reason: expect.stringContaining('40202'),
  });
  expect(add.line('summary')).toMatchObject({ rows: { sent: 50, unchanged: 50 } });

  place.write('customers.csv', listOf([100, 101, 5000]));
  const remove = await place.tada('run', 'vip', '--yes', '--json', '--set', 'mode=remove');
  expect(remove.line('summary')).toMatchObject({ rows: { sent: 2, unchanged: 1 }, delivery: { removed: 2 } });
  expect(membersOf(simulator)).toEqual(hashesOf(people(102, 1300)));
  // The third change met the second one and was asked for again.
  const [uploads, creations, updates = 0] = [UPLOAD, CREATE, UPDATE].map((path) =>
    simulator.state.requestCount(path),
  );
  expect([uploads, creations]).toEqual([4, 1]);
  expect(updates).toBeGreaterThan(3);
  for (const entry of readdirSync(place.home, { recursive: true, withFileTypes: true })) {
    expect(entry.name).not.toBe('customer-files');
    if (!entry.isFile()) continue;
    const content = readFileSync(join(entry.parentPath, entry.name)).toString('latin1');
    expect(content).not.toContain(emailOf(107));
  }
});

test('an app that may not stream falls back to files by itself', async () => {
  const simulator = await startTestSimulator({ faults: ['app-forbidden@/segment/'] });
  const place = await placeWith(simulator, {});
  place.write('customers.csv', listOf(people(0, 1000)));
  const run = await place.program('run', 'vip', '--yes', '--json');
  expect(run.exitCode).toBe(0);
  expect(run.line('warning')).toMatchObject({ code: 'file-channel-used' });
  expect(run.line('summary')).toMatchObject({ outcome: 'completed', rows: { sent: 1000 } });
  expect(simulator.state.audiences()).toMatchObject([{ name: 'VIP', channel: 'file', people: 1000 }]);
  expect((await place.tada('list', 'audiences')).stdout).toMatch(/VIP .* file/);
});

test.each([
  ['before TikTok got the creation', `timeout@${CREATE}*1`, 0],
  ['before TikTok’s answer to it came', `timeout-after-apply@${CREATE}*1`, 1],
])('a run killed %s is resumed to one audience', async (_, fault, made) => {
  const simulator = await startTestSimulator({ faults: [fault] });
  const place = await placeWith(simulator, { channel: 'file' });
  place.write('customers.csv', listOf(people(0, 1100)));
  const asked = () => simulator.state.requestCount(CREATE) + simulator.state.audiences().length;
  await killedRun(place, () => asked() >= 1 + made);
  expect(simulator.state.audiences()).toHaveLength(made);
  const [id = ''] = readdirSync(join(place.home, 'runs'));
  expect(readdirSync(join(place.home, 'runs', id))).toContain('customer-files');

  const resumed = await place.tada('runs', 'resume', id, '--yes', '--json');
  expect(resumed.line('summary')).toMatchObject({
    outcome: 'completed',
    audience: { created: true },
    rows: { sent: 1100, pending: 0 },
  });
  expect(membersOf(simulator)).toEqual(hashesOf(people(0, 1100)));
  expect(readdirSync(join(place.home, 'runs', id))).not.toContain('customer-files');
});

test('what a killed run made is found by the next one, which brings it to its own list', async () => {
  const simulator = await startTestSimulator({ faults: [`timeout-after-apply@${CREATE}*1`] });
  const place = await placeWith(simulator, { channel: 'file' });
  place.write('customers.csv', listOf(people(0, 1100)));
  await killedRun(place, () => simulator.state.audiences().length === 1);
  place.write('customers.csv', listOf([0, 1, 7000]));
  const remove = await place.tada('run', 'vip', '--yes', '--json', '--set', 'mode=remove');
  expect(remove.line('summary')).toMatchObject({
    outcome: 'completed',
    audience: { created: false },
    delivery: { removed: 2, unchanged: 1 },
  });
  expect(membersOf(simulator)).toEqual(hashesOf(people(2, 1100)));

  const killed = readdirSync(join(place.home, 'runs')).find((id) => id !== remove.line('run').id) ?? '';
  const late = await place.tada('runs', 'resume', killed, '--yes', '--json');
  expect(late.exitCode).toBe(3);
  expect(late.line('fault')).toMatchObject({ kind: 'safety-stop' });
});
