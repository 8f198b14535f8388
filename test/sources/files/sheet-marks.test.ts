import { expect, it } from 'vitest';
import { readSheetMarks } from '../../../src/sources/files/sheet-marks.ts';
import { zipBytes } from '../support/zip-bytes.ts';

/** A workbook of one sheet, with the letters of a namespace in front of every tag. */
function bookOf(letters: string, rows: string): Buffer {
  const tags = (text: string) => text.replaceAll(/<(\/?)(?=\w)/g, `<$1${letters}`);
  return zipBytes({
    'xl/workbook.xml': tags(
      '<workbook><sheets><sheet sheetId="7" name="S" r:id="rId9"/></sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels':
      "<Relationships><Relationship Target='/xl/deep/data.xml' Id='rId9'/></Relationships>",
    'xl/deep/data.xml': tags(
      `<worksheet><cols><col hidden="1"/></cols><sheetData>${rows}</sheetData></worksheet>`,
    ),
  });
}

const marksOf = (bytes: Uint8Array) => {
  const { hiddenRows, uncomputed } = readSheetMarks(bytes, 0);
  return { hiddenRows: [...hiddenRows], uncomputed };
};

it.each(['', 'x:'])(
  'a sheet’s marks are found wherever its unpacked pieces are cut, with tags as <%srow>',
  (letters) => {
    const count = 3000;
    const rows = Array.from({ length: count }, (_, row) => {
      const hidden = row % 5 === 0 ? ' hidden="1"' : row % 5 === 1 ? ' hidden="0"' : '';
      const value = row % 3 === 0 ? `<v>${'7'.repeat(row % 90)}</v>` : '';
      return `<row r="${row + 1}"${hidden}><c r="A${row + 1}" t="str"><f>B${row}&amp;"x"</f>${value}</c><c r="B${row + 1}"/></row>`;
    });
    const numbers = Array.from({ length: count }, (_, row) => row);
    expect(marksOf(bookOf(letters, rows.join('')))).toEqual({
      hiddenRows: numbers.filter((row) => row % 5 === 0).map((row) => row + 1),
      uncomputed: numbers.filter((row) => row % 3 !== 0).length,
    });
  },
);

it('rows without a number follow the one before, and shared formulas without a value count', () => {
  const rows = '<row r="4"/><row hidden="true"/><row><c><f t="shared" si="0"/></c></row>';
  expect(marksOf(bookOf('', rows))).toEqual({ hiddenRows: [5], uncomputed: 1 });
});

it('what isn’t where it usually is has no marks, and neither has what is no workbook', () => {
  const none = { hiddenRows: [], uncomputed: 0 };
  expect(marksOf(zipBytes({ 'xl/workbook.xml': '<workbook/>' }))).toEqual(none);
  expect(marksOf(Buffer.from('email\nann@mail.org\n'))).toEqual(none);
  expect(marksOf(bookOf('', '<row r="1" hidden="1"/>').subarray(0, 200))).toEqual(none);
});
