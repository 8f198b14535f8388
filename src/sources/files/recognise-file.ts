import { open, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { unreadableFile } from '../engine-errors.ts';
import { fileError, readBytes } from './read-bytes.ts';
import { Utf8Counter } from './utf8-counter.ts';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

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

const SAVE_AS_CSV = 'Save it as CSV (UTF-8) and choose that file.';

/** Files that people pick by mistake, by their first bytes. */
const NOT_TABLES: readonly {
  readonly start: readonly number[];
  readonly problem: string;
  readonly hint: string;
}[] = [
  { start: [0x25, 0x50, 0x44, 0x46], problem: 'is a PDF document.', hint: 'Ask for the data as CSV.' },
  {
    start: [0x28, 0xb5, 0x2f, 0xfd],
    problem: 'is compressed with zstd.',
    hint: 'Unpack it first, or pack it with gzip.',
  },
  {
    start: [0x42, 0x5a, 0x68],
    problem: 'is compressed with bzip2.',
    hint: 'Unpack it first, or pack it with gzip.',
  },
  {
    start: [0xfd, 0x37, 0x7a, 0x58, 0x5a],
    problem: 'is compressed with xz.',
    hint: 'Unpack it first, or pack it with gzip.',
  },
  { start: [0x37, 0x7a, 0xbc, 0xaf], problem: 'is a 7-Zip archive.', hint: 'Unpack it first.' },
  { start: [0x52, 0x61, 0x72, 0x21], problem: 'is a RAR archive.', hint: 'Unpack it first.' },
  {
    start: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65],
    problem: 'is a SQLite database.',
    hint: 'Export the table as CSV or Parquet.',
  },
  {
    start: [0x50, 0x41, 0x52, 0x45],
    problem: 'is an encrypted Parquet file.',
    hint: 'Write it without encryption.',
  },
  {
    start: [0x4f, 0x62, 0x6a, 0x01],
    problem: 'is an Avro file.',
    hint: 'Export the data as Parquet or CSV.',
  },
  { start: [0x4f, 0x52, 0x43], problem: 'is an ORC file.', hint: 'Export the data as Parquet or CSV.' },
  { start: [0xff, 0xfe, 0x00, 0x00], problem: 'is written in UTF-32.', hint: SAVE_AS_CSV },
];

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OFFICE = [0xd0, 0xcf, 0x11, 0xe0];
const DUCKDB = [0x44, 0x55, 0x43, 0x4b];
const PARQUET = [0x50, 0x41, 0x52, 0x31];
const GZIP = [0x1f, 0x8b];

function startsWith(bytes: Buffer, start: readonly number[]): boolean {
  return bytes.length >= start.length && start.every((byte, index) => bytes[index] === byte);
}

/** Looks at a file; rejects with kind `source-unreadable` when it can't be a table. */
export async function recogniseFile(path: string): Promise<RecognisedFile> {
  const stamp = await stampFile(path);
  const raw = await readStart(path);
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
  const bytes = isGzip ? await unpackStart(path) : raw;
  if (bytes.length === 0) throw unreadableFile(path, 'is empty.', 'Check that the export has finished.');
  refuseOtherFormats(path, bytes);
  const isWhole = bytes.length < HEAD_BYTES;
  const encoding = detectEncoding(path, bytes);
  const head = decode(bytes, encoding);
  if (head.trim() === '') throw unreadableFile(path, 'holds nothing but blank lines.', 'Check the export.');
  return {
    path,
    format: textFormat(path, head, isGzip),
    isGzip,
    encoding,
    hasMark: hasMark(bytes),
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

async function readStart(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(path, error);
  }
}

async function unpackStart(path: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of readBytes(path, true)) {
    parts.push(part);
    length += part.length;
    if (length >= HEAD_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, HEAD_BYTES);
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

function refuseOtherFormats(path: string, bytes: Buffer): void {
  const other = NOT_TABLES.find(({ start }) => startsWith(bytes, start));
  if (other !== undefined) throw unreadableFile(path, other.problem, other.hint);
}

function detectEncoding(path: string, bytes: Buffer): TextEncoding {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return 'utf-8';
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  const wide = detectWide(bytes);
  if (wide !== undefined) return wide;
  if (bytes.includes(0)) throw binaryFile(path);
  const counter = new Utf8Counter();
  counter.push(bytes);
  if (counter.isMostlyUtf8) return 'utf-8';
  if (controlShare(bytes) > 0.01) throw binaryFile(path);
  return 'windows-1252';
}

function hasMark(bytes: Buffer): boolean {
  return [
    [0xef, 0xbb, 0xbf],
    [0xff, 0xfe],
    [0xfe, 0xff],
  ].some((mark) => startsWith(bytes, mark));
}

/** UTF-16 without its mark: text in Latin letters has a zero in every other byte. */
function detectWide(bytes: Buffer): TextEncoding | undefined {
  const length = Math.min(bytes.length, 4096) & ~1;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < length; index += 2) {
    if (bytes[index] === 0) even += 1;
    if (bytes[index + 1] === 0) odd += 1;
  }
  const pairs = length / 2;
  if (odd > pairs * 0.6 && even < pairs * 0.05) return 'utf-16le';
  if (even > pairs * 0.6 && odd < pairs * 0.05) return 'utf-16be';
  return undefined;
}

function controlShare(bytes: Buffer): number {
  let controls = 0;
  for (const byte of bytes) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) controls += 1;
  return controls / bytes.length;
}

function binaryFile(path: string): Error {
  return unreadableFile(
    path,
    'is not a text file that tada can read.',
    'CSV, TSV, JSON, NDJSON (each also with .gz), Excel (.xlsx), Parquet and DuckDB files work.',
  );
}

function decode(bytes: Buffer, encoding: TextEncoding): string {
  return new TextDecoder(encoding).decode(bytes, { stream: true });
}

function textFormat(path: string, head: string, isGzip: boolean): 'csv' | 'json' {
  const name = isGzip ? path.replace(/\.gz(?:ip)?$/i, '') : path;
  const extension = extname(name).toLowerCase();
  if (['.json', '.ndjson', '.jsonl'].includes(extension)) return 'json';
  if (['.csv', '.tsv', '.tab', '.txt'].includes(extension)) return 'csv';
  return /^\s*(?:\[\s*)?\{\s*"/.test(head) ? 'json' : 'csv';
}
