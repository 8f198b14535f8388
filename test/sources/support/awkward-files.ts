import { deflateSync, gzipSync } from 'node:zlib';
import { type SheetSpec, workbookBytes } from './workbook-bytes.ts';

/**
 * Files as they come, in combinations that no single test is about. Always the same bytes; written to a
 * temporary folder where they are needed.
 */
export interface AwkwardFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Several files are read as one table. */
  readonly others?: Readonly<Record<string, Uint8Array>>;
  readonly expected:
    | { readonly refused: string }
    | {
        readonly columns: readonly string[];
        /** All rows, or how many there are. */
        readonly rows: readonly (readonly (string | null)[])[] | number;
        readonly unreadable?: number;
        /** Lines of the first unreadable rows. */
        readonly lines?: readonly number[];
        readonly notes?: readonly string[];
      };
}

const text = (content: string) => Buffer.from(content);
const latin = (content: string) => Buffer.from(content, 'latin1');
const wide = (content: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(content, 'utf16le')]);
const wideBig = (content: string) =>
  Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(content, 'utf16le').swap16()]);
const sheet = (...rows: SheetSpec['rows']) => workbookBytes([{ name: 'Sheet1', rows }]);

/** More than the part of a file that is looked at to tell what it is. */
const LONG = 'ann@example.com;Rome\n'.repeat(20_000);

export const AWKWARD_FILES: readonly AwkwardFile[] = [
  {
    name: 'excel-unicode-text.txt',
    bytes: wide('E-Mail\tOrt\r\nzoë@example.com\tKöln\r\n"a""b"\t"zwei\r\nZeilen"\r\n'),
    expected: {
      columns: ['E-Mail', 'Ort'],
      rows: [
        ['zoë@example.com', 'Köln'],
        ['a"b', 'zwei\r\nZeilen'],
      ],
    },
  },
  {
    name: 'named-separator-in-utf16.csv',
    bytes: wideBig('sep=;\r\nemail;phone\r\nann@example.com;0012\r\n'),
    expected: { columns: ['email', 'phone'], rows: [['ann@example.com', '0012']] },
  },
  {
    name: 'marked-and-packed.csv.gz',
    bytes: gzipSync('\ufeffemail;city\r\nann@example.com;Köln\r\n'),
    expected: { columns: ['email', 'city'], rows: [['ann@example.com', 'Köln']] },
  },
  {
    name: 'repeated-names-in-latin-1.csv',
    bytes: latin('Name;name;;NAME\nJos\xe9;a;b;c\nZo\xeb;d;e\n'),
    expected: {
      columns: ['Name', 'name_1', 'column2', 'NAME_2'],
      rows: [['José', 'a', 'b', 'c']],
      unreadable: 1,
      lines: [3],
    },
  },
  {
    name: 'mac-line-ends-in-quotes.csv',
    bytes: text('a,b\r"x\ry",1\rz,2\rshort\rw,3\r'),
    expected: {
      columns: ['a', 'b'],
      rows: [
        ['x\ry', '1'],
        ['z', '2'],
        ['w', '3'],
      ],
      unreadable: 1,
      lines: [5],
    },
  },
  {
    name: 'delimiter-in-quoted-header.csv',
    bytes: text('"Name, first","e;mail"\n"Doe, Jane",jane@example.com\n'),
    expected: { columns: ['Name, first', 'e;mail'], rows: [['Doe, Jane', 'jane@example.com']] },
  },
  {
    name: 'bars-and-ragged.csv',
    bytes: text('a|b|c\n1|2|3\n1|2\n1|2|3|4\n\n5|6|7\n'),
    expected: {
      columns: ['a', 'b', 'c'],
      rows: [
        ['1', '2', '3'],
        ['5', '6', '7'],
      ],
      unreadable: 2,
      lines: [3, 4],
    },
  },
  {
    name: 'delimiters-behind-the-last-value.csv',
    bytes: text('a,b\n1,2,\n3,4,,,\n5,6\n'),
    expected: {
      columns: ['a', 'b'],
      rows: [
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
    },
  },
  {
    name: 'header-only-and-marked.csv',
    bytes: text('\ufeffemail;phone'),
    expected: { columns: ['email', 'phone'], rows: [] },
  },
  {
    name: 'header-only.xlsx',
    bytes: sheet(['email', 'phone']),
    expected: { columns: ['email', 'phone'], rows: [] },
  },
  {
    name: 'nul-in-the-first-part.csv',
    bytes: text('email;city\nann@example.com;Ro\0me\n'),
    expected: { refused: 'has zero bytes in its text, the first in line 2' },
  },
  {
    name: 'nul-in-the-middle.csv',
    bytes: text(`email;city\n${LONG}bob@example.com;Bo\0nn\n${LONG}`),
    expected: { columns: ['email', 'city'], rows: 40_001 },
  },
  {
    name: 'picture-named.csv',
    bytes: Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), deflateSync(text(LONG))]),
    expected: { refused: 'is not a text file' },
  },
  { name: 'empty.csv.gz', bytes: gzipSync(''), expected: { refused: 'is empty' } },
  {
    name: 'two-packed-in-one.csv.gz',
    bytes: Buffer.concat([gzipSync('a,b\n1,2\n'), gzipSync('3,4\n')]),
    expected: {
      columns: ['a', 'b'],
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
    },
  },
  {
    name: 'missing-keys.ndjson.gz',
    bytes: gzipSync('{"email":"ann@example.com"}\n{"phone":14155550101,"email":null}\nnot json\n{}\n'),
    expected: {
      columns: ['email', 'phone'],
      rows: [
        ['ann@example.com', null],
        [null, '14155550101'],
        [null, null],
      ],
      unreadable: 1,
      lines: [3],
    },
  },
  {
    name: 'array.json.gz',
    bytes: gzipSync('[\n  {"id": 9007199254740993, "tags": ["a", "b"]},\n  {"id": "0012"}\n]\n'),
    expected: {
      columns: ['id', 'tags'],
      rows: [
        ['9007199254740993', '["a","b"]'],
        ['0012', null],
      ],
    },
  },
  {
    name: 'other-order-1.csv',
    bytes: text('phone,email\n+14155550101,ann@example.com\nshort\n'),
    others: {
      'other-order-2.tsv': latin('Email\tcity\tphone\nbob@example.com\tK\xf6ln\t+14155550102\n'),
      'other-order-3.ndjson': text('{"city":"Rome","email":"cid@example.com"}\n'),
      'other-order-4.xlsx': sheet(['CITY', 'phone'], ['Bonn', 14155550104]),
    },
    expected: {
      columns: ['phone', 'email', 'city'],
      rows: [
        ['+14155550101', 'ann@example.com', null],
        ['+14155550102', 'bob@example.com', 'Köln'],
        [null, 'cid@example.com', 'Rome'],
        ['14155550104', null, 'Bonn'],
      ],
      unreadable: 1,
      lines: [3],
      notes: ['spreadsheet-numbers'],
    },
  },
  {
    name: 'exponents-in-utf16.csv',
    bytes: wide('phone\tcity\n4,91512E+11\tBonn\n+4915123456789\tKöln\n'),
    expected: {
      columns: ['phone', 'city'],
      rows: [
        ['4,91512E+11', 'Bonn'],
        ['+4915123456789', 'Köln'],
      ],
      notes: ['spreadsheet-numbers'],
    },
  },
  {
    name: 'title-rows-and-notes.xlsx',
    bytes: workbookBytes([
      { name: 'Notes', state: 'veryHidden', rows: [['n'], ['x']] },
      {
        name: 'List',
        rows: [
          ['email', null, 'since'],
          ['ann@example.com', null, { date: 45000.25 }, 'a note'],
        ],
      },
      { name: 'More', rows: [['email'], ['bob@example.com']] },
    ]),
    expected: {
      columns: ['email', 'since', 'column3'],
      rows: [['ann@example.com', '2023-03-15T06:00:00', 'a note']],
      notes: ['sheet-chosen'],
    },
  },
];
