import {
  appendFileSync,
  closeSync,
  fstatSync,
  fsync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { configurationError } from '../core/errors.ts';
import type { StagedEvents } from '../core/events/plan.ts';
import type { Journal, JournalEntry, WrittenEntry } from '../core/ports/journal.ts';
import { isMissing } from '../core/system-errors.ts';
import { syncFolder } from './atomic-file.ts';
import { storageError } from './io-errors.ts';
import { parseJson } from './parse-json.ts';
import { readEntry } from './run-schemas.ts';

const LINE_FEED = 0x0a;
const flush = promisify(fsync);

/**
 * The journal of a run: one JSON object a line, each on disk (flushed) before its `append` resolves. What
 * stands after the last line feed was never acknowledged to anybody (the machine stopped in mid-write): it is
 * left out on reading and cut off before the next line is written. Any other line that can't be read throws
 * kind `configuration` with file and line, because guessing here could send somebody twice or never.
 */
export function openJournal(path: string, now: () => number = Date.now): Journal {
  // One line at a time, in the order of the calls, whoever else is writing.
  let last: Promise<void> = Promise.resolve();
  return {
    append: (entry) => {
      const written: WrittenEntry = { at: new Date(now()).toISOString(), ...withoutPersonalData(entry) };
      const line = `${JSON.stringify(written)}\n`;
      const appended = last.then(() => appendLine(path, line));
      last = appended.catch(() => {});
      return appended;
    },
    read: () => readJournal(path),
  };
}

/**
 * An event as it is sent may hold an address, an order, a page; it is for the screen, never for the disk. The
 * type leaves it out, but a type doesn't take anything away from a value that has it.
 */
function withoutPersonalData(entry: JournalEntry): JournalEntry {
  if (entry.type !== 'staged-events') return entry;
  const staged: StagedEvents = { ...entry.staged, firstEvent: undefined };
  return { ...entry, staged };
}

/** Only the flush, which takes the disk's time, leaves the main thread; the rest is quicker than going there. */
async function appendLine(path: string, line: string): Promise<void> {
  try {
    const file = openSync(path, 'a+', 0o600);
    try {
      const { size } = fstatSync(file);
      const end = endOfLastLine(file, size);
      if (end < size) ftruncateSync(file, end);
      try {
        // Writes until all is written, or throws: a disk that is nearly full takes a part of a line.
        appendFileSync(file, line);
        await flush(file);
      } catch (error) {
        // Half a line must not stay in front of the next one.
        ftruncateSync(file, end);
        throw error;
      }
      if (size === 0) syncFolder(dirname(path));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw storageError(error, 'write', path);
  }
}

/** Bytes up to and including the last line feed. */
function endOfLastLine(file: number, size: number): number {
  const chunk = Buffer.alloc(4096);
  for (let end = size; end > 0; ) {
    // Nearly always the last byte is the line feed, so that one is looked at alone.
    const start = end === size ? end - 1 : Math.max(0, end - chunk.length);
    const bytesRead = readSync(file, chunk, 0, end - start, start);
    const found = chunk.subarray(0, bytesRead).lastIndexOf(LINE_FEED);
    if (found !== -1) return start + found + 1;
    end = start;
  }
  return 0;
}

function readJournal(path: string): readonly WrittenEntry[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return [];
    throw storageError(error, 'read', path);
  }
  // What follows the last line feed is torn, or nothing.
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line, index) => {
    const entry = readEntry(parseJson(line));
    if (entry !== undefined) return entry;
    throw configurationError(
      `Line ${index + 1} of the journal ${path} can't be read.`,
      'What this run sent can no longer be told from it, so it is not continued. Keep the file for support and start a new run.',
    );
  });
}
