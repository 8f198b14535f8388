import type { EventRejectReason } from '../identifiers/types.ts';
import { fromWallClock, offsetsOf } from './time-zone.ts';

/** TikTok matches events to ads for 28 days after a click; older ones are neither matched nor shown. */
export const MAXIMUM_AGE_SECONDS = 28 * 86_400;

/** Clocks of shops and servers differ; anything further ahead is a mistake. */
export const CLOCK_TOLERANCE_SECONDS = 600;

/**
 * `2026-11-02`, `20261102`, and with a time after `T` or a space: hours and minutes at least, seconds and a
 * fraction if given, then `Z`, an offset such as `+01`, `+0100` or `+01:00`, or the name of a zone as engines
 * print it; a name in brackets behind an offset says nothing new.
 */
const DATE_TIME =
  /^(\d{4})(-?)(\d{2})\2(\d{2})(?:[Tt ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?(?: ?([Zz]|[+-]\d{2}(?::?\d{2})?)(?:\[[\w/+-]+\])?| (UTC|GMT|[A-Za-z]+\/[\w/+-]+))?)?$/;

const NUMBER = /^(\d{9,20})(?:\.\d+)?$/;

const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function daysOfMonth(year: number, month: number): number {
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeapYear ? 29 : (DAYS_OF_MONTH[month - 1] ?? 0);
}

/**
 * A number is Unix time, its unit told by its size: below 10^11 seconds (until the year 5138), below 10^14
 * milliseconds, below 10^17 microseconds, above that nanoseconds. Below 10^8 (1973) it is no time of an event
 * but something else, such as a spreadsheet's day number.
 */
function readUnixTime(digits: string): number | undefined {
  const number = Number(digits);
  if (number < 1e8) return undefined;
  if (number < 1e11) return number;
  if (number < 1e14) return Math.floor(number / 1e3);
  // Beyond 2^53 the digits are cut as text, because a number would round them.
  return Number(number < 1e17 ? digits.slice(0, -6) : digits.slice(0, -9));
}

function offsetSeconds(offset: string): number | undefined {
  if (offset === 'Z' || offset === 'z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', ''));
  if (hours > 15 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/**
 * Unix seconds (fractions cut) of a time as text; undefined when it can't be read. ISO 8601 and Unix numbers
 * are read and nothing else: `11/02/2026` is a day in November or in February. A time without a zone is one of
 * `timeZone` (IANA; undefined: UTC), a day without a time its midnight there; see {@link fromWallClock} for
 * the hours that clocks skip or show twice. Throws RangeError when `timeZone` is none.
 */
export function readTime(text: string, timeZone: string | undefined): number | undefined {
  const trimmed = text.trim();
  const number = NUMBER.exec(trimmed);
  if (number !== null) return readUnixTime(number[1] ?? '');
  const parts = DATE_TIME.exec(trimmed);
  if (parts === null) return undefined;
  const year = Number(parts[1]);
  const month = Number(parts[3]);
  const day = Number(parts[4]);
  const hour = Number(parts[5] ?? 0);
  const minute = Number(parts[6] ?? 0);
  const second = Number(parts[7] ?? 0);
  if (day < 1 || day > daysOfMonth(year, month)) return undefined;
  // A leap second is read as the first second of the next minute.
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const wallSeconds = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  if (parts[8] !== undefined) {
    const offset = offsetSeconds(parts[8]);
    return offset === undefined ? undefined : wallSeconds - offset;
  }
  if (parts[9] !== undefined) return inNamedZone(wallSeconds, parts[9]);
  return timeZone === undefined ? wallSeconds : fromWallClock(wallSeconds, offsetsOf(timeZone));
}

function inNamedZone(wallSeconds: number, name: string): number | undefined {
  try {
    return fromWallClock(wallSeconds, offsetsOf(name));
  } catch {
    return undefined;
  }
}

/** What is wrong with the time of an event, given the present in milliseconds; undefined when nothing is. */
export function timeProblem(
  seconds: number,
  now: number,
  sendOldEvents: boolean,
): Extract<EventRejectReason, 'too-old' | 'in-future'> | undefined {
  const present = Math.floor(now / 1000);
  if (seconds > present + CLOCK_TOLERANCE_SECONDS) return 'in-future';
  if (!sendOldEvents && seconds < present - MAXIMUM_AGE_SECONDS) return 'too-old';
  return undefined;
}
