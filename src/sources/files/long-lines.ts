import { open } from 'node:fs/promises';
import { fileError } from './read-bytes.ts';

/**
 * DuckDB's CSV reader loses a line that is longer than its buffer of 32 MB without a word. Such a line has one of
 * these stretches to itself, wherever it begins.
 */
const STRETCH = 8 * 1024 * 1024;

/** Bytes that nearly always hold the end of a line. */
const PROBE = 64 * 1024;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

function endsLine(bytes: Buffer): boolean {
  return bytes.includes(LINE_FEED) || bytes.includes(CARRIAGE_RETURN);
}

/** Looks for stretches without the end of a line in text that comes in pieces. */
export class LongLineFinder {
  #length = 0;
  #hasLongLine = false;

  push(bytes: Buffer): void {
    this.#length = endsLine(bytes) ? 0 : this.#length + bytes.length;
    if (this.#length >= STRETCH / 2) this.#hasLongLine = true;
  }

  get hasLongLine(): boolean {
    return this.#hasLongLine;
  }
}

/** True for a file with a line that may be too long for DuckDB's reader; reads a hundredth of a file without one. */
export async function hasLongLine(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const buffer = Buffer.alloc(PROBE);
      for (let start = 0; start + STRETCH <= size; start += STRETCH) {
        let hasEnd = false;
        for (let place = start; place < start + STRETCH && !hasEnd; place += PROBE) {
          const { bytesRead } = await file.read(buffer, 0, PROBE, place);
          hasEnd = endsLine(buffer.subarray(0, bytesRead));
        }
        if (!hasEnd) return true;
      }
      return false;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(path, error);
  }
}
