/** Zones change their offset on quarter hours only, so one look-up serves 15 minutes. */
const BLOCK_SECONDS = 900;

/** Enough for more than a year; dates far apart start over instead of filling the memory. */
const MAXIMUM_BLOCKS = 40_000;

const DAY = 86_400;

/** Offset from UTC in seconds at a Unix time. */
export type OffsetAt = (seconds: number) => number;

const readers = new Map<string, OffsetAt>();

export function isTimeZone(name: string): boolean {
  try {
    return offsetsOf(name)(0) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Offsets of an IANA time zone, by the runtime's own tables. Asking them is slow, so answers are kept per
 * quarter hour. Throws RangeError for a name that is no time zone.
 */
export function offsetsOf(timeZone: string): OffsetAt {
  const known = readers.get(timeZone);
  if (known !== undefined) return known;
  const reader = createReader(timeZone);
  readers.set(timeZone, reader);
  return reader;
}

function createReader(timeZone: string): OffsetAt {
  if (timeZone === 'UTC') return () => 0;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const blocks = new Map<number, number>();
  return (seconds) => {
    const block = Math.floor(seconds / BLOCK_SECONDS);
    const kept = blocks.get(block);
    if (kept !== undefined) return kept;
    if (blocks.size >= MAXIMUM_BLOCKS) blocks.clear();
    const offset = wallClock(format, block * BLOCK_SECONDS) - block * BLOCK_SECONDS;
    blocks.set(block, offset);
    return offset;
  };
}

/** What clocks show at a Unix time, as if it were UTC. */
function wallClock(format: Intl.DateTimeFormat, seconds: number): number {
  const parts: Record<string, number> = {};
  for (const part of format.formatToParts(seconds * 1000)) parts[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

/**
 * The Unix time at which clocks of a zone show the given wall time (seconds, as if it were UTC). A time that
 * comes twice in autumn is the first of the two; one that is skipped in spring is read with the offset before
 * the change, which lands as much after it: 02:30 becomes 03:30.
 */
export function fromWallClock(wallSeconds: number, offsetAt: OffsetAt): number {
  const before = offsetAt(wallSeconds - DAY);
  const after = offsetAt(wallSeconds + DAY);
  if (before === after) return wallSeconds - before;
  const early = wallSeconds - before;
  if (offsetAt(early) === before) return early;
  const late = wallSeconds - after;
  return offsetAt(late) === after ? late : early;
}
