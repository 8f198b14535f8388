import type { DuckDBConnection } from '@duckdb/node-api';
import { trimText } from '../../core/identifiers/text.ts';
import type { EngineCall } from '../../core/ports/engine.ts';
import { cancelledError, unreadableFile } from '../engine-errors.ts';
import { cellText, isErrorCell } from './cell-text.ts';
import { nameColumns } from './csv-dialect.ts';
import { findHeader, isDataLike } from './header-row.ts';
import { RowAppender } from './row-appender.ts';
import { openWorkbook, type SheetName, type SheetRow } from './workbook.ts';

/** What cells of a column turned out to be, besides text. */
export interface CellCounts {
  readonly column: string;
  /** Cells with a value. */
  readonly filled: number;
  readonly numbers: number;
  /** Whole numbers of ten digits or more: amounts rarely are, phone numbers and ids often. */
  readonly longNumbers: number;
  /** Whole numbers of more than 15 digits; Excel puts zeros for the rest. */
  readonly cutNumbers: number;
  /** Cells that hold one of Excel's errors, and Excel's number of the first such row. */
  readonly errors: number;
  readonly firstError: number;
}

/** A sheet as a table. */
export interface SheetShape {
  readonly sheet: string;
  /** True when it was taken because nobody named one. */
  readonly isChosen: boolean;
  /** Every sheet a person sees. */
  readonly visibleSheets: readonly string[];
  /** Excel's number of the row with the columns' names; 0 where there is none. */
  readonly headerRow: number;
  /** Rows of a title above it. */
  readonly titleRows: number;
  /** Each column's name, and where it stands in the sheet, from 0. */
  readonly columns: readonly { readonly name: string; readonly place: number }[];
  /** Data rows that aren't empty, and how many of them nobody sees in Excel. */
  readonly rows: number;
  readonly hiddenRows: number;
  /** Cells with a formula that was never computed. */
  readonly uncomputed: number;
  readonly cells: readonly CellCounts[];
}

/** Numbers from here on have digits that Excel doesn't keep. */
const FIFTEEN_DIGITS = 1e15;
const TEN_DIGITS = 1e9;

/**
 * Reads a sheet once from top to bottom: only then its width is known. Without a name it is the first visible
 * sheet with rows. Rejects with `source-unreadable`.
 */
export async function examineSheet(
  path: string,
  part: string | undefined,
  call: EngineCall = {},
): Promise<SheetShape> {
  const workbook = await openWorkbook(path, call.signal);
  const sheets = await workbook.sheets();
  const visibleSheets = sheets.filter(({ isHidden }) => !isHidden).map(({ name }) => name);
  const candidates = part === undefined ? visibleSheets : [findSheet(path, sheets, part, visibleSheets)];
  for (const sheet of candidates) {
    const place = sheets.findIndex(({ name }) => name === sheet);
    const { hiddenRows, uncomputed } = await workbook.marks(place);
    const scanned = await scanSheet(workbook.rows(sheet), hiddenRows, call);
    if (scanned !== undefined) {
      return { sheet, isChosen: part === undefined, visibleSheets, uncomputed, ...scanned };
    }
  }
  if (visibleSheets.length === 0) {
    const names = sheets.map(({ name }) => name);
    throw unreadableFile(
      path,
      'has only hidden sheets.',
      `Show the right one in Excel, or name it behind a #, such as #${names[0]}. Its sheets: ${names.join(', ')}.`,
    );
  }
  const which = part === undefined ? 'holds no rows' : `holds no rows in the sheet "${candidates[0]}"`;
  throw unreadableFile(path, `${which}.`, 'Check that the right file was saved.');
}

function findSheet(
  path: string,
  sheets: readonly SheetName[],
  part: string,
  visibleSheets: readonly string[],
): string {
  const key = (name: string) => name.trim().toLowerCase();
  const found =
    sheets.find(({ name }) => name === part) ?? sheets.find(({ name }) => key(name) === key(part));
  if (found !== undefined) return found.name;
  throw unreadableFile(path, `has no sheet "${part}".`, `Its sheets: ${visibleSheets.join(', ')}.`);
}

type Counts = { -readonly [K in keyof Omit<CellCounts, 'column'>]: CellCounts[K] };

/** Rows that are looked at to find the one with the columns' names. */
const FIRST_ROWS = 100;

async function scanSheet(
  rows: AsyncIterable<SheetRow>,
  hiddenRows: ReadonlySet<number>,
  call: EngineCall,
): Promise<Omit<SheetShape, 'sheet' | 'isChosen' | 'visibleSheets' | 'uncomputed'> | undefined> {
  const firstRows: SheetRow[] = [];
  let header: SheetHeader | undefined;
  let count = 0;
  let hidden = 0;
  const counts: Counts[] = [];
  const take = (row: SheetRow) => {
    count += 1;
    if (hiddenRows.has(row.number)) hidden += 1;
    countCells(counts, row);
  };
  for await (const row of rows) {
    if (call.signal?.aborted) throw cancelledError();
    if (row.cells.every((cell) => cellText(cell) === null && !isErrorCell(cell))) continue;
    if (header !== undefined) {
      take(row);
      continue;
    }
    firstRows.push(row);
    if (firstRows.length < FIRST_ROWS) continue;
    header = sheetHeader(firstRows);
    for (const each of header.below) take(each);
  }
  if (firstRows.length === 0) return undefined;
  if (header === undefined) {
    header = sheetHeader(firstRows);
    for (const each of header.below) take(each);
  }
  const { names, headerRow, titleRows } = header;
  const width = Math.max(counts.length, names.findLastIndex((name) => name !== null) + 1);
  const all = nameColumns(Array.from({ length: width }, (_, place) => names[place] ?? null));
  // A column with neither a name nor a value is a gap beside the table.
  const columns = all
    .map((name, place) => ({ name, place }))
    .filter(({ place }) => trimText(names[place] ?? '') !== '' || isUsed(counts[place]));
  const cells = columns.map(({ name, place }) => ({ column: name, ...(counts[place] ?? NO_CELLS) }));
  return { headerRow, titleRows, columns, rows: count, hiddenRows: hidden, cells };
}

interface SheetHeader {
  readonly names: readonly (string | null)[];
  readonly headerRow: number;
  readonly titleRows: number;
  /** Data rows among the first ones. */
  readonly below: readonly SheetRow[];
}

function sheetHeader(rows: readonly SheetRow[]): SheetHeader {
  const texts = rows.map(({ cells }) => cells.map(cellText));
  const place = findHeader(texts);
  const names = texts[place] ?? [];
  if (names.some((text) => text !== null && isDataLike(text))) {
    return { names: [], headerRow: 0, titleRows: 0, below: rows };
  }
  return { names, headerRow: rows[place]?.number ?? 0, titleRows: place, below: rows.slice(place + 1) };
}

const NO_CELLS: Omit<CellCounts, 'column'> = {
  filled: 0,
  numbers: 0,
  longNumbers: 0,
  cutNumbers: 0,
  errors: 0,
  firstError: 0,
};

function isUsed(counts: Counts | undefined): boolean {
  return counts !== undefined && counts.filled + counts.errors > 0;
}

function countCells(counts: Counts[], { number, cells }: SheetRow): void {
  for (const [place, cell] of cells.entries()) {
    if (cell === null || cell === '') continue;
    for (let missing = counts.length; missing <= place; missing += 1) counts.push({ ...NO_CELLS });
    const own = counts[place];
    if (own === undefined) continue;
    if (isErrorCell(cell)) {
      if (own.errors === 0) own.firstError = number;
      own.errors += 1;
      continue;
    }
    own.filled += 1;
    if (typeof cell !== 'number') continue;
    own.numbers += 1;
    if (!Number.isInteger(cell)) continue;
    if (Math.abs(cell) >= TEN_DIGITS) own.longNumbers += 1;
    if (Math.abs(cell) >= FIFTEEN_DIGITS) own.cutNumbers += 1;
  }
}

/** Reads the sheet's rows into a loaded table; empty rows mean nothing. */
export async function loadSheet(
  connection: DuckDBConnection,
  table: string,
  path: string,
  shape: SheetShape,
  call: EngineCall = {},
): Promise<void> {
  const workbook = await openWorkbook(path, call.signal);
  const appender = await RowAppender.open(connection, table, shape.columns.length);
  for await (const { number, cells } of workbook.rows(shape.sheet)) {
    if (call.signal?.aborted) throw cancelledError();
    if (number <= shape.headerRow) continue;
    if (!cells.some((cell) => cell !== null && cell !== '')) continue;
    appender.append(shape.columns.map(({ place }) => cellText(cells[place] ?? null)));
  }
  appender.close();
}
