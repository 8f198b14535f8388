import type { Cell } from './workbook.ts';

/** What Excel shows where a formula has no value. */
const ERRORS = new Set([
  '#N/A',
  '#REF!',
  '#VALUE!',
  '#DIV/0!',
  '#NAME?',
  '#NULL!',
  '#NUM!',
  '#SPILL!',
  '#CALC!',
  '#FIELD!',
  '#BLOCKED!',
  '#CONNECT!',
  '#BUSY!',
  '#UNKNOWN!',
  '#GETTING_DATA',
]);

export function isErrorCell(cell: Cell): boolean {
  return typeof cell === 'string' && ERRORS.has(cell);
}

/**
 * A cell as text, null for an empty one and for Excel's errors. Whole numbers have all the digits that Excel
 * kept, never an exponent; others the 15 digits that Excel shows. Times are ISO 8601 without a zone, which
 * Excel doesn't know.
 */
export function cellText(cell: Cell): string | null {
  if (cell === null || cell === '' || isErrorCell(cell)) return null;
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  if (typeof cell === 'number') return numberText(cell);
  return timeText(cell);
}

function numberText(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  if (Number.isInteger(value)) return BigInt(value).toString();
  const shown = Number(value.toPrecision(15));
  return Number.isInteger(shown) ? BigInt(shown).toString() : String(shown);
}

function timeText(value: Date): string | null {
  if (Number.isNaN(value.getTime())) return null;
  const text = value.toISOString();
  const day = text.slice(0, text.indexOf('T'));
  const time = text.slice(text.indexOf('T') + 1, -1).replace(/\.000$/, '');
  // A time of day without a day is the day before Excel's first one.
  if (day === '1899-12-31' || day === '1899-12-30') return time;
  return time === '00:00:00' ? day : `${day}T${time}`;
}
