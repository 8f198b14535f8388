import { unreadableFile } from '../engine-errors.ts';
import { CsvReader, type CsvRecord } from './csv-reader.ts';
import type { RecognisedFile } from './recognise-file.ts';

/** How a CSV file is written, and its columns. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly hasHeader: boolean;
  /** Unique without regard to case. */
  readonly columns: readonly string[];
  /** Lines in front of the header: blank ones, and Excel's `sep=;`. */
  readonly skippedLines: number;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Records of the head that are compared when the delimiter is looked for. */
const SNIFFED_RECORDS = 200;

/** A first line like this is data: people export single columns without a header. */
const DATA_LIKE =
  /^\s*(?:[^@\s]+@[^@\s]+\.[^@\s]+|\+?[\d\s().-]{5,}|[0-9a-f]{32,128}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s*$/i;

/** True for a text that is a value of a person rather than the name of a column. */
export function isDataLike(text: string): boolean {
  return DATA_LIKE.test(text);
}

/** Finds delimiter, header and columns in the head of a file. */
export function sniffCsv(file: RecognisedFile): CsvDialect {
  const separatorLine = /^sep=(.)\r?\n/i.exec(file.head);
  const text = file.head.slice(separatorLine?.[0].length ?? 0);
  const delimiter = separatorLine?.[1] ?? findDelimiter(text, file.isWhole);
  const records = readHead(text, delimiter, file.isWhole);
  const blankLines = records.findIndex((record) => !record.isBlank);
  const first = records[blankLines];
  if (first === undefined || first.problem !== undefined) {
    throw unreadableFile(
      file.path,
      first === undefined ? 'has no readable first line.' : `has ${first.problem} in its first line.`,
      'Check the export: the first line should hold the names of the columns.',
    );
  }
  const hasHeader = !first.fields.some((field) => field !== null && isDataLike(field));
  const columns = hasHeader ? nameColumns(first.fields) : first.fields.map((_, index) => `column${index}`);
  const skippedLines = blankLines + (separatorLine === null ? 0 : 1);
  return { delimiter, hasHeader, columns, skippedLines };
}

function readHead(text: string, delimiter: string, isWhole: boolean): readonly CsvRecord[] {
  const reader = new CsvReader(delimiter);
  const records = reader.push(text);
  return isWhole || records.length === 0 ? [...records, ...reader.finish()] : records;
}

/**
 * The delimiter that cuts most records into as many fields as the first one. Without a candidate the file has
 * one column, and the delimiter is one that doesn't occur in it.
 */
function findDelimiter(text: string, isWhole: boolean): string {
  let best = { delimiter: '', agreement: 0, width: 0 };
  for (const delimiter of DELIMITERS) {
    const records = readHead(text, delimiter, isWhole)
      .filter((record) => !record.isBlank)
      .slice(0, SNIFFED_RECORDS);
    const width = records[0]?.fields.length ?? 0;
    if (width < 2) continue;
    const alike = records.filter((record) => record.fields.length === width && record.problem === undefined);
    const agreement = alike.length / records.length;
    if (agreement > best.agreement || (agreement === best.agreement && width > best.width)) {
      best = { delimiter, agreement, width };
    }
  }
  if (best.agreement >= 0.5) return best.delimiter;
  return DELIMITERS.find((delimiter) => !text.includes(delimiter)) ?? ',';
}

/** Trims names, fills in missing ones and numbers repeated ones: `email`, `email_1`. */
export function nameColumns(fields: readonly (string | null)[]): readonly string[] {
  const taken = new Set<string>();
  return fields.map((field, index) => {
    const name = field?.trim() || `column${index}`;
    let unique = name;
    for (let copy = 1; taken.has(unique.toLowerCase()); copy += 1) unique = `${name}_${copy}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
