import { createReadStream } from 'node:fs';
import type { StreamedBody } from './http.ts';

/**
 * Between the parts of a form. It need not be random here: a customer file is made of hexadecimal digits,
 * commas, line feeds and TikTok's column names, none of which holds a hyphen.
 */
const BOUNDARY = 'tada-customer-file';

export interface FileForm {
  /** Plain fields, which come before the file. */
  readonly fields: Readonly<Record<string, string>>;
  /** `name` is what the server is told; `bytes` is the exact size of what lies under `path`. */
  readonly file: { readonly path: string; readonly name: string; readonly bytes: number };
  /** Called with the bytes sent so far, from 0 again when the form is sent again. */
  readonly onSent?: ((bytes: number) => void) | undefined;
}

/** A multipart form with one file in the field `file`, read from disk piece by piece while it is sent. */
export function fileForm({ fields, file, onSent }: FileForm): StreamedBody {
  const head = Buffer.from(
    [
      ...Object.entries(fields).map(([name, value]) => `${opening(`name="${name}"`)}\r\n${value}\r\n`),
      `${opening(`name="file"; filename="${file.name}"`)}Content-Type: text/csv\r\n\r\n`,
    ].join(''),
  );
  const tail = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    length: head.length + file.bytes + tail.length,
    async *open() {
      let sent = 0;
      const told = (piece: Uint8Array) => {
        sent += piece.length;
        onSent?.(sent);
        return piece;
      };
      yield told(head);
      for await (const chunk of createReadStream(file.path)) yield told(Buffer.from(chunk));
      yield told(tail);
    },
  };
}

function opening(disposition: string): string {
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n`;
}
