import { randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { KnownError } from '../../core/errors.ts';
import { errorCode, isMissing } from '../../core/system-errors.ts';
import { notStaged } from '../audiences/staged-file.ts';
import { AppendFile } from './append-file.ts';
import { deriveFileKey, openUnit } from './unit-cipher.ts';

/**
 * The file of the events' texts: eight bytes that say what it is, a salt of 32, then sealed units. The key of
 * the file is derived from the run's key and the salt, so that a run that is staged twice under one key never
 * uses a key and a nonce again. The units' places are in the staged file, as is the salt: the two belong
 * together.
 */

const MARK = 'tadaEvt1';
const SALT_BYTES = 32;
const HEADER_BYTES = MARK.length + SALT_BYTES;

export interface SealedFile {
  readonly file: AppendFile;
  /** Under which units are sealed. */
  readonly key: Uint8Array;
  /** In hex. */
  readonly salt: string;
}

export async function createSealedFile(path: string, key: Uint8Array): Promise<SealedFile> {
  const salt = randomBytes(SALT_BYTES);
  const file = await AppendFile.create(path);
  try {
    await file.append(Buffer.concat([Buffer.from(MARK), salt]));
  } catch (error) {
    await file.close();
    throw error;
  }
  return { file, key: deriveFileKey(key, salt), salt: salt.toString('hex') };
}

/** Where a unit lies. */
export interface UnitPlace {
  readonly unit: number;
  readonly start: number;
  readonly length: number;
}

/** Reads units of a sealed file. Rejects with kind `safety-stop` when the file or the key isn't the right one. */
export class SealedReader {
  readonly #handle: FileHandle;
  readonly #key: Uint8Array;

  private constructor(handle: FileHandle, key: Uint8Array) {
    this.#handle = handle;
    this.#key = key;
  }

  /** `salt`: what the staged file says. */
  static async open(path: string, key: Uint8Array, salt: string): Promise<SealedReader> {
    const handle = await openToRead(path);
    try {
      const header = await readBytes(handle, 0, HEADER_BYTES);
      const isRight =
        header?.toString('latin1', 0, MARK.length) === MARK && header.toString('hex', MARK.length) === salt;
      if (!isRight) throw changedFile();
      return new SealedReader(handle, deriveFileKey(key, Buffer.from(salt, 'hex')));
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async unit({ unit, start, length }: UnitPlace): Promise<Buffer> {
    const sealed = await readBytes(this.#handle, start, length);
    const plain = sealed === undefined ? undefined : openUnit(this.#key, unit, sealed);
    if (plain === undefined) throw changedFile();
    return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

async function openToRead(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) throw notStaged();
    throw new KnownError({
      kind: 'configuration',
      message: `${path} can't be read (${errorCode(error) ?? 'unknown reason'}).`,
      hint: 'Check that folder and its permissions.',
      cause: error,
    });
  }
}

/** Undefined when the file ends before. */
async function readBytes(handle: FileHandle, start: number, length: number): Promise<Buffer | undefined> {
  const bytes = Buffer.alloc(length);
  for (let read = 0; read < length; ) {
    const { bytesRead } = await handle.read(bytes, read, length - read, start + read);
    if (bytesRead === 0) return undefined;
    read += bytesRead;
  }
  return bytes;
}

function changedFile(): KnownError {
  return new KnownError({
    kind: 'safety-stop',
    message:
      'The sealed events of this run can’t be opened: the file was changed, or the key is not its own.',
    hint: 'Start a new run: it sends only what TikTok did not confirm.',
  });
}
