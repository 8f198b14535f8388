import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { EngineCall } from '../../core/ports/engine.ts';
import { cancelledError, unreadableFile } from '../engine-errors.ts';
import { LongLineFinder } from './long-lines.ts';
import { fileError } from './read-bytes.ts';

/**
 * Unpacks a file once to see that it is whole. DuckDB takes the end of a file that was cut off for the end of its
 * rows, checks no sums, and gives up on bytes behind the packed ones. Rejects with `source-unreadable`; resolves to
 * whether a line may be too long for DuckDB's CSV reader.
 */
export async function checkGzip(path: string, call: EngineCall = {}): Promise<boolean> {
  const packed = createReadStream(path, { highWaterMark: 1024 * 1024 });
  const unpacked = createGunzip({ chunkSize: 256 * 1024 });
  const lines = new LongLineFinder();
  packed.on('error', (error) => unpacked.destroy(error));
  try {
    for await (const part of packed.pipe(unpacked)) {
      if (call.signal?.aborted) throw cancelledError();
      lines.push(part as Buffer);
    }
  } catch (error) {
    throw fileError(path, error);
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
  if (unpacked.bytesWritten < packed.bytesRead) {
    throw unreadableFile(
      path,
      'has something else behind what is packed in it.',
      'Unpack it and choose the file that comes out.',
    );
  }
  return lines.hasLongLine;
}
