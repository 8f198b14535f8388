import { open, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { unreadableFile } from '../engine-errors.ts';
import { refuseOtherFormats, refuseOtherTexts, startsWith } from './other-formats.ts';
import { fileError, readBytes } from './read-bytes.ts';
import { detectEncoding, isTextWithZeros, markedEncoding, type TextEncoding } from './text-encoding.ts';

/** What a file is, judged by its first bytes; the name only decides where those leave it open. */
export interface RecognisedFile {
  readonly path: string;
  readonly format: 'csv' | 'json' | 'parquet' | 'workbook' | 'database';
  readonly isGzip: boolean;
  readonly encoding: TextEncoding;
  /** True when the text starts with a byte-order mark. */
  readonly hasMark: boolean;
  /** The first part of the text, decoded, without byte-order mark; empty where the file isn't text. */
  readonly head: string;
  /** True when `head` is the whole text. */
  readonly isWhole: boolean;
  /** Changes whenever the file does. */
  readonly stamp: string;
}

/** Bytes of text that are looked at to find out what a file is. */
const HEAD_BYTES = 256 * 1024;

/** Bytes that are looked at where the first line, with the names of the columns, is longer than that. */
const LONG_HEAD_BYTES = 8 * 1024 * 1024;

const SAVE_AS_CSV = 'Save it as CSV (UTF-8) and choose that file.';

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OFFICE = [0xd0, 0xcf, 0x11, 0xe0];
const DUCKDB = [0x44, 0x55, 0x43, 0x4b];
const PARQUET = [0x50, 0x41, 0x52, 0x31];
const GZIP = [0x1f, 0x8b];

/** Looks at a file; rejects with kind `source-unreadable` when it can't be a table. */
export async function recogniseFile(path: string): Promise<RecognisedFile> {
  const stamp = await stampFile(path);
  const raw = await readStart(path, HEAD_BYTES);
  if (raw.length === 0) throw unreadableFile(path, 'is empty.', 'Check that the export has finished.');
  const format = binaryFormat(path, raw);
  if (format !== undefined) {
    return {
      path,
      format,
      isGzip: false,
      encoding: 'utf-8',
      hasMark: false,
      head: '',
      isWhole: false,
      stamp,
    };
  }
  const isGzip = startsWith(raw, GZIP);
  const start = isGzip ? await unpackStart(path, HEAD_BYTES) : raw;
  const isCut = start.length === HEAD_BYTES && !hasLineEnd(start) && !startsLikeJson(start);
  const bytes = isCut ? await (isGzip ? unpackStart : readStart)(path, LONG_HEAD_BYTES) : start;
  if (bytes.length === 0) throw unreadableFile(path, 'is empty.', 'Check that the export has finished.');
  refuseOtherFormats(path, bytes, isGzip);
  const isWhole = bytes.length < (isCut ? LONG_HEAD_BYTES : HEAD_BYTES);
  const encoding = detectEncoding(bytes);
  if (encoding === undefined) throw noText(path, bytes);
  const head = decode(bytes, encoding);
  if (head.trim() === '') throw unreadableFile(path, 'holds nothing but blank lines.', 'Check the export.');
  refuseOtherTexts(path, head);
  return {
    path,
    format: textFormat(path, head, isGzip),
    isGzip,
    encoding,
    hasMark: markedEncoding(bytes) !== undefined,
    head,
    isWhole,
    stamp,
  };
}

/** Identifies the content of a file without reading it: size, time of change, and place on disk. */
export async function stampFile(path: string): Promise<string> {
  try {
    const status = await stat(path, { bigint: true });
    if (status.isDirectory()) {
      throw unreadableFile(path, 'is a folder.', 'Name the files in it one by one.');
    }
    if (!status.isFile()) throw unreadableFile(path, 'is not an ordinary file.', 'Name a file.');
    return `${status.dev}:${status.ino}:${status.size}:${status.mtimeNs}`;
  } catch (error) {
    throw fileError(path, error);
  }
}

async function readStart(path: string, length: number): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(path, error);
  }
}

async function unpackStart(path: string, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of readBytes(path, true)) {
    parts.push(part);
    length += part.length;
    if (length >= most) break;
  }
  return Buffer.concat(parts).subarray(0, most);
}

/** JSON may be written in one line, however much there is. */
function startsLikeJson(bytes: Buffer): boolean {
  return /^\W?\s*[[{]/.test(bytes.subarray(0, 64).toString());
}

function hasLineEnd(bytes: Buffer): boolean {
  return bytes.includes(10) || bytes.includes(13);
}

function binaryFormat(path: string, bytes: Buffer): 'parquet' | 'workbook' | 'database' | undefined {
  if (startsWith(bytes, PARQUET)) return 'parquet';
  // The header's checksum stands in front of the sign.
  if (startsWith(bytes.subarray(8), DUCKDB)) return 'database';
  if (startsWith(bytes, OFFICE)) throw officeFile(path, bytes);
  return startsWith(bytes, ZIP) ? zipFormat(path, bytes) : undefined;
}

/** Excel's files are archives; so are those of other programs, and archives that hold tables. */
function zipFormat(path: string, bytes: Buffer): 'workbook' {
  if (bytes.includes('xl/workbook.bin') || /\.xlsb$/i.test(path)) {
    throw unreadableFile(
      path,
      'is a binary Excel workbook (.xlsb).',
      'Save it as .xlsx and choose that file.',
    );
  }
  if (bytes.includes('application/vnd.oasis.opendocument')) {
    throw unreadableFile(path, 'is an OpenDocument file.', 'Save it as .xlsx or CSV and choose that file.');
  }
  if (bytes.includes('xl/') || /\.xls[xm]$/i.test(path)) return 'workbook';
  if (bytes.includes('[Content_Types].xml')) {
    throw unreadableFile(path, 'is an Office document, but no Excel workbook.', SAVE_AS_CSV);
  }
  throw unreadableFile(path, 'is a ZIP archive.', 'Unpack it and name the file inside.');
}

/** Office's old container: also of new workbooks once they have a password. */
function officeFile(path: string, bytes: Buffer): Error {
  if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) || /\.xls[xm]$/i.test(path)) {
    return unreadableFile(
      path,
      'is an Excel workbook with a password.',
      'Save a copy without the password (File, Info, Protect Workbook) and choose that file.',
    );
  }
  return unreadableFile(
    path,
    'is an old Excel or Office document.',
    'Save it as .xlsx or as CSV (UTF-8) and choose that file.',
  );
}

function noText(path: string, bytes: Buffer): Error {
  if (isTextWithZeros(bytes)) {
    const line = 1 + bytes.subarray(0, bytes.indexOf(0)).filter((byte) => byte === 10).length;
    return unreadableFile(
      path,
      `has zero bytes in its text, the first in line ${line}.`,
      'Export it again as CSV (UTF-8); programs that fill values up with zeros have a setting for it.',
    );
  }
  return unreadableFile(
    path,
    'is not a text file that tada can read.',
    'CSV, TSV, JSON, NDJSON (each also with .gz), Excel (.xlsx), Parquet and DuckDB files work.',
  );
}

function decode(bytes: Buffer, encoding: TextEncoding): string {
  return new TextDecoder(encoding).decode(bytes, { stream: true });
}

/** What JSON begins with: an object, or a list of them. */
const JSON_START = /^\s*(?:\[\s*)?\{\s*(?:"|\})/;

/** The contents decide: exports are called .csv whatever they are. */
function textFormat(path: string, head: string, isGzip: boolean): 'csv' | 'json' {
  if (JSON_START.test(head)) return 'json';
  const name = isGzip ? path.replace(/\.gz(?:ip)?$/i, '') : path;
  const extension = extname(name).toLowerCase();
  const hasRecords = /^\s*[[{]/m.test(head);
  return hasRecords && ['.json', '.ndjson', '.jsonl'].includes(extension) ? 'json' : 'csv';
}
