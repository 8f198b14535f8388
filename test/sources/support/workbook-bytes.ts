import { zipBytes } from './zip-bytes.ts';

/**
 * Workbooks as Excel writes them, made by hand, so that what reads them is not tested with what belongs to it.
 * A number is written as Excel writes it, so a text such as `1.4155550123E10` may stand for one.
 */
export type CellSpec =
  | string
  | number
  | boolean
  | null
  | { readonly number: string }
  /** Days since 1900, as Excel counts them. */
  | { readonly date: number }
  | { readonly error: string }
  /** Without a text: never computed. */
  | { readonly formula: string; readonly text?: string }
  | { readonly inline: string };

export interface SheetSpec {
  readonly name: string;
  readonly state?: 'hidden' | 'veryHidden';
  /** From the first row on; undefined leaves a row out of the file. */
  readonly rows: readonly (readonly CellSpec[] | undefined)[];
  /** Such as `A2:A3`. */
  readonly merged?: readonly string[];
  /** Excel's numbers of rows that nobody sees. */
  readonly hiddenRows?: readonly number[];
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export function workbookBytes(sheets: readonly SheetSpec[]): Buffer {
  const texts: string[] = [];
  const bodies = sheets.map((sheet) => sheetXml(sheet, texts));
  const list = sheets.map(
    ({ name, state }, index) =>
      `<sheet name="${escapeXml(name)}" sheetId="${index + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${index + 1}"/>`,
  );
  const relation = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
  return zipBytes({
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${sheets
      .map((_, index) => relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`))
      .join(
        '',
      )}${relation('rIdT', 'sharedStrings', 'sharedStrings.xml')}${relation('rIdS', 'styles', 'styles.xml')}</Relationships>`,
    'xl/styles.xml': `${HEAD}<styleSheet xmlns="${MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `${HEAD}<sst xmlns="${MAIN}">${texts.map((text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`).join('')}</sst>`,
    ...Object.fromEntries(bodies.map((body, index) => [`xl/worksheets/sheet${index + 1}.xml`, body])),
  });
}

function sheetXml({ rows, merged = [], hiddenRows = [] }: SheetSpec, texts: string[]): string {
  const body = rows.map((cells, row) => {
    if (cells === undefined) return '';
    const inside = cells.map((cell, place) => cellXml(cell, `${columnLetters(place)}${row + 1}`, texts));
    const hidden = hiddenRows.includes(row + 1) ? ' hidden="1"' : '';
    return `<row r="${row + 1}" spans="1:3"${hidden}>${inside.join('')}</row>`;
  });
  const merges =
    merged.length === 0
      ? ''
      : `<mergeCells>${merged.map((each) => `<mergeCell ref="${each}"/>`).join('')}</mergeCells>`;
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${body.join('')}</sheetData>${merges}</worksheet>`;
}

function cellXml(cell: CellSpec, place: string, texts: string[]): string {
  if (cell === null) return `<c r="${place}" s="1"/>`;
  switch (typeof cell) {
    case 'string':
      texts.push(cell);
      return `<c r="${place}" t="s"><v>${texts.length - 1}</v></c>`;
    case 'number':
      return `<c r="${place}"><v>${cell}</v></c>`;
    case 'boolean':
      return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  }
  if ('number' in cell) return `<c r="${place}"><v>${cell.number}</v></c>`;
  if ('date' in cell) return `<c r="${place}" s="1"><v>${cell.date}</v></c>`;
  if ('error' in cell) return `<c r="${place}" t="e"><v>${cell.error}</v></c>`;
  if ('inline' in cell) return `<c r="${place}" t="inlineStr"><is><t>${escapeXml(cell.inline)}</t></is></c>`;
  const value = cell.text === undefined ? '' : `<v>${escapeXml(cell.text)}</v>`;
  return `<c r="${place}" t="str"><f>${escapeXml(cell.formula)}</f>${value}</c>`;
}

/** 0 is A, 26 is AA. */
function columnLetters(place: number): string {
  const letter = String.fromCharCode(65 + (place % 26));
  return place < 26 ? letter : columnLetters(Math.floor(place / 26) - 1) + letter;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
