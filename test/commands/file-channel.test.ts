import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CREATE, fileRig, UPDATE, UPLOAD, waitsOf, warningsOf } from './support/file-rig.ts';
import { emailOf, expectedMembers, membersOf, range } from './support/workplace.ts';

const FILE = { channel: 'file' };
const rig = fileRig(FILE);

function requests(): readonly number[] {
  return rig().requests(UPLOAD, CREATE, UPDATE);
}

describe('what TikTok would refuse, or nobody meant, ends before an upload', () => {
  test('a list below 1,000, for a new audience and for one that would shrink', async () => {
    const { list, run, preview } = rig();
    requests();
    list(range(0, 999));
    const small = await run('small');
    expect(small.fault).toMatchObject({ kind: 'audience-too-small' });
    expect(small.fault?.message).toContain('999 of the 1,000');
    expect(warningsOf(small, 'below-minimum-size')).toHaveLength(1);
    expect(small.summary).toMatchObject({ outcome: 'error', rows: { sent: 0, pending: 999 } });
    expect(requests()).toEqual([0, 0, 0]);

    list(range(0, 1000));
    expect((await preview('small')).request).toMatchObject({
      path: CREATE,
      body: { custom_audience_name: 'small', calculate_type: 'MULTIPLE_TYPES' },
    });
    expect((await run('small')).summary.outcome).toBe('completed');
    expect((await run('small', {}, { testMembers: 10 })).fault).toMatchObject({ kind: 'audience-too-small' });
    list(range(0, 900));
    expect((await run('small')).fault).toMatchObject({ kind: 'audience-too-small' });
    expect(requests()).toEqual([1, 1, 0]);
  });

  test('a list that lost a column, and files of another type than the audience was made of', async () => {
    const { list, run, apply } = rig();
    list(range(0, 1100));
    expect((await run('both')).summary.outcome).toBe('completed');
    await apply({ ...FILE, idTypes: ['EMAIL'] });
    const lost = await run('both');
    expect(lost.fault).toMatchObject({ kind: 'safety-stop' });
    expect(lost.fault?.message).toContain('900 PHONE identifiers');

    expect((await run('mail')).summary.outcome).toBe('completed');
    await apply(FILE);
    const wider = await run('mail');
    expect(wider.fault).toMatchObject({ kind: 'safety-stop' });
    expect(wider.fault?.message).toContain('made from files of EMAIL');
  });

  test('a name TikTok does not take, and an audience that was made another way', async () => {
    const { list, run, apply, simulator, channels } = rig();
    list(range(0, 1000));
    expect((await run('n'.repeat(129))).fault).toMatchObject({ kind: 'invalid-parameters' });

    const [account = ''] = simulator.advertiserIds;
    const streamed = simulator.control.addAudience(account, 'twice');
    expect((await run('twice', { audienceId: streamed })).fault).toMatchObject({ kind: 'safety-stop' });
    const byFile = await run('twice');
    expect(warningsOf(byFile, 'duplicate-audience-names')).toHaveLength(1);
    expect(byFile.summary.outcome).toBe('completed');
    expect(simulator.state.members(streamed, 'EMAIL_SHA256').size).toBe(0);

    await apply({ channel: 'streaming' });
    const audienceId = byFile.summary.audience?.id ?? '';
    expect((await run('twice', { audienceId })).fault).toMatchObject({ kind: 'safety-stop' });
    expect((await run('twice')).summary).toMatchObject({ audience: { id: streamed } });
    expect(channels('twice')).toHaveLength(2);
    await apply(FILE);
  });
});

test('uploads that expired are uploaded again, once', async () => {
  const { list, run, resume, simulator } = rig();
  simulator.control.addFault('file-expired*1');
  list(range(0, 1000));
  requests();
  const first = await run('expired');
  expect(first.summary.outcome).toBe('completed');
  expect(waitsOf(first)).toContain('40910');
  expect(requests()).toEqual([2, 2, 0]);

  simulator.control.addFault('file-expired');
  list(range(0, 1001));
  const refused = await run('expired');
  expect(refused.fault).toMatchObject({ kind: 'file-refused', code: 40910 });
  expect(refused.summary).toMatchObject({ outcome: 'error', rows: { sent: 0, unchanged: 1000, pending: 1 } });
  expect(requests()).toEqual([2, 0, 2]);
  simulator.control.clearFaults();
  const resumed = await resume(refused.summary.run);
  expect(resumed.summary).toMatchObject({ outcome: 'completed', rows: { sent: 1, unchanged: 1000 } });
});

test.each([
  ['was carried out', 'reset-after-apply', 1],
  ['never arrived', 'reset', 2],
])('a creation without an answer that %s gives one audience', async (_, fault, creations) => {
  const { list, run, simulator, channels } = rig();
  simulator.control.addFault(`${fault}@${CREATE}*1`);
  list(range(0, 1000));
  requests();
  const unanswered = await run(fault);
  expect(waitsOf(unanswered)).toContain('looking whether it is there');
  expect(unanswered.summary).toMatchObject({
    outcome: 'completed',
    audience: { created: true },
    rows: { sent: 1000 },
  });
  expect(channels(fault)).toEqual(['file']);
  expect(requests()).toEqual([1, creations, 0]);
  expect((await run(fault)).summary).toMatchObject({ rows: { sent: 0, unchanged: 1000 } });
});

test('an update without any answer is told as failed, and a resume makes it right', async () => {
  const { list, run, resume, simulator } = rig();
  list(range(0, 1100));
  await run('unanswered');
  simulator.control.finishBuilding();
  list(range(50, 1150));
  simulator.control.addFault(`reset-after-apply@${UPDATE}`);
  const lost = await run('unanswered');
  expect(lost.fault).toMatchObject({ kind: 'network' });
  expect(lost.summary).toMatchObject({ outcome: 'error', rows: { sent: 0, pending: 50, unchanged: 1050 } });
  simulator.control.clearFaults();
  const resumed = await resume(lost.summary.run);
  expect(resumed.summary).toMatchObject({
    outcome: 'completed',
    rows: { sent: 50, unchanged: 1050 },
    delivery: { added: 50, removed: 50 },
  });
  expect(membersOf(simulator, 'unanswered')).toEqual(expectedMembers(range(50, 1150)));
  expect((await run('unanswered')).summary).toMatchObject({ rows: { sent: 0, unchanged: 1100 } });
});

test('a run that is cancelled while TikTok is busy stops at once, and goes on when it is resumed', async () => {
  const { list, run, resume, simulator } = rig();
  list(range(0, 1000));
  await run('cancelled');
  simulator.control.addFault(`write-conflict@${UPDATE}`);
  list(range(0, 1001));
  const controller = new AbortController();
  const before = simulator.state.requestCount(UPDATE);
  const running = run('cancelled', {}, { cancel: controller.signal });
  await expect
    .poll(() => simulator.state.requestCount(UPDATE), { interval: 5, timeout: 15_000 })
    .toBeGreaterThan(before + 1);
  controller.abort();
  const stopped = await running;
  expect(stopped.fault).toMatchObject({ kind: 'cancelled' });
  expect(stopped.summary).toMatchObject({
    outcome: 'cancelled',
    rows: { sent: 0, unchanged: 1000, pending: 1 },
  });
  simulator.control.clearFaults();
  const resumed = await resume(stopped.summary.run);
  expect(resumed.summary).toMatchObject({ outcome: 'completed', rows: { sent: 1, unchanged: 1000 } });
});

test('an audience this machine knows nothing of is replaced, said aloud, and known afterwards', async () => {
  const { list, run, simulator, home } = rig();
  list(range(0, 2400));
  await run('strange');
  simulator.control.finishBuilding();
  rmSync(join(home, 'audiences'), { recursive: true });
  list(range(0, 1100));
  const large = await run('strange');
  expect(large.fault).toMatchObject({ kind: 'safety-stop' });
  expect(large.fault?.message).toMatch(/at least 54%.*--allow-removal 55/);

  // In the wizard the name is asked for; who doesn't type it stops the run as well.
  const asked: unknown[] = [];
  const refused = await run(
    'strange',
    {},
    {
      confirmRemoval: async (removal) => {
        asked.push(removal);
        return false;
      },
    },
  );
  expect(refused.fault).toMatchObject({ kind: 'safety-stop' });
  expect(asked).toMatchObject([{ audience: 'strange', percent: 55 }]);

  list([...range(0, 1000), ...range(3000, 3400)]);
  const replaced = await run('strange');
  expect(warningsOf(replaced, 'no-ledger')).toEqual([expect.stringContaining('in the place of everybody')]);
  expect(replaced.summary).toMatchObject({ outcome: 'completed', audience: { created: false } });
  expect(membersOf(simulator, 'strange')).toEqual(expectedMembers([...range(0, 1000), ...range(3000, 3400)]));
  expect((await run('strange')).summary).toMatchObject({ rows: { sent: 0, unchanged: 1400 } });
});

test('an upload is for one ad account; the others are told what to do', async () => {
  const { list, run, apply, simulator } = rig();
  await apply({ ...FILE, advertiserIds: simulator.advertiserIds.slice(0, 2), idTypes: ['EMAIL'] });
  list(
    `email,phone\n${range(0, 1000)
      .map((each) => `${emailOf(each)},\n`)
      .join('')}`,
  );
  const shared = await run('shared');
  expect(warningsOf(shared, 'single-advertiser')).toEqual([
    expect.stringContaining(simulator.advertiserIds[1] ?? ''),
  ]);
  expect(shared.summary.outcome).toBe('completed');
});
