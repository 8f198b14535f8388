import { createHash } from 'node:crypto';
import { Refusal } from './answers.ts';
import type { Identifier } from './audience-members.ts';
import { hashProblem } from './hashes.ts';

/** What a single-type file holds: one hash a line, without a header. The file API says GAID, not AAID. */
export const FILE_TYPES = [
  'EMAIL_SHA256',
  'PHONE_SHA256',
  'IDFA_SHA256',
  'IDFA_MD5',
  'GAID_SHA256',
  'GAID_MD5',
  'FIRST_SHA256',
  'FIRST_MD5',
  'MAID_SHA256',
  'MAID_MD5',
  'MULTIPLE_TYPES',
] as const;
export type FileType = (typeof FILE_TYPES)[number];

/** Columns of a `MULTIPLE_TYPES` file; TikTok doesn't mind their case. */
const COLUMNS = new Map([
  ['email_sha256', 'EMAIL_SHA256'],
  ['phone_sha256', 'PHONE_SHA256'],
  ['maid', 'MAID'],
  ['maid_sha256', 'FIRST_SHA256'],
  ['maid_md5', 'FIRST_MD5'],
]);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `FIRST_…` and `MAID_…` are two names of one type (their numbers are the same). */
export function audienceFileType(type: FileType): string {
  return type.replace('MAID_', 'FIRST_');
}

/**
 * The people of a customer file, line by line. Throws 40909 at the first line that isn't what
 * `calculate_type` says. Hashes may be in upper case here, other than in streaming.
 */
export function* readCustomerFile(bytes: Buffer, type: FileType): Generator<Identifier[]> {
  const lines = readLines(bytes);
  if (type !== 'MULTIPLE_TYPES') {
    for (const line of lines) yield [identifier(audienceFileType(type), line)];
    return;
  }
  const columns = readHeader(lines.next().value ?? '');
  for (const line of lines) {
    const cells = line.split(',');
    if (cells.length !== columns.length) throw mismatch();
    const person = columns.flatMap((column, position) => {
      const cell = cells[position] ?? '';
      return cell === '' ? [] : [identifier(column, cell)];
    });
    // A line without anything is not an error TikTok documents, but it is nobody.
    if (person.length === 0) throw mismatch();
    yield person;
  }
}

function readHeader(line: string): string[] {
  const columns = line.split(',').map((name) => {
    const column = COLUMNS.get(name.toLowerCase());
    if (column === undefined) throw mismatch();
    return column;
  });
  if (new Set(columns).size < columns.length) throw mismatch();
  return columns;
}

/** A blank line is passed on, and refused as any line that holds no hash; only the last line end is free. */
function* readLines(bytes: Buffer): Generator<string, undefined> {
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end < 0 ? bytes.length : end;
    const line = bytes.toString('latin1', start, stop);
    yield line.endsWith('\r') ? line.slice(0, -1) : line;
    start = stop + 1;
  }
}

function identifier(type: string, text: string): Identifier {
  if (type === 'MAID') {
    if (!UUID.test(text)) throw mismatch();
    // A plain device id is kept as its hash, as everything is here.
    return ['MAID', createHash('sha256').update(text.toLowerCase()).digest('hex')];
  }
  const hash = text.toLowerCase();
  if (hashProblem(hash, type.endsWith('_MD5') ? 'MD5' : 'SHA256') !== undefined) throw mismatch();
  return [type, hash];
}

function mismatch(): Refusal {
  return new Refusal(40909, 'File content does not match calculate_type.');
}
