import { expect, test } from 'vitest';
import { parseProfileFile } from '../../../src/core/profiles/parse.ts';
import { latestTime, nextTimes, problemOfCron, timesUntil } from '../../../src/core/schedules/cron.ts';
import { entryTimes } from '../../../src/core/schedules/entry-times.ts';
import { listScheduled } from '../../../src/core/schedules/scheduled.ts';
import { dueTime, missedTimes } from '../../../src/core/schedules/state.ts';

const at = (iso: string) => Date.parse(iso);
const isoOf = (times: readonly number[]) => times.map((time) => new Date(time).toISOString());
const newYork = (cron: string) => ({ cron, timeZone: 'America/New_York' });

test('an expression that never comes, a date and a malformed one are refused; a leap day is not', () => {
  expect(problemOfCron('0 0 30 2 *')).toContain('never comes');
  expect(problemOfCron('2027-01-01T06:00:00')).toContain('five parts');
  expect(problemOfCron('* * * * * *')).toContain('five parts');
  expect(problemOfCron('61 6 * * *')).toContain('minute');
  expect(problemOfCron('0 0 29 2 *')).toBeUndefined();
  expect(problemOfCron('@weekly')).toBeUndefined();
});

test('06:00 in New York stays 06:00 there when the clocks change', () => {
  const times = nextTimes(newYork('0 6 * * *'), at('2027-03-13T00:00:00Z'), 3);
  expect(isoOf(times)).toEqual([
    '2027-03-13T11:00:00.000Z',
    '2027-03-14T10:00:00.000Z',
    '2027-03-15T10:00:00.000Z',
  ]);
});

test('a time the clock jumps over is made up for, one that comes twice counts once', () => {
  expect(isoOf(nextTimes(newYork('30 2,14 * * *'), at('2027-03-14T05:00:00Z'), 2))).toEqual([
    '2027-03-14T07:00:00.000Z',
    '2027-03-14T18:30:00.000Z',
  ]);
  expect(isoOf(nextTimes(newYork('30 1 * * *'), at('2027-11-07T00:00:00Z'), 2))).toEqual([
    '2027-11-07T05:30:00.000Z',
    '2027-11-08T06:30:00.000Z',
  ]);
});

test('the latest time is this very minute when it is due now', () => {
  const time = newYork('0 6 * * *');
  expect(latestTime(time, at('2026-11-23T11:00:00.500Z'))).toBe(at('2026-11-23T11:00:00Z'));
  expect(latestTime(time, at('2026-11-23T10:59:59.999Z'))).toBe(at('2026-11-22T11:00:00Z'));
});

test.each([
  // 32 times are looked for at once: the last of them is the time that comes twice, or the one before it.
  ['30 1 * * *', '2027-10-07T05:00:00Z', '2028-01-01T00:00:00Z'],
  ['30 1 * * *', '2027-10-06T05:00:00Z', '2028-01-01T00:00:00Z'],
  ['30 2 * * *', '2027-02-10T08:00:00Z', '2027-06-01T00:00:00Z'],
  ['*/15 * * * *', '2027-11-06T22:00:00Z', '2027-11-08T00:00:00Z'],
  ['0 0 29 2 *', '2026-01-01T00:00:00Z', '2033-01-01T00:00:00Z'],
])('the times of %s up to a moment are the next ones, whatever the clocks do', (cron, from, to) => {
  const [now, until] = [at(from), at(to)];
  const next = nextTimes(newYork(cron), now, 200);
  const expected = next.filter((time) => time <= until);
  expect(expected.length).toBeLessThan(next.length);
  expect(isoOf(timesUntil(newYork(cron), now, until, 200))).toEqual(isoOf(expected));
  expect(timesUntil(newYork(cron), now, until, 40)).toEqual(expected.slice(0, 40));
});

/** Every scheduled time of two years is looked at by the machine at that time, or soon after it. */
test.each([
  ['0 6 * * 1', 'America/New_York', 'UTC'],
  ['30 2 * * *', 'America/New_York', 'UTC'],
  ['30 2 * * *', 'America/New_York', 'America/New_York'],
  ['15 1 * * *', 'Europe/London', 'America/Los_Angeles'],
  ['0 0 * * *', 'Australia/Lord_Howe', 'Asia/Kathmandu'],
  ['45 23 L * *', 'Pacific/Auckland', 'Europe/Berlin'],
])('%s of %s is looked at in time on a machine in %s', (cron, timeZone, systemZone) => {
  const now = at('2026-11-22T00:00:00Z');
  const time = { cron, timeZone };
  const looked = new Set(entryTimes(time, systemZone, now).map(({ hour, minute }) => hour * 60 + minute));
  expect(looked.size).toBeLessThanOrEqual(6);
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: systemZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const unseen = nextTimes(time, now, 700).filter((due) => {
    const [hour = 0, minute = 0] = clock.format(due).split(':').map(Number);
    return !looked.has(hour * 60 + minute);
  });
  expect(isoOf(unseen)).toEqual([]);
});

test('a time is due once, for half a day, and not from before it was installed', () => {
  const time = newYork('0 6 * * 1');
  const monday = at('2026-11-23T11:00:00Z');
  const state = { name: 'vip', installedAt: '2026-11-20T00:00:00Z' };
  expect(dueTime(time, state, monday)).toBe(monday);
  expect(dueTime(time, state, monday - 1)).toBeUndefined();
  expect(dueTime(time, state, at('2026-11-23T22:00:00Z'))).toBe(monday);
  expect(dueTime(time, state, at('2026-11-24T00:00:00Z'))).toBeUndefined();
  expect(dueTime(time, { ...state, handled: '2026-11-23T11:00:00Z' }, monday + 60_000)).toBeUndefined();
  expect(dueTime(time, { name: 'vip', installedAt: '2026-11-23T12:00:00Z' }, monday + 7_200_000)).toBe(
    undefined,
  );
});

test('what nobody started is missed, after some minutes of grace', () => {
  const time = newYork('0 6 * * *');
  const state = { name: 'vip', installedAt: '2026-11-20T00:00:00Z', handled: '2026-11-21T11:00:00Z' };
  expect(missedTimes(time, state, at('2026-11-22T11:05:00Z'))).toEqual([]);
  expect(isoOf(missedTimes(time, state, at('2026-11-23T11:30:00Z')))).toEqual([
    '2026-11-23T11:00:00.000Z',
    '2026-11-22T11:00:00.000Z',
  ]);
  expect(missedTimes(time, { name: 'vip' }, at('2026-11-23T11:30:00Z'))).toEqual([]);
});

test.each([
  ['"weekly"', 'a schedule is "manual" or'],
  ['{"cron":"0 0 30 2 *","timeZone":"UTC"}', 'never comes'],
  ['{"cron":"0 6 * * 1","timeZone":"New York"}', 'IANA'],
  ['{"cron":"0 6 * * 1","timezone":"UTC"}', 'timeZone'],
  ['{"cron":"0 6 * * 1","timeZone":"UTC","notify":[]}', 'command'],
])('the schedule %s is refused in a profile file, with its place', (schedule, reason) => {
  const text = `{"orchestrations":[{"name":"vip","query":"q","template":"t","schedule":${schedule}}]}`;
  expect(() => parseProfileFile(text, 'acme.json')).toThrow(reason);
  expect(() => parseProfileFile(text, 'acme.json')).toThrow('orchestrations[0].schedule');
});

function campaignWith(timing: unknown) {
  const campaign = { name: 'spring', key: 'id', include: ['s'], groups: [{ name: 'a' }], timing };
  return parseProfileFile(JSON.stringify({ campaigns: [campaign] }), 'acme.json');
}

test("a campaign's launch comes once, on the clocks of its zone", () => {
  const timing = { type: 'once', launch: '2027-01-04T06:30', timeZone: 'America/New_York' };
  const [scheduled] = listScheduled(campaignWith(timing), 'UTC');
  const time = scheduled?.time ?? newYork('* * * * *');
  const launch = at('2027-01-04T11:30:00Z');
  expect(nextTimes(time, at('2026-11-22T00:00:00Z'), 5)).toEqual([launch]);
  expect(nextTimes(time, launch, 5)).toEqual([]);
  const state = { name: 'spring', installedAt: '2026-11-22T00:00:00Z' };
  expect(dueTime(time, state, launch)).toBe(launch);
  expect(dueTime(time, { ...state, handled: '2027-01-04T11:30:00Z' }, launch + 60_000)).toBeUndefined();
  expect(dueTime(time, state, at('2028-01-04T11:30:00Z'))).toBeUndefined();
  expect(missedTimes(time, state, at('2028-02-01T00:00:00Z'))).toEqual([launch]);
});

test('a recurring campaign does not start before its launch', () => {
  const timing = { type: 'recurring', cron: '0 6 * * 1', timeZone: 'America/New_York', launch: '2027-01-04' };
  const [scheduled] = listScheduled(campaignWith(timing), 'UTC');
  const time = scheduled?.time ?? newYork('* * * * *');
  expect(isoOf(nextTimes(time, at('2026-11-22T00:00:00Z'), 1))).toEqual(['2027-01-04T11:00:00.000Z']);
  expect(latestTime(time, at('2026-12-30T00:00:00Z'))).toBeUndefined();
  expect(listScheduled(campaignWith({ type: 'manual' }), 'UTC')).toEqual([]);
  expect(() => campaignWith({ ...timing, cron: '0 0 30 2 *' })).toThrow('never comes');
});
