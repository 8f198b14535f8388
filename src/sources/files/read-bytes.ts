import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { errorCode, isMissing } from '../../core/system-errors.ts';
import { unreadableFile } from '../engine-errors.ts';

/** The unpacked bytes of a file, in pieces; what goes wrong is told as `source-unreadable`. */
export async function* readBytes(path: string, isGzip: boolean): AsyncGenerator<Buffer> {
  const packed = createReadStream(path, { highWaterMark: 1024 * 1024 });
  let bytes: Readable = packed;
  if (isGzip) {
    const unpacked = createGunzip();
    packed.on('error', (error) => unpacked.destroy(error));
    bytes = packed.pipe(unpacked);
  }
  try {
    for await (const part of bytes) yield part as Buffer;
  } catch (error) {
    throw fileError(path, error);
  } finally {
    packed.destroy();
    bytes.destroy();
  }
}

/** What the system says about a file, in words. */
export function fileError(path: string, error: unknown): Error {
  if (isMissing(error)) {
    return unreadableFile(
      path,
      'does not exist.',
      'Check the path; it is relative to the profile file.',
      error,
    );
  }
  const code = errorCode(error);
  if (code === 'EACCES' || code === 'EPERM') {
    return unreadableFile(
      path,
      'may not be read by you.',
      'Ask its owner for permission, or copy it.',
      error,
    );
  }
  if (code === 'ELOOP') {
    return unreadableFile(
      path,
      'is a link that leads back to itself.',
      'Name the file it should lead to.',
      error,
    );
  }
  if (code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE') {
    // No file has such a name, so it can't be shown as one either.
    return unreadableFile(
      'The path',
      'is not one that a file can have.',
      'Check the path of the source.',
      error,
    );
  }
  if (code?.startsWith('Z_') === true) {
    return unreadableFile(path, 'is a damaged gzip file.', 'Copy or export it again.', error);
  }
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) {
    return unreadableFile(path, `can't be read (${code}).`, 'Check the disk or the network drive.', error);
  }
  return error instanceof Error ? error : new Error(String(error));
}
