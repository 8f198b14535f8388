import { expect, test } from 'vitest';
import { EMPTY_PROFILE, type Profile, profileSchema } from '../../../src/core/profiles/schema.ts';
import { nextTimes } from '../../../src/core/schedules/cron.ts';
import { getScheduled, listScheduled } from '../../../src/core/schedules/scheduled.ts';
import { dueTime } from '../../../src/core/schedules/state.ts';

function withTiming(timing: object | undefined): Profile {
  const campaign = {
    name: 'spring',
    key: 'id',
    include: ['loyal'],
    groups: [{ name: 'a', destination: 'acme', audienceName: 'A' }],
    ...(timing === undefined ? {} : { timing }),
  };
  return profileSchema.parse({ ...EMPTY_PROFILE, campaigns: [campaign] });
}

function timesOf(timing: object, from: string): readonly string[] {
  const { time } = getScheduled(withTiming(timing), 'spring', 'America/New_York');
  return nextTimes(time, Date.parse(from), 2).map((at) => new Date(at).toISOString());
}

const recurring = { type: 'recurring', cron: '0 6 * * 1', launch: '2027-01-04' };

test('a recurring campaign starts with its launch, on the clocks of its zone', () => {
  expect(timesOf(recurring, '2026-11-22T00:00:00Z')).toEqual([
    '2027-01-04T11:00:00.000Z',
    '2027-01-11T11:00:00.000Z',
  ]);
  expect(timesOf({ ...recurring, timeZone: 'Asia/Tokyo' }, '2027-01-05T00:00:00Z')).toEqual([
    '2027-01-10T21:00:00.000Z',
    '2027-01-17T21:00:00.000Z',
  ]);
});

test('a campaign that launches once comes once', () => {
  const once = { type: 'once', launch: '2027-01-04T06:30' };
  expect(timesOf(once, '2026-11-22T00:00:00Z')).toEqual(['2027-01-04T11:30:00.000Z']);
  const { time } = getScheduled(withTiming(once), 'spring', 'America/New_York');
  expect(dueTime(time, { name: 'spring' }, Date.parse('2027-01-04T11:31:00Z'))).toBe(
    Date.parse('2027-01-04T11:30:00Z'),
  );
  expect(dueTime(time, { name: 'spring' }, Date.parse('2028-01-04T11:31:00Z'))).toBeUndefined();
});

test('nothing is due before the launch, whatever the scheduler starts', () => {
  const { time } = getScheduled(withTiming(recurring), 'spring', 'America/New_York');
  expect(dueTime(time, { name: 'spring' }, Date.parse('2026-12-28T11:01:00Z'))).toBeUndefined();
});

test('a campaign without a timing is started by hand', () => {
  expect(listScheduled(withTiming(undefined), 'UTC')).toEqual([]);
  expect(() => getScheduled(withTiming({ type: 'manual' }), 'spring', 'UTC')).toThrow(
    'The campaign "spring" is run by hand: its timing is "manual".',
  );
});
