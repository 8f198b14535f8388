import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CLOCK_TOLERANCE_SECONDS,
  MAXIMUM_AGE_SECONDS,
  readTime,
  timeProblem,
} from '../../../src/core/events/time.ts';
import { fromWallClock, isTimeZone, offsetsOf } from '../../../src/core/events/time-zone.ts';

function utc(text: string): number {
  return Date.parse(text) / 1000;
}

const NOON = utc('2026-11-02T12:00:00Z');

describe('a time', () => {
  it.each([
    ['2026-11-02T12:00:00Z'],
    ['2026-11-02t12:00:00z'],
    ['2026-11-02T12:00Z'],
    ['2026-11-02T12:00:00.999Z'],
    ['2026-11-02T12:00:00,5Z'],
    ['2026-11-02 12:00:00+00'],
    ['2026-11-02 12:00:00 +00:00'],
    ['2026-11-02T13:00:00+01:00'],
    ['2026-11-02T07:00:00-0500'],
    ['2026-11-02T17:45:00+05:45'],
    ['20261102T120000Z'],
    ['2026-11-02 12:00:00 UTC'],
    ['2026-11-02 07:00:00.321 America/New_York'],
    ['2026-11-02T13:00:00+01:00[Europe/Berlin]'],
    ['1793620800'],
    ['1793620800.75'],
    ['1793620800000'],
    ['1793620800999'],
    ['1793620800000000'],
    ['1793620800000000999'],
    ['  2026-11-02T12:00:00Z  '],
  ])('%j is noon in Greenwich, whatever the zone of the destination', (text) => {
    expect(readTime(text, 'Asia/Tokyo')).toBe(NOON);
    expect(readTime(text, undefined)).toBe(NOON);
  });

  it.each([
    ['2026-11-02 12:00:00', 'UTC', '2026-11-02T12:00:00Z'],
    ['2026-11-02 12:00:00', undefined, '2026-11-02T12:00:00Z'],
    ['2026-11-02 12:00:00', 'America/Los_Angeles', '2026-11-02T20:00:00Z'],
    ['2026-07-02 12:00:00.123', 'America/Los_Angeles', '2026-07-02T19:00:00Z'],
    ['2026-11-02T12:00', 'Asia/Kathmandu', '2026-11-02T06:15:00Z'],
    ['2026-11-02', 'Asia/Tokyo', '2026-11-01T15:00:00Z'],
    ['20261102', 'UTC', '2026-11-02T00:00:00Z'],
    ['2024-02-29', 'UTC', '2024-02-29T00:00:00Z'],
    ['2026-06-30T23:59:60', 'UTC', '2026-07-01T00:00:00Z'],
  ])('%j in %s is %s', (text, zone, expected) => {
    expect(readTime(text, zone)).toBe(utc(expected));
  });

  it.each([
    '',
    'yesterday',
    '11/02/2026',
    '02.11.2026',
    '2026-13-01',
    '2026-02-29',
    '2026-04-31',
    '2026-00-10',
    '2026-1-2',
    '2026-1102',
    '2026-11-02T24:00:00',
    '2026-11-02T12:60:00',
    '2026-11-02T12',
    '2026-11-02 10:00 PM',
    '2026-11-02 10:00 Mars/Olympus',
    '2026-11-02T12:00:00+99:00',
    '46328',
    '46328.5',
    '99999999',
    '-1793620800',
    '1.7936208E9',
    'null',
  ])('%j cannot be read', (text) => {
    expect(readTime(text, 'UTC')).toBeUndefined();
  });
});

describe('a time that clocks skip or show twice', () => {
  it.each([
    ['2026-03-08 01:59:59', 'America/New_York', '2026-03-08T06:59:59Z'],
    ['2026-03-08 02:30:00', 'America/New_York', '2026-03-08T07:30:00Z'],
    ['2026-03-08 03:00:00', 'America/New_York', '2026-03-08T07:00:00Z'],
    ['2026-11-01 00:59:59', 'America/New_York', '2026-11-01T04:59:59Z'],
    ['2026-11-01 01:30:00', 'America/New_York', '2026-11-01T05:30:00Z'],
    ['2026-11-01 02:00:00', 'America/New_York', '2026-11-01T07:00:00Z'],
    ['2026-03-29 02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    ['2026-10-25 02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['2026-10-04 02:15:00', 'Australia/Lord_Howe', '2026-10-03T15:45:00Z'],
    ['2026-04-05 01:45:00', 'Australia/Lord_Howe', '2026-04-04T14:45:00Z'],
  ])('%s in %s is %s', (text, zone, expected) => {
    expect(readTime(text, zone)).toBe(utc(expected));
  });

  it('shows on the clocks of its zone again, unless they skipped it', () => {
    const zones = fc.constantFrom(
      'America/New_York',
      'Europe/London',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Africa/Casablanca',
      'Pacific/Chatham',
    );
    const seconds = fc.integer({ min: utc('2020-01-01T00:00:00Z'), max: utc('2030-01-01T00:00:00Z') });
    fc.assert(
      fc.property(zones, seconds, (zone, time) => {
        const offsetAt = offsetsOf(zone);
        const wall = time + offsetAt(time);
        const read = fromWallClock(wall, offsetAt);
        expect(read + offsetAt(read)).toBe(wall);
        expect(read).toBeLessThanOrEqual(time);
      }),
      { numRuns: 500 },
    );
  });

  it('knows zones by name only', () => {
    expect(isTimeZone('Europe/Berlin')).toBe(true);
    expect(isTimeZone('UTC')).toBe(true);
    expect(isTimeZone('Europe/Atlantis')).toBe(false);
    expect(() => readTime('2026-11-02 12:00:00', 'Europe/Atlantis')).toThrow(RangeError);
  });
});

describe('the age of an event', () => {
  const now = NOON * 1000;

  it('is at most 28 days', () => {
    expect(timeProblem(NOON - MAXIMUM_AGE_SECONDS, now, false)).toBeUndefined();
    expect(timeProblem(NOON - MAXIMUM_AGE_SECONDS - 1, now, false)).toBe('too-old');
  });

  it('does not matter when old events are to be sent', () => {
    expect(timeProblem(NOON - 400 * 86_400, now, true)).toBeUndefined();
  });

  it('may lie ahead by as much as clocks differ', () => {
    expect(timeProblem(NOON + CLOCK_TOLERANCE_SECONDS, now, false)).toBeUndefined();
    expect(timeProblem(NOON + CLOCK_TOLERANCE_SECONDS + 1, now, true)).toBe('in-future');
  });
});
