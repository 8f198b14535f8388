import { appendFileSync, existsSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Dice } from './dice.ts';

/**
 * Does to the journal of a run what a power failure in mid-write does: half a line too much, or the last line
 * cut in the middle. The first line stays, since a run without one never began. True when a whole line was lost.
 */
export function tearJournal(home: string, run: string, dice: Dice): boolean {
  const path = join(home, 'runs', run, 'journal.jsonl');
  if (!existsSync(path)) return false;
  if (dice.isLucky(0.5)) {
    const half = '{"at":"2026-11-22T01:48:00.000Z","type":"batch","state":"confirmed","from":0,"to":1000}';
    appendFileSync(path, half.slice(0, 1 + dice.below(half.length - 1)));
    return false;
  }
  const lines = readFileSync(path, 'utf8').split('\n');
  const last = lines.at(-1) === '' ? (lines.at(-2) ?? '') : '';
  if (lines.length < 3 || last === '') return false;
  // More than a power failure can do: lines are flushed before they count. Of most of them the loss only costs
  // a repetition; without this one nobody would know whose the audience is that TikTok then makes.
  if (last.includes('"audience-creating"')) return false;
  const { size } = statSync(path);
  // At least the line feed goes, at most all but the first byte.
  truncateSync(path, size - 1 - dice.below(Buffer.byteLength(last) - 1));
  return true;
}
