import type { UnreadableRows } from '../../core/ports/sources.ts';
import { unreadableFile } from '../engine-errors.ts';

/** How many unreadable rows of a file are found one by one; beyond that they are only counted. */
export const UNREADABLE_KEPT = 1000;

/** How many of them are shown. */
const UNREADABLE_EXAMPLES = 10;

export const NOTHING_UNREADABLE: UnreadableRows = { count: 0, examples: [] };

export function addUnreadable(counts: readonly UnreadableRows[]): UnreadableRows {
  return {
    count: counts.reduce((sum, { count }) => sum + count, 0),
    examples: counts.flatMap(({ examples }) => examples).slice(0, UNREADABLE_KEPT),
  };
}

/** What is shown of it; the whole of it is for the list of rejects. */
export function firstUnreadable({ count, examples }: UnreadableRows): UnreadableRows {
  return { count, examples: examples.slice(0, UNREADABLE_EXAMPLES) };
}

export function wrongWidth(found: number, expected: number): string | undefined {
  if (found === expected) return undefined;
  return found < expected
    ? `it has ${found} of ${expected} columns`
    : `it has ${found} columns where ${expected} are expected`;
}

export function longLine(path: string, line: number): Error {
  return unreadableFile(
    path,
    `has more than 32 million characters in line ${line}.`,
    'Check that each record ends with a line break, and export the file without columns of that size.',
  );
}

export function unclosedQuote(path: string, line: number): Error {
  return unreadableFile(
    path,
    `has a quote in line ${line} that is never closed, so everything after it is one value.`,
    'Repair that line, or export the file again.',
  );
}
