import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SimulatorOptions } from '../../src/simulator/index.ts';
import {
  applyProfile,
  customersCsv,
  emailOf,
  expectedMembers,
  membersOf,
  openWorkplace,
  range,
  type Told,
  type Workplace,
} from './support/workplace.ts';

const UPLOAD = '/dmp/custom_audience/file/upload/';
const CREATE = '/dmp/custom_audience/create/';
const UPDATE = '/dmp/custom_audience/update/';

/** A workplace whose `VIP` is delivered by customer files, and a list of these people. */
async function filePlace(people: readonly number[], options: SimulatorOptions = {}): Promise<Workplace> {
  const place = await openWorkplace(options);
  place.write('customers.csv', customersCsv(people));
  await applyProfile(place, { channel: 'file' });
  return place;
}

/** The same, delivered once and built. */
async function filledPlace(people: readonly number[]): Promise<Workplace> {
  const place = await filePlace(people);
  expect((await place.run('vip')).summary.outcome).toBe('completed');
  place.simulator.control.finishBuilding();
  return place;
}

/** Requests so far: uploads, creations, updates. */
function requestsOf({ simulator }: Workplace): readonly number[] {
  return [UPLOAD, CREATE, UPDATE].map((path) => simulator.state.requestCount(path));
}

function waitsOf({ events }: Told): readonly string[] {
  return events.flatMap((event) => (event.type === 'wait' ? [event.reason] : []));
}

function codesOf({ events }: Told): readonly string[] {
  return events.flatMap((event) => (event.type === 'warning' ? [event.code] : []));
}

function detailOf({ events }: Told, task: string): string | undefined {
  const last = events.findLast((event) => event.type === 'task' && event.name === task);
  return last?.type === 'task' ? last.detail : undefined;
}

test('the list becomes the audience in one creation, and nothing of the files stays', async () => {
  const place = await filePlace(range(0, 1200));
  const run = await place.run('vip');
  expect(run.summary).toMatchObject({
    outcome: 'completed',
    audience: { name: 'VIP', created: true },
    rows: { read: 1200, sent: 1200, unchanged: 0, pending: 0 },
    delivery: { added: 2100, removed: 0, unchanged: 0 },
  });
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 1200)));
  expect(place.simulator.state.audiences()).toMatchObject([{ channel: 'file', people: 1200 }]);
  expect(requestsOf(place)).toEqual([1, 1, 0]);
  expect(detailOf(run, 'verify')).toBe('being built, up to 48 hours');

  const folder = join(place.home, 'runs', run.summary.run);
  expect(existsSync(join(folder, 'customer-files'))).toBe(false);
  for (const entry of readdirSync(place.home, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = readFileSync(join(entry.parentPath, entry.name)).toString('latin1');
    expect(content).not.toContain(emailOf(7));
  }

  const again = await place.run('vip');
  expect(again.summary).toMatchObject({
    outcome: 'completed',
    rows: { sent: 0, unchanged: 1200 },
    delivery: { added: 0, removed: 0, unchanged: 2100 },
  });
  expect(requestsOf(place)).toEqual([1, 1, 0]);
});

test('a refresh replaces the list, counts what changed, and waits for the replacement before it', async () => {
  const place = await filledPlace(range(0, 1200));
  place.write('customers.csv', customersCsv(range(100, 1300)));
  const refresh = await place.run('vip');
  expect(refresh.summary).toMatchObject({
    outcome: 'completed',
    audience: { created: false },
    rows: { sent: 100, unchanged: 1100 },
    delivery: { added: 100, removed: 100, unchanged: 2000 },
  });
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(100, 1300)));

  place.write('customers.csv', customersCsv(range(150, 1300)));
  const next = await place.run('vip');
  expect(waitsOf(next)).toContain('TikTok is still busy with another change of the same thing (code 40202)');
  expect(next.summary).toMatchObject({ outcome: 'completed', delivery: { added: 0, removed: 50 } });
  expect(next.summary.delivery.retries).toBeGreaterThan(0);
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(150, 1300)));
  expect(await place.undo(next.summary.run).catch((error: unknown) => error)).toMatchObject({
    kind: 'usage',
    message: expect.stringContaining('customer file'),
  });
});

test('add appends only who is new, remove takes out only who is there', async () => {
  const place = await filledPlace(range(0, 1100));
  place.write('customers.csv', customersCsv(range(1050, 1150)));
  const add = await place.run('vip', { set: { mode: 'add' } });
  expect(add.summary).toMatchObject({ rows: { sent: 50, unchanged: 50 }, delivery: { added: 50 } });
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 1150)));

  place.write('customers.csv', `email,phone\n${[3, 4, 5000].map((each) => `${emailOf(each)},\n`).join('')}`);
  await applyProfile(place, { channel: 'file', idTypes: ['EMAIL'] });
  const remove = await place.run('vip', { set: { mode: 'remove' } });
  expect(remove.summary).toMatchObject({
    outcome: 'completed',
    rows: { sent: 2, unchanged: 1 },
    delivery: { removed: 2 },
  });
  const { EMAIL_SHA256 } = membersOf(place.simulator, 'VIP');
  expect(EMAIL_SHA256).toEqual(expectedMembers([...range(0, 3), ...range(5, 1150)]).EMAIL_SHA256);
});

describe('what TikTok would refuse, or nobody meant, ends before an upload', () => {
  test('a list below 1,000, for a new audience and for what would be left of one', async () => {
    const place = await filePlace(range(0, 999));
    const small = await place.run('vip');
    expect(small.fault).toMatchObject({ kind: 'audience-too-small' });
    expect(small.fault?.message).toContain('999 of the 1,000');
    expect(codesOf(small)).toContain('below-minimum-size');
    expect(small.summary).toMatchObject({ outcome: 'error', rows: { sent: 0, pending: 999 } });
    expect(requestsOf(place)).toEqual([0, 0, 0]);
    expect((await place.tada('run', 'vip', '--yes', '--json')).code).toBe(4);

    place.write('customers.csv', customersCsv(range(0, 1000)));
    expect((await place.run('vip')).summary.outcome).toBe('completed');
    place.write('customers.csv', customersCsv(range(0, 900)));
    const shrunk = await place.run('vip', { allowRemovalPercent: 100 });
    expect(shrunk.fault).toMatchObject({ kind: 'audience-too-small' });
    const test = await place.run('vip', { testMembers: 10 });
    expect(test.fault).toMatchObject({ kind: 'audience-too-small' });
    expect(requestsOf(place)).toEqual([1, 1, 0]);
  });

  test('a list that lost a column, and files of another type than the audience was made of', async () => {
    const place = await filledPlace(range(0, 1100));
    place.write(
      'customers.csv',
      `email,phone\n${range(0, 1100)
        .map((each) => `${emailOf(each)},`)
        .join('\n')}\n`,
    );
    await applyProfile(place, { channel: 'file', idTypes: ['EMAIL'] });
    const lost = await place.run('vip');
    expect(lost.fault).toMatchObject({ kind: 'safety-stop' });
    expect(lost.fault?.message).toContain('900 PHONE identifiers');

    await applyProfile(place, { channel: 'file', idTypes: ['EMAIL'], audienceName: 'Mail' });
    expect((await place.run('vip')).summary.outcome).toBe('completed');
    await applyProfile(place, { channel: 'file', audienceName: 'Mail' });
    const wider = await place.run('vip');
    expect(wider.fault).toMatchObject({ kind: 'safety-stop' });
    expect(wider.fault?.message).toContain('made from files of EMAIL');
    expect(requestsOf(place)).toEqual([2, 2, 0]);
  });

  test('a name TikTok doesn’t take, and an audience that was made another way', async () => {
    const place = await filePlace(range(0, 1000));
    const long = await place.run('vip', { set: { audienceName: 'n'.repeat(129) } });
    expect(long.fault).toMatchObject({ kind: 'invalid-parameters' });

    const [account = ''] = place.simulator.advertiserIds;
    const streamed = place.simulator.control.addAudience(account, 'VIP');
    const wrong = await place.run('vip', { set: { audienceId: streamed } });
    expect(wrong.fault).toMatchObject({ kind: 'safety-stop' });

    const run = await place.run('vip');
    expect(codesOf(run)).toContain('duplicate-audience-names');
    expect(run.summary.outcome).toBe('completed');
    expect(place.simulator.state.members(streamed, 'EMAIL_SHA256').size).toBe(0);
    const { id = '' } = run.summary.audience ?? {};
    await applyProfile(place, { channel: 'streaming' });
    const reverse = await place.run('vip', { set: { audienceId: id } });
    expect(reverse.fault).toMatchObject({ kind: 'safety-stop' });
    expect((await place.run('vip')).summary).toMatchObject({ audience: { id: streamed } });
    expect(place.simulator.state.audiences()).toHaveLength(2);
  });
});

test('uploads that expired are uploaded again, once', async () => {
  const place = await filePlace(range(0, 1000), { faults: ['file-expired*1'] });
  const run = await place.run('vip');
  expect(run.summary.outcome).toBe('completed');
  expect(waitsOf(run).join()).toContain('40910');
  expect(requestsOf(place)).toEqual([2, 2, 0]);

  place.simulator.control.addFault('file-expired');
  place.write('customers.csv', customersCsv(range(0, 1001)));
  const refused = await place.run('vip');
  expect(refused.fault).toMatchObject({ kind: 'file-refused', code: 40910 });
  expect(refused.summary).toMatchObject({ outcome: 'error', rows: { sent: 0, unchanged: 1000, pending: 1 } });
  expect(requestsOf(place)).toEqual([4, 2, 2]);
  place.simulator.control.clearFaults();
  const resumed = await place.resume(refused.summary.run);
  expect(resumed.summary).toMatchObject({ outcome: 'completed', rows: { sent: 1, unchanged: 1000 } });
});

test.each([
  ['was carried out', `reset-after-apply@${CREATE}*1`, 1],
  ['never arrived', `reset@${CREATE}*1`, 2],
])('a creation without an answer that %s gives one audience', async (_, fault, creations) => {
  const place = await filePlace(range(0, 1000), { faults: [fault] });
  const run = await place.run('vip');
  expect(waitsOf(run).join()).toContain('looking whether it is there');
  expect(run.summary).toMatchObject({
    outcome: 'completed',
    audience: { created: true },
    rows: { sent: 1000 },
  });
  expect(place.simulator.state.audiences()).toHaveLength(1);
  expect(requestsOf(place)[1]).toBe(creations);
  expect((await place.run('vip')).summary).toMatchObject({ rows: { sent: 0, unchanged: 1000 } });
});

test('an update without any answer is told as failed, and a resume makes it right', async () => {
  const place = await filledPlace(range(0, 1100));
  place.write('customers.csv', customersCsv(range(50, 1150)));
  place.simulator.control.addFault(`reset-after-apply@${UPDATE}`);
  const lost = await place.run('vip');
  expect(lost.fault).toMatchObject({ kind: 'network' });
  expect(lost.summary).toMatchObject({ outcome: 'error', rows: { sent: 0, pending: 50, unchanged: 1050 } });
  place.simulator.control.clearFaults();
  const resumed = await place.resume(lost.summary.run);
  expect(resumed.summary).toMatchObject({
    outcome: 'completed',
    rows: { sent: 50, unchanged: 1050 },
    delivery: { added: 50, removed: 50 },
  });
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(50, 1150)));
  expect((await place.run('vip')).summary).toMatchObject({ rows: { sent: 0, unchanged: 1100 } });
});

test('an audience this machine knows nothing of is replaced, said aloud, and known afterwards', async () => {
  const place = await filledPlace(range(0, 1500));
  const elsewhere = await openWorkplace();
  const env = { ...elsewhere, simulator: place.simulator };
  elsewhere.env.TADA_TIKTOK_URL = place.simulator.url;
  elsewhere.env.TADA_TEST_TOKEN = place.simulator.accessToken;
  await applyProfile(env, { channel: 'file' });
  elsewhere.write('customers.csv', customersCsv([...range(0, 1000), ...range(2000, 2400)]));
  const run = await elsewhere.run('vip');
  expect(codesOf(run)).toContain('no-ledger');
  expect(run.summary).toMatchObject({ outcome: 'completed', audience: { created: false } });
  expect(membersOf(place.simulator, 'VIP')).toEqual(
    expectedMembers([...range(0, 1000), ...range(2000, 2400)]),
  );
  expect((await elsewhere.run('vip')).summary).toMatchObject({ rows: { sent: 0, unchanged: 1400 } });
});
