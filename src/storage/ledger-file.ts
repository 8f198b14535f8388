import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { CUSTOMER_FILE_TYPES } from '../core/delivery/file-types.ts';
import { configurationError, usageError } from '../core/errors.ts';
import type { AudienceRecord } from '../core/ports/storage.ts';
import { errorCode } from '../core/system-errors.ts';
import { formatCount } from '../core/wording.ts';
import { storageError } from './io-errors.ts';
import { parseJson } from './parse-json.ts';

/** Raised when an older tada could misread the file. */
const VERSION = 1;
/** No header is longer; a file without a line break isn't read to its end. */
const LONGEST_HEADER = 64 * 1024;

const headerSchema = z.strictObject({
  format: z.literal('tada ledger'),
  version: z.literal(VERSION),
  advertiserId: z.string().min(1),
  audienceId: z.string().min(1),
  name: z.string(),
  channel: z.enum(['streaming', 'file']),
  fileType: z.enum(CUSTOMER_FILE_TYPES).optional(),
  /** How the identifiers were normalised before they were hashed. */
  rules: z.strictObject({
    emailRule: z.enum(['standard', 'legacy']),
    phoneRule: z.enum(['plus', 'digits']),
    idfaCase: z.enum(['upper', 'lower']),
  }),
  complete: z.boolean(),
  /** Lines after this one. */
  count: z.int().min(0),
  /** SHA-256 of all bytes after this line, in hex. */
  checksum: z.string().regex(/^[0-9a-f]{64}$/),
});
/** The first line of a ledger file; hashes follow, one a line. */
export type LedgerHeader = z.infer<typeof headerSchema>;

/**
 * Writes a ledger file: the header, then the lines as they are in another file. Rejects with kind `usage` where there
 * is a file of that name, which is never replaced.
 */
export async function writeLedgerFile(
  path: string,
  record: AudienceRecord,
  lines: { readonly path: string; readonly count: number },
): Promise<void> {
  const { advertiserId, audienceId, name, channel, fileType, rules, ledgerComplete } = record;
  const { emailRule, phoneRule, idfaCase } = rules;
  const header: LedgerHeader = {
    format: 'tada ledger',
    version: VERSION,
    advertiserId,
    audienceId,
    name,
    channel,
    ...(fileType === undefined ? {} : { fileType }),
    rules: { emailRule, phoneRule, idfaCase },
    complete: ledgerComplete,
    count: lines.count,
    checksum: (await digestFrom(lines.path, 0)).checksum,
  };
  let isOurs = false;
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 }).on('open', () => {
    isOurs = true;
  });
  try {
    await pipeline(async function* () {
      yield Buffer.from(`${JSON.stringify(header)}\n`);
      yield* createReadStream(lines.path);
    }, file);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      throw usageError(`${path} exists already.`, 'Choose another name, or move that file away first.');
    }
    // Half a ledger is of no use to anybody.
    if (isOurs) rmSync(path, { force: true });
    throw storageError(error, 'write', path);
  }
}

/** The header of a ledger file whose lines are all there, byte for byte. Rejects with kind `configuration`. */
export async function checkLedgerFile(path: string): Promise<LedgerHeader> {
  try {
    const first = await firstLine(path);
    const header = parseHeader(first, path);
    const { checksum, lineBreaks } = await digestFrom(path, Buffer.byteLength(first) + 1);
    if (lineBreaks !== header.count) {
      throw unusable(path, `it has ${formatCount(lineBreaks)} of ${formatCount(header.count)} lines`);
    }
    if (checksum !== header.checksum) throw unusable(path, 'its contents were changed since it was written');
    return header;
  } catch (error) {
    throw storageError(error, 'read', path);
  }
}

async function firstLine(path: string): Promise<string> {
  let start = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { end: LONGEST_HEADER })) {
    start = Buffer.concat([start, chunk]);
    const end = start.indexOf(0x0a);
    if (end !== -1) return start.subarray(0, end).toString('utf8');
  }
  throw unusable(path, 'it has no header');
}

function parseHeader(text: string, path: string): LedgerHeader {
  const value = parseJson(text);
  const isNewer = z
    .object({ format: z.literal('tada ledger'), version: z.number().gt(VERSION) })
    .safeParse(value);
  if (isNewer.success) throw unusable(path, 'it was written by a newer tada');
  const header = headerSchema.safeParse(value);
  if (header.success) return header.data;
  throw unusable(path, 'it is no ledger that tada exported');
}

async function digestFrom(path: string, start: number) {
  const hash = createHash('sha256');
  let lineBreaks = 0;
  for await (const chunk of createReadStream(path, { start, highWaterMark: 1024 * 1024 })) {
    const bytes: Buffer = chunk;
    hash.update(bytes);
    for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) lineBreaks += 1;
  }
  return { checksum: hash.digest('hex'), lineBreaks };
}

function unusable(path: string, why: string) {
  return configurationError(
    `The ledger file ${path} can't be used: ${why}.`,
    'Nothing was changed. Export it once more on the machine it comes from.',
  );
}
