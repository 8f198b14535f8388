import { writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { KnownError } from '../../core/errors.ts';
import { errorCode, isDiskFull } from '../../core/system-errors.ts';
import { diskFull } from '../engine-errors.ts';

/** A new private file (mode 0600) that grows at its end; parts may be written at the same time. */
export class AppendFile {
  readonly path: string;
  readonly #handle: FileHandle;
  #size = 0;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** Replaces a file that is there. */
  static async create(path: string): Promise<AppendFile> {
    try {
      return new AppendFile(path, await open(path, 'w', 0o600));
    } catch (error) {
      throw writeError(error, path);
    }
  }

  /** Gives the offset at which the bytes begin. */
  async append(bytes: Uint8Array): Promise<number> {
    const start = this.#size;
    this.#size += bytes.length;
    try {
      for (let written = 0; written < bytes.length; ) {
        const rest = bytes.subarray(written);
        written += (await this.#handle.write(rest, 0, rest.length, start + written)).bytesWritten;
      }
    } catch (error) {
      throw writeError(error, this.path);
    }
    return start;
  }

  /** As {@link append}, for where nothing can be waited for. */
  appendNow(bytes: Uint8Array): number {
    const start = this.#size;
    this.#size += bytes.length;
    try {
      for (let written = 0; written < bytes.length; ) {
        written += writeSync(this.#handle.fd, bytes, written, bytes.length - written, start + written);
      }
    } catch (error) {
      throw writeError(error, this.path);
    }
    return start;
  }

  /** Makes sure that everything is on disk. */
  async sync(): Promise<void> {
    try {
      await this.#handle.sync();
    } catch (error) {
      throw writeError(error, this.path);
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/** What a failed write means. Errors that don't come from the file system are bugs and stay what they are. */
export function writeError(error: unknown, path: string): unknown {
  const code = errorCode(error);
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  if (isDiskFull(code)) return diskFull();
  return new KnownError({
    kind: 'configuration',
    message: `${path} can't be written (${code}).`,
    hint: 'Check that folder and its permissions, or set TADA_HOME to another one.',
    cause: error,
  });
}
