import { unreadableFile } from '../engine-errors.ts';

/** Files that people pick by mistake, with what to do instead. */

const SAVE_AS_CSV = 'Save it as CSV (UTF-8) and choose that file.';
const UNPACK = 'Unpack it first, or pack it with gzip.';
const AS_PARQUET = 'Export the data as Parquet or CSV.';

interface OtherFormat {
  readonly problem: string;
  readonly hint: string;
}

/** By their first bytes. */
const BY_BYTES: readonly (OtherFormat & { readonly start: readonly number[] })[] = [
  { start: [0x25, 0x50, 0x44, 0x46], problem: 'is a PDF document.', hint: 'Ask for the data as CSV.' },
  { start: [0x28, 0xb5, 0x2f, 0xfd], problem: 'is compressed with zstd.', hint: UNPACK },
  { start: [0x42, 0x5a, 0x68], problem: 'is compressed with bzip2.', hint: UNPACK },
  { start: [0xfd, 0x37, 0x7a, 0x58, 0x5a], problem: 'is compressed with xz.', hint: UNPACK },
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
  { start: [0x4f, 0x62, 0x6a, 0x01], problem: 'is an Avro file.', hint: AS_PARQUET },
  { start: [0x4f, 0x52, 0x43], problem: 'is an ORC file.', hint: AS_PARQUET },
  { start: [0xff, 0xfe, 0x00, 0x00], problem: 'is written in UTF-32.', hint: SAVE_AS_CSV },
];

/** What is found inside of gzip, where only text is read. */
const PACKED: readonly { readonly start: readonly number[]; readonly name: string }[] = [
  { start: [0x1f, 0x8b], name: 'another gzip file' },
  { start: [0x50, 0x41, 0x52, 0x31], name: 'a Parquet file' },
  { start: [0x50, 0x4b, 0x03, 0x04], name: 'an Excel workbook or a ZIP archive' },
];

/** By how their text begins. */
const BY_TEXT: readonly (OtherFormat & { readonly start: RegExp })[] = [
  {
    start: /^\s*<(?:!doctype html|html|head|body|table|meta|div|style)\b/i,
    problem: 'is a web page (HTML), not a table.',
    hint: 'If it should be an export, open it in Excel and save it as .xlsx; if it is a sign-in page, download again.',
  },
  {
    start: /^\s*<\?xml\b/i,
    problem: 'is an XML file.',
    hint: 'Open it in Excel and save it as .xlsx or CSV.',
  },
  {
    start: /^\s*BEGIN:VCARD/i,
    problem: 'holds contacts as vCards.',
    hint: 'Export the contacts as CSV instead.',
  },
  { start: /^\{\\rtf/, problem: 'is a rich-text document (RTF).', hint: 'Save it as plain text (UTF-8).' },
];

/** The sign of a tar archive stands behind the name, modes and sizes of its first file. */
const TAR_SIGN = { place: 257, text: 'ustar' } as const;

/** Throws `source-unreadable` for bytes, unpacked ones where `isGzip`, that are of a format tada doesn't read. */
export function refuseOtherFormats(path: string, bytes: Buffer, isGzip: boolean): void {
  const other = BY_BYTES.find(({ start }) => startsWith(bytes, start));
  if (other !== undefined) throw unreadableFile(path, other.problem, other.hint);
  if (bytes.toString('latin1', TAR_SIGN.place, TAR_SIGN.place + TAR_SIGN.text.length) === TAR_SIGN.text) {
    throw unreadableFile(path, 'is a tar archive.', 'Unpack it and name the file inside.');
  }
  const inside = isGzip ? PACKED.find(({ start }) => startsWith(bytes, start)) : undefined;
  if (inside === undefined) return;
  throw unreadableFile(
    path,
    `holds ${inside.name}, packed with gzip.`,
    'Unpack it and choose the file inside.',
  );
}

/** The same for the beginning of a text. */
export function refuseOtherTexts(path: string, head: string): void {
  const other = BY_TEXT.find(({ start }) => start.test(head));
  if (other !== undefined) throw unreadableFile(path, other.problem, other.hint);
}

export function startsWith(bytes: Buffer, start: readonly number[]): boolean {
  return bytes.length >= start.length && start.every((byte, index) => bytes[index] === byte);
}
