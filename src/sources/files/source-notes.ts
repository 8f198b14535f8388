import { basename } from 'node:path';
import type { Warning } from '../../core/delivery/events.ts';
import { identifierHint } from '../../core/detection/column-names.ts';
import { formatAmount, formatCount } from '../../core/wording.ts';
import type { CsvDialect } from './csv-dialect.ts';
import type { JsonShape } from './json-source.ts';
import type { CellCounts, SheetShape } from './sheet.ts';
import { GUESSED_NAMES, type TextEncoding } from './text-encoding.ts';

/** What is known of a file that makes its values less than they seem; no values are quoted. */

/** A column that Excel turned into numbers matters where people could be meant by it. */
function looksLikeIdentifiers({ column, numbers, longNumbers }: CellCounts): boolean {
  return identifierHint(column) !== undefined || longNumbers * 2 > numbers;
}

/** About a sheet: which one was taken, numbers that may have been phones or ids, errors. */
export function noteSheet(path: string, shape: SheetShape): readonly Warning[] {
  const file = basename(path);
  const notes: Warning[] = [];
  if (shape.isChosen && shape.visibleSheets.length > 1) {
    notes.push({
      code: 'sheet-chosen',
      message: `${file} has ${formatAmount(shape.visibleSheets.length, 'sheet')}; "${shape.sheet}" is read. To read another one, name it: ${file}#${shape.visibleSheets.find((name) => name !== shape.sheet)}.`,
    });
  }
  if (shape.titleRows > 0) notes.push(titleNote(file, 'row', shape.titleRows, shape.headerRow));
  if (shape.hiddenRows > 0) {
    notes.push({
      code: 'hidden-rows',
      message: `${formatAmount(shape.hiddenRows, 'row')} of the sheet "${shape.sheet}" in ${file} ${shape.hiddenRows === 1 ? 'is' : 'are'} hidden in Excel, by a filter or by hand, and ${shape.hiddenRows === 1 ? 'is' : 'are'} read like the others. To leave them out, copy the rows you see into a sheet of their own.`,
    });
  }
  if (shape.uncomputed > 0) {
    notes.push({
      code: 'spreadsheet-errors',
      message: `${formatAmount(shape.uncomputed, 'cell')} in ${file} ${shape.uncomputed === 1 ? 'holds a formula that was' : 'hold formulas that were'} never computed and ${shape.uncomputed === 1 ? 'counts' : 'count'} as empty. Open the file in Excel and save it again.`,
    });
  }
  for (const counts of shape.cells) {
    if (counts.numbers > 0 && looksLikeIdentifiers(counts)) notes.push(numbersNote(file, counts));
    if (counts.errors > 0) {
      notes.push({
        code: 'spreadsheet-errors',
        message: `${formatAmount(counts.errors, 'cell')} of the column ${counts.column} in ${file} ${counts.errors === 1 ? 'holds' : 'hold'} an error of Excel such as #N/A and ${counts.errors === 1 ? 'counts' : 'count'} as empty; the first is in row ${counts.firstError}.`,
      });
    }
  }
  return notes;
}

function titleNote(file: string, unit: 'row' | 'line', count: number, header: number): Warning {
  return {
    code: 'title-rows',
    message: `The names of the columns of ${file} are in ${unit} ${header}; ${formatAmount(count, unit)} above ${count === 1 ? 'it is' : 'them are'} taken for a title and left out.`,
  };
}

/** About a text file: a title that was passed over, an encoding that had to be guessed. */
export function noteTextFile(path: string, encoding: TextEncoding, dialect: CsvDialect): readonly Warning[] {
  const file = basename(path);
  const notes: Warning[] = [];
  if (dialect.titleLines > 0) {
    notes.push(titleNote(file, 'line', dialect.titleLines, dialect.skippedLines + 1));
  }
  const guessed = GUESSED_NAMES[encoding];
  if (guessed !== undefined) {
    notes.push({
      code: 'encoding-guessed',
      message: `${file} isn't written in UTF-8; it is read as ${guessed}. Where names look wrong, save it as CSV (UTF-8).`,
    });
  }
  return notes;
}

function numbersNote(file: string, { column, numbers, cutNumbers }: CellCounts): Warning {
  const cut =
    cutNumbers === 0
      ? ''
      : ` ${formatAmount(cutNumbers, 'of them has', 'of them have')} more than 15 digits: the last ones are lost.`;
  return {
    code: 'spreadsheet-numbers',
    message: `Excel keeps ${formatAmount(numbers, 'value')} of the column ${column} in ${file} as ${numbers === 1 ? 'a number' : 'numbers'}: leading zeros and a + in front are gone.${cut} Format the column as text and enter the values again if they are phone numbers or ids.`,
  };
}

/** About a JSON file that is one record around a list of them. */
export function noteJson(path: string, { list }: Pick<JsonShape, 'list'>): readonly Warning[] {
  if (list === undefined) return [];
  return [
    {
      code: 'list-inside',
      message: `${basename(path)} holds one record, in which ${list} is a list of records. If those are the rows, save that list alone as a file.`,
    },
  ];
}

/** What is known of one of several files that are read as one table. */
interface JoinedFile {
  readonly path: string;
  readonly columns: readonly { readonly name: string }[];
}

/** Names of columns that are shown. */
const SHOWN_NAMES = 5;

/** About files that have no column in common with the first one, so that each fills columns of its own. */
export function noteJoined([first, ...others]: readonly JoinedFile[]): readonly Warning[] {
  if (first === undefined) return [];
  const names = new Set(first.columns.map(({ name }) => name.toLowerCase()));
  return others
    .filter(({ columns }) => columns.every(({ name }) => !names.has(name.toLowerCase())))
    .map(({ path, columns }) => ({
      code: 'no-shared-columns',
      message: `${basename(path)} has none of the columns of ${basename(first.path)} (${shownNames(first)}); its own (${shownNames({ columns })}) are read beside them. Give the same columns the same names in each file's first line.`,
    }));
}

function shownNames({ columns }: Pick<JoinedFile, 'columns'>): string {
  const names = columns.slice(0, SHOWN_NAMES).map(({ name }) => name);
  return columns.length > SHOWN_NAMES ? `${names.join(', ')}, …` : names.join(', ');
}

/** `limit`: how many rows were looked at, undefined for all. About a text file that went through a spreadsheet: values such as 1.23E+11 have lost their digits. */
export function noteExponents(
  path: string,
  column: string,
  count: number,
  limit: number | undefined,
): Warning {
  const among = limit === undefined ? '' : ` among the first ${formatCount(limit)} rows`;
  return {
    code: 'spreadsheet-numbers',
    message: `${formatAmount(count, 'value')} of the column ${column} in ${basename(path)}${among} ${count === 1 ? 'is' : 'are'} written like 1.23E+11: a spreadsheet took ${count === 1 ? 'it for a number' : 'them for numbers'}, and most digits are lost. Export the file again without opening it in a spreadsheet.`,
  };
}
