import type { IncomingMessage } from 'node:http';
import { Refusal } from './answers.ts';

export interface MultipartForm {
  readonly fields: Readonly<Record<string, string>>;
  /** The part named `file`, when there was one. */
  readonly file: { readonly name: string; readonly bytes: Buffer; readonly isTooLarge: boolean } | undefined;
}

/** Reads a multipart form; of a file above `maximumBytes` only the beginning is kept. */
export async function readMultipart(request: IncomingMessage, maximumBytes: number): Promise<MultipartForm> {
  if (request.headers['content-type']?.startsWith('multipart/form-data') !== true) {
    throw new Refusal(40002, 'Content-Type must be multipart/form-data.');
  }
  // Loaded here: most runs upload nothing.
  const { default: busboy } = await import('busboy');
  const fields: Record<string, string> = {};
  const chunks: Buffer[] = [];
  let file: { name: string; isTooLarge: boolean } | undefined;
  // preservePath: a client that sends a folder in the name should see it refused, not mended.
  const parser = busboy({
    headers: request.headers,
    preservePath: true,
    limits: { fileSize: maximumBytes, files: 1 },
  });
  await new Promise<void>((resolve, reject) => {
    parser.on('field', (name, value) => {
      fields[name] = value;
    });
    parser.on('file', (name, stream, info) => {
      if (name !== 'file') {
        stream.resume();
        return;
      }
      const received = { name: info.filename ?? '', isTooLarge: false };
      file = received;
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => {
        received.isTooLarge = true;
      });
    });
    parser.on('close', resolve);
    parser.on('error', () => reject(new Refusal(40002, 'The multipart form is broken.')));
    request.on('error', reject);
    request.pipe(parser);
  });
  return { fields, file: file === undefined ? undefined : { ...file, bytes: Buffer.concat(chunks) } };
}
