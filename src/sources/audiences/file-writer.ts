import { createHash, type Hash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { CustomerFile } from '../../core/delivery/file-types.ts';
import { configurationError, KnownError } from '../../core/errors.ts';
import { errorCode, isDiskFull } from '../../core/system-errors.ts';
import { diskFull } from '../engine-errors.ts';

const LINE_FEED = 0x0a;

interface OpenFile {
  readonly descriptor: number;
  readonly name: string;
  readonly md5: Hash;
  bytes: number;
  lines: number;
}

/**
 * Writes lines into as many files as the size needs, each with the header in front, and takes each one's MD5
 * on the way. A file is cut between two lines only. `name` makes a file's name of its number, from 1.
 */
export class FileWriter {
  readonly #folder: string;
  readonly #header: Buffer;
  readonly #maximumBytes: number;
  readonly #files: CustomerFile[] = [];
  #open: OpenFile | undefined;

  constructor(folder: string, header: string, maximumBytes: number) {
    this.#folder = folder;
    this.#header = Buffer.from(header);
    this.#maximumBytes = maximumBytes;
    inFolder(() => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { mode: 0o700 });
    });
  }

  /** Whole lines, the last one ended as well. */
  add(text: string): void {
    let rest = Buffer.from(text);
    while (rest.length > 0) {
      const file = this.#open ?? this.#start();
      const room = this.#maximumBytes - file.bytes;
      if (rest.length <= room) {
        this.#write(file, rest);
        return;
      }
      let end = room > 0 ? rest.lastIndexOf(LINE_FEED, room - 1) + 1 : 0;
      // A limit that not even one line fits under is no reason to lose the line.
      if (end === 0 && file.lines === 0) end = rest.indexOf(LINE_FEED) + 1;
      if (end > 0) this.#write(file, rest.subarray(0, end));
      rest = rest.subarray(end);
      this.#finish();
    }
  }

  /** The files in their order; none when nothing was added. */
  end(): readonly CustomerFile[] {
    this.#finish();
    return this.#files;
  }

  /** Lets go of a file that can't be finished. */
  abandon(): void {
    if (this.#open !== undefined) closeSync(this.#open.descriptor);
    this.#open = undefined;
  }

  #start(): OpenFile {
    const name = `customers-${this.#files.length + 1}.csv`;
    const descriptor = inFolder(() => openSync(join(this.#folder, name), 'wx', 0o600));
    const file: OpenFile = { descriptor, name, md5: createHash('md5'), bytes: 0, lines: 0 };
    this.#open = file;
    this.#write(file, this.#header);
    file.lines = 0;
    return file;
  }

  #write(file: OpenFile, bytes: Buffer): void {
    inFolder(() => {
      // One call may write a part only, as on a disk that is nearly full.
      for (let from = 0; from < bytes.length; from += writeSync(file.descriptor, bytes, from));
    });
    file.md5.update(bytes);
    file.bytes += bytes.length;
    file.lines += countLines(bytes);
  }

  #finish(): void {
    const file = this.#open;
    if (file === undefined) return;
    const { name, bytes, lines } = file;
    inFolder(() => closeSync(file.descriptor));
    this.#open = undefined;
    this.#files.push({ path: join(this.#folder, name), name, bytes, lines, md5: file.md5.digest('hex') });
  }
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) lines += 1;
  return lines;
}

/** What a disk refuses, in words; the path would say nothing that helps. */
export function inFolder<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const code = errorCode(error);
    if (error instanceof KnownError || code === undefined || !/^E[A-Z0-9]+$/.test(code)) throw error;
    if (isDiskFull(code)) throw diskFull();
    throw configurationError(
      `The customer files of the run can't be written (${code}).`,
      'Check that the folder where tada keeps its runs can be written to, then go on.',
    );
  }
}
