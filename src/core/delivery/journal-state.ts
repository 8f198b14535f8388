import type { Range } from '../audiences/plan.ts';
import type { WrittenEntry } from '../ports/journal.ts';
import { joinRanges, subtractRanges } from './ranges.ts';

/** What a journal says of a run's entries. */
export interface JournalState {
  readonly confirmed: readonly Range[];
  readonly refused: readonly Range[];
  /** Sent at least once, and never answered for certain. */
  readonly unknown: readonly Range[];
}

/**
 * Folds the batch lines of a journal. A line is about its own entries only, so the order of batches that
 * were under way together doesn't matter; of two lines about the same entries, an answer outweighs `sent`.
 */
export function readJournalState(entries: readonly WrittenEntry[]): JournalState {
  const confirmed: Range[] = [];
  const refused: Range[] = [];
  let refusedBefore: readonly Range[] = [];
  const open = new Map<string, { readonly range: Range; readonly isUncertain: boolean }>();
  for (const entry of entries) {
    if (entry.type === 'resumed') refusedBefore = joinRanges([...refusedBefore, ...refused.splice(0)]);
    if (entry.type !== 'batch') continue;
    const range = { from: entry.from, to: entry.to };
    const key = `${range.from}-${range.to}`;
    const earlier = open.get(key);
    switch (entry.state) {
      case 'sent':
        // A `sent` that was never answered and is sent again: what the first one did stays uncertain.
        open.set(key, { range, isUncertain: earlier !== undefined });
        // What an earlier attempt heard a refusal of is open again when this one sends it once more.
        if (refusedBefore.some(({ from, to }) => from < range.to && range.from < to)) {
          refusedBefore = subtractRanges(refusedBefore, [range]);
        }
        break;
      case 'unknown':
        open.set(key, { range, isUncertain: true });
        break;
      case 'returned':
        // Refused as a whole: this request changed nothing, but an unanswered one before it may have.
        if (earlier?.isUncertain !== true) open.delete(key);
        break;
      case 'confirmed':
        open.delete(key);
        confirmed.push(range);
        break;
      case 'refused':
        open.delete(key);
        refused.push(range);
        break;
    }
  }
  const unanswered = [...open.values()].map(({ range }) => range);
  const everRefused = [...refusedBefore, ...refused];
  return {
    confirmed: joinRanges(confirmed),
    // What was refused, sent once more and taken is there.
    refused: subtractRanges(everRefused, confirmed),
    unknown: subtractRanges(unanswered, [...confirmed, ...everRefused]),
  };
}

/**
 * Entries of which nobody can say what TikTok did with them: those without an answer, and those that were
 * refused only after an attempt that may have worked. For the ledger both are members perhaps.
 */
export function readUncertainEntries(entries: readonly WrittenEntry[]): readonly Range[] {
  const { refused, unknown } = readJournalState(entries);
  // Also where a run died without the answer, and the same was sent again and refused: the first may have worked.
  const surelyRefused = subtractRanges(refused, readDoubts(entries));
  return joinRanges([...unknown, ...subtractRanges(refused, surelyRefused)]);
}

/** A request of which nobody knows whether TikTok carried it out, or will yet. */
export interface Doubt extends Range {
  /** When its first copy may have left, and when the last was heard of; milliseconds since 1970. */
  readonly since: number;
  readonly until: number;
}

/**
 * Every request of a journal that went without an answer at some time, also where the same was confirmed, refused or
 * sent again afterwards: a copy that got lost on the way may still arrive behind all of them.
 */
export function readDoubts(entries: readonly WrittenEntry[]): readonly Doubt[] {
  const doubts: Doubt[] = [];
  const open = new Map<string, Range & { readonly since: number }>();
  for (const entry of entries) {
    if (entry.type !== 'batch') continue;
    const { from, to } = entry;
    const key = `${from}-${to}`;
    const at = Date.parse(entry.at);
    const earlier = open.get(key);
    switch (entry.state) {
      case 'sent':
        if (earlier !== undefined) doubts.push({ ...earlier, until: earlier.since });
        open.set(key, { from, to, since: at });
        break;
      case 'unknown':
        doubts.push({ from, to, since: earlier?.since ?? at, until: at });
        break;
      case 'returned':
      case 'confirmed':
      case 'refused':
        open.delete(key);
        break;
    }
  }
  return [...doubts, ...[...open.values()].map((request) => ({ ...request, until: request.since }))];
}
