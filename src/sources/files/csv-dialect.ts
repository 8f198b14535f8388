import { trimText } from '../../core/identifiers/text.ts';
import { unreadableFile } from '../engine-errors.ts';
import { CsvReader, type CsvRecord } from './csv-reader.ts';
import { findHeader, isDataLike } from './header-row.ts';
import type { RecognisedFile } from './recognise-file.ts';

/** How a CSV file is written, and its columns. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly hasHeader: boolean;
  /** Unique without regard to case. */
  readonly columns: readonly string[];
  /** Lines in front of the header: blank ones, Excel's `sep=;`, and a title. */
  readonly skippedLines: number;
  /** Lines of the title in front of the header, blank ones left out. */
  readonly titleLines: number;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Records of the head that are compared when the delimiter is looked for. */
const SNIFFED_RECORDS = 200;

/** Finds delimiter, header and columns in the head of a file. */
export function sniffCsv(file: RecognisedFile): CsvDialect {
  const separatorLine = /^sep=(.)\r?\n/i.exec(file.head);
  if (!file.isWhole && !/[\r\n]/.test(file.head)) {
    throw unreadableFile(
      file.path,
      'has a first line that is longer than 8 MB.',
      'Check the export: the first line should hold the names of the columns, and each row should end its line.',
    );
  }
  const text = file.head.slice(separatorLine?.[0].length ?? 0);
  const delimiter = separatorLine?.[1] ?? findDelimiter(text, file.isWhole);
  const records = readRows(text, delimiter, file.isWhole);
  const titleLines = findHeader(records.map(({ fields }) => fields));
  const first = records[titleLines];
  if (first === undefined || first.problem !== undefined) {
    throw unreadableFile(
      file.path,
      first === undefined ? 'has no readable first line.' : `has ${first.problem} in its first line.`,
      'Check the export: the first line should hold the names of the columns.',
    );
  }
  refuseQuotedLines(file.path, records.slice(titleLines));
  const hasHeader = !first.fields.some((field) => field !== null && isDataLike(field));
  const columns = hasHeader ? nameColumns(first.fields) : first.fields.map((_, index) => `column${index}`);
  const skippedLines = first.line - 1 + (separatorLine === null ? 0 : 1);
  return { delimiter, hasHeader, columns, skippedLines, titleLines };
}

/** A table with a line's quotes around all of it is what a spreadsheet makes of a file that it didn't take apart. */
function refuseQuotedLines(path: string, records: readonly CsvRecord[]): void {
  if (records.length < 2 || records.some(({ fields }) => fields.length > 1)) return;
  const texts = records.flatMap(({ fields }) => fields.filter((field) => field !== null));
  const isTaken = DELIMITERS.some((delimiter) => {
    const [width = 1, ...others] = texts.map((text) => text.split(delimiter).length);
    return width > 1 && others.every((other) => other === width);
  });
  if (!isTaken) return;
  throw unreadableFile(
    path,
    'has every line in one pair of quotes, so that all of its columns are one.',
    'In Excel use Data, Text to Columns, and save it as CSV (UTF-8) again; or export the file anew.',
  );
}

/** Records of the head that aren't blank. */
function readRows(text: string, delimiter: string, isWhole: boolean): readonly CsvRecord[] {
  return readHead(text, delimiter, isWhole)
    .filter((record) => !record.isBlank)
    .slice(0, SNIFFED_RECORDS);
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
    const all = readRows(text, delimiter, isWhole);
    const records = all.slice(findHeader(all.map(({ fields }) => fields)));
    const width = records[0]?.fields.length ?? 0;
    if (width < 2) continue;
    const fits = (record: CsvRecord | undefined) =>
      record?.fields.length === width && record.problem === undefined;
    const share = records.filter(fits).length / records.length;
    // Notes below a short table can outnumber its rows; two lines that agree are no coincidence.
    const agreement = share < 0.5 && fits(records[0]) && fits(records[1]) ? 0.5 : share;
    if (agreement > best.agreement || (agreement === best.agreement && width > best.width)) {
      best = { delimiter, agreement, width };
    }
  }
  if (best.agreement >= 0.5) return best.delimiter;
  return DELIMITERS.find((delimiter) => !text.includes(delimiter)) ?? ',';
}

/**
 * Trims names, also of marks that nobody sees, fills in missing ones and numbers repeated ones: `email`, `email_1`.
 */
export function nameColumns(fields: readonly (string | null)[]): readonly string[] {
  const taken = new Set<string>();
  return fields.map((field, index) => {
    const name = trimText(field ?? '') || `column${index}`;
    let unique = name;
    for (let copy = 1; taken.has(unique.toLowerCase()); copy += 1) unique = `${name}_${copy}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
