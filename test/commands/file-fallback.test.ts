import { expect, test } from 'vitest';
import {
  applyProfile,
  customersCsv,
  expectedMembers,
  membersOf,
  openWorkplace,
  range,
  type Told,
  type Workplace,
} from './support/workplace.ts';

const SEGMENT = '/segment/audience/';
const MAPPING = '/segment/mapping/';
const UPLOAD = '/dmp/custom_audience/file/upload/';

/** A workplace whose app may not stream, though its destination asks for that. */
async function placeOf(people: readonly number[], faults = ['streaming-not-allowed']): Promise<Workplace> {
  const place = await openWorkplace({ faults });
  place.write('customers.csv', customersCsv(people));
  await applyProfile(place);
  return place;
}

function warningsOf({ events }: Told, code: string): readonly string[] {
  return events.flatMap((event) => (event.type === 'warning' && event.code === code ? [event.message] : []));
}

function requestsOf({ simulator }: Workplace, path: string): number {
  return simulator.state.requestCount(path);
}

function channelsOf({ simulator }: Workplace): readonly string[] {
  return simulator.state.audiences().map(({ name, channel }) => `${name} ${channel}`);
}

test('an app that may not stream delivers files instead, says so, and keeps to them', async () => {
  const place = await placeOf(range(0, 1100));
  const run = await place.run('vip');
  expect(run.fault).toBeUndefined();
  expect(run.summary).toMatchObject({
    outcome: 'completed',
    audience: { created: true },
    rows: { sent: 1100 },
  });
  expect(warningsOf(run, 'file-channel-used')).toEqual([
    expect.stringContaining('does not let this app stream'),
  ]);
  expect(channelsOf(place)).toEqual(['VIP file']);
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 1100)));
  await expect(place.undo(run.summary.run)).rejects.toMatchObject({ kind: 'usage' });

  place.simulator.control.finishBuilding();
  place.write('customers.csv', customersCsv(range(50, 1150)));
  const preview = await place.tada('preview', 'vip', '--json', '--request');
  expect(preview.json[0]?.request).toMatchObject({
    path: '/dmp/custom_audience/update/',
    body: { action: 'REPLACE', custom_audience_id: run.summary.audience?.id },
  });
  const refresh = await place.run('vip');
  expect(warningsOf(refresh, 'file-channel-used')).toEqual([expect.stringContaining('keeps to them')]);
  expect(refresh.summary).toMatchObject({ outcome: 'completed', delivery: { added: 50, removed: 50 } });
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(50, 1150)));
  expect(requestsOf(place, SEGMENT)).toBe(1);

  // Once that audience is gone nothing binds anybody to files: TikTok may allow streaming by now.
  place.simulator.control.clearFaults();
  place.simulator.control.deleteAudience(run.summary.audience?.id ?? '');
  const streamed = await place.run('vip');
  expect(streamed.summary).toMatchObject({ outcome: 'completed', audience: { created: true } });
  expect(warningsOf(streamed, 'file-channel-used')).toEqual([]);
  expect(channelsOf(place)).toEqual(['VIP streaming']);
});

test.each(['app-forbidden@/segment/', 'streaming-not-allowed'])(
  'when files fail as well (%s), the run ends, and a resume goes on with files',
  async (fault) => {
    const place = await placeOf(range(0, 1000), [fault, 'file-mismatch']);
    const run = await place.run('vip');
    expect(run.fault).toMatchObject({ kind: 'file-refused', code: 40909 });
    expect(warningsOf(run, 'file-channel-used')).toHaveLength(1);
    expect(run.summary).toMatchObject({ outcome: 'error', rows: { sent: 0, pending: 1000 } });
    expect(requestsOf(place, UPLOAD)).toBe(1);

    place.simulator.control.removeFault('file-mismatch');
    const resumed = await place.resume(run.summary.run);
    expect(resumed.summary).toMatchObject({ outcome: 'completed', rows: { sent: 1000 } });
    expect(channelsOf(place)).toEqual(['VIP file']);
    expect(requestsOf(place, SEGMENT)).toBe(1);
  },
);

test('a list too small for files leaves the fault as it is, and says why', async () => {
  const place = await placeOf(range(0, 20));
  const run = await place.run('vip');
  expect(run.fault).toMatchObject({ kind: 'streaming-not-allowed', code: 40118 });
  expect(run.fault?.explanation).toContain('20 of the 1,000');
  expect(warningsOf(run, 'file-channel-used')).toEqual([]);
  expect(requestsOf(place, UPLOAD)).toBe(0);

  // A file audience that somebody made on purpose is no stand-in for a streamed one.
  place.write('customers.csv', customersCsv(range(0, 1000)));
  await applyProfile(place, { channel: 'file' });
  expect((await place.run('vip')).summary.outcome).toBe('completed');
  await applyProfile(place, { channel: 'streaming' });
  const other = await place.run('vip');
  expect(other.fault).toMatchObject({ kind: 'streaming-not-allowed' });
  expect(other.fault?.explanation).toContain('set the channel of the destination to "file"');
  expect(requestsOf(place, UPLOAD)).toBe(1);
});

test('a streamed audience keeps the fault; with the other channel the run goes on to a second audience', async () => {
  const place = await placeOf(range(0, 1000), []);
  expect((await place.run('vip')).summary.outcome).toBe('completed');
  place.simulator.control.addFault('streaming-not-allowed');
  place.write('customers.csv', customersCsv(range(0, 1010)));
  const run = await place.run('vip');
  expect(run.fault).toMatchObject({ kind: 'streaming-not-allowed' });
  expect(run.fault?.explanation).toContain('was made by streaming and takes no files');
  expect(run.fault?.actions.map(({ id }) => id)).toContain('use-file-channel');
  expect(requestsOf(place, UPLOAD)).toBe(0);

  await applyProfile(place, { channel: 'file' });
  const resumed = await place.resume(run.summary.run);
  expect(resumed.summary).toMatchObject({
    outcome: 'completed',
    audience: { created: true },
    rows: { sent: 1010 },
  });
  expect(channelsOf(place)).toEqual(['VIP file', 'VIP streaming']);
  expect(requestsOf(place, MAPPING)).toBeGreaterThan(1);
});

test('a run that streamed a part of its people does not go on with files', async () => {
  const place = await placeOf(range(0, 1500), ['token-revoked@/segment/mapping/+1']);
  const run = await place.run('vip');
  expect(run.summary).toMatchObject({ outcome: 'error', rows: { sent: 1000 } });
  place.simulator.control.clearFaults();
  await applyProfile(place, { channel: 'file' });
  const wrong = await place.resume(run.summary.run);
  expect(wrong.fault).toMatchObject({ kind: 'safety-stop' });
  expect(requestsOf(place, UPLOAD)).toBe(0);
  await applyProfile(place, { channel: 'streaming' });
  expect((await place.resume(run.summary.run)).summary).toMatchObject({
    outcome: 'completed',
    rows: { sent: 1500 },
  });
});
