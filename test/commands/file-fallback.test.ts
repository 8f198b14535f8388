import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileRig, UPLOAD, warningsOf } from './support/file-rig.ts';
import { expectedMembers, membersOf, range } from './support/workplace.ts';

const SEGMENT = '/segment/audience/';
const rig = fileRig({});

test('an app that may not stream delivers files instead, says so, and keeps to them', async () => {
  const { list, run, undo, preview, simulator, requests, channels } = rig();
  simulator.control.addFault('streaming-not-allowed');
  list(range(0, 1100));
  requests(SEGMENT);
  const first = await run('kept');
  expect(first.fault).toBeUndefined();
  expect(first.summary).toMatchObject({
    outcome: 'completed',
    audience: { created: true },
    rows: { sent: 1100 },
  });
  expect(warningsOf(first, 'file-channel-used')).toEqual([
    expect.stringContaining('does not let this app stream'),
  ]);
  expect(channels('kept')).toEqual(['file']);
  expect(membersOf(simulator, 'kept')).toEqual(expectedMembers(range(0, 1100)));
  await expect(undo(first.summary.run)).rejects.toMatchObject({ kind: 'usage' });

  simulator.control.finishBuilding();
  list(range(50, 1150));
  expect((await preview('kept')).request).toMatchObject({
    path: '/dmp/custom_audience/update/',
    body: { action: 'REPLACE', custom_audience_id: first.summary.audience?.id },
  });
  const refresh = await run('kept');
  expect(warningsOf(refresh, 'file-channel-used')).toEqual([expect.stringContaining('keeps to them')]);
  expect(refresh.summary).toMatchObject({ outcome: 'completed', delivery: { added: 50, removed: 50 } });
  expect(membersOf(simulator, 'kept')).toEqual(expectedMembers(range(50, 1150)));
  expect(requests(SEGMENT)).toEqual([1]);

  // Once that audience is gone nothing binds anybody to files: TikTok may allow streaming by now.
  simulator.control.clearFaults();
  simulator.control.deleteAudience(first.summary.audience?.id ?? '');
  const streamed = await run('kept');
  expect(streamed.summary).toMatchObject({ outcome: 'completed', audience: { created: true } });
  expect(warningsOf(streamed, 'file-channel-used')).toEqual([]);
  expect(channels('kept')).toEqual(['streaming']);
});

test('when files fail as well, the run ends, and a resume goes on with files', async () => {
  const { list, run, resume, simulator, requests, channels, home } = rig();
  for (const each of ['app-forbidden@/segment/', 'file-mismatch']) simulator.control.addFault(each);
  list(range(0, 1000));
  requests(SEGMENT, UPLOAD);
  const failed = await run('failing');
  expect(failed.fault).toMatchObject({ kind: 'file-refused', code: 40909 });
  expect(warningsOf(failed, 'file-channel-used')).toHaveLength(1);
  expect(failed.summary).toMatchObject({ outcome: 'error', rows: { sent: 0, pending: 1000 } });
  expect(requests(SEGMENT, UPLOAD)).toEqual([1, 1]);
  const record = JSON.parse(readFileSync(join(home, 'runs', failed.summary.run, 'run.json'), 'utf8'));
  expect(record).toMatchObject({ ledgerPending: false, settings: { channel: 'file', isFallback: true } });

  simulator.control.removeFault('file-mismatch');
  const resumed = await resume(failed.summary.run);
  expect(resumed.summary).toMatchObject({ outcome: 'completed', rows: { sent: 1000 } });
  expect(channels('failing')).toEqual(['file']);
  expect(requests(SEGMENT, UPLOAD)).toEqual([0, 1]);
});

test('files do not stand in for a list that is too small, nor for an audience that is there', async () => {
  const { list, run, apply, simulator, requests } = rig();
  simulator.control.addFault('streaming-not-allowed');
  list(range(0, 20));
  requests(UPLOAD);
  const small = await run('tiny');
  expect(small.fault).toMatchObject({ kind: 'streaming-not-allowed', code: 40118 });
  expect(small.fault?.explanation).toContain('20 of the 1,000');
  expect(warningsOf(small, 'file-channel-used')).toEqual([]);

  list(range(0, 1000));
  await apply({ channel: 'file' });
  expect((await run('tiny')).summary.outcome).toBe('completed');
  await apply({ channel: 'streaming' });
  const other = await run('tiny');
  expect(other.fault).toMatchObject({ kind: 'streaming-not-allowed' });
  expect(other.fault?.explanation).toContain('set the channel of the destination to "file"');
  expect(requests(UPLOAD)).toEqual([1]);
});

test('a streamed audience keeps the fault; with the other channel the run makes a second audience', async () => {
  const { list, run, resume, apply, simulator, requests, channels } = rig();
  list(range(0, 1000));
  expect((await run('streamed')).summary.outcome).toBe('completed');
  simulator.control.addFault('streaming-not-allowed');
  list(range(0, 1010));
  requests(UPLOAD);
  const stopped = await run('streamed');
  expect(stopped.fault).toMatchObject({ kind: 'streaming-not-allowed' });
  expect(stopped.fault?.explanation).toContain('was made by streaming and takes no files');
  expect(stopped.fault?.actions.map(({ id }) => id)).toContain('use-file-channel');
  expect(requests(UPLOAD)).toEqual([0]);

  await apply({ channel: 'file' });
  const resumed = await resume(stopped.summary.run);
  expect(resumed.summary).toMatchObject({
    outcome: 'completed',
    audience: { created: true },
    rows: { sent: 1010 },
  });
  expect(channels('streamed')).toEqual(['file', 'streaming']);
  await apply({ channel: 'streaming' });
});

test('a run that streamed a part of its people does not go on with files', async () => {
  const { list, run, resume, apply, simulator, requests } = rig();
  simulator.control.addFault('token-revoked@/segment/mapping/+1');
  list(range(0, 2000));
  requests(UPLOAD);
  const half = await run('half');
  expect(half.summary).toMatchObject({ outcome: 'error', rows: { sent: 1000 } });
  simulator.control.clearFaults();
  await apply({ channel: 'file' });
  expect((await resume(half.summary.run)).fault).toMatchObject({ kind: 'safety-stop' });
  expect(requests(UPLOAD)).toEqual([0]);
  await apply({ channel: 'streaming' });
  const rest = await resume(half.summary.run);
  expect(rest.summary).toMatchObject({ outcome: 'completed', rows: { sent: 2000 } });
});
