import { renameSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/core/identifiers/hash.ts';
import { DEFAULT_RULES } from '../../src/core/identifiers/types.ts';
import { engineRig, knownError } from './support/engine-rig.ts';
import { type SheetSpec, workbookBytes } from './support/workbook-bytes.ts';

const rig = engineRig();

const PEOPLE: SheetSpec = {
  name: 'People',
  rows: [
    ['email', 'phone'],
    ['ann@example.com', '+14155550101'],
    ['bob@example.com', '+14155550102'],
  ],
};

function book(name: string, ...sheets: readonly SheetSpec[]): string {
  return rig.file(name, workbookBytes(sheets));
}

async function read(path: string) {
  const { columns, rows } = await rig.engine.sample({ t: [path] }, 'SELECT * FROM t', 100);
  return { names: columns.map(({ name }) => name), rows };
}

async function notes(path: string) {
  const [table] = await rig.engine.inspect({ t: [path] });
  return table?.notes ?? [];
}

describe('a workbook', () => {
  it('is a table when it has one sheet', async () => {
    const path = book('one.xlsx', PEOPLE);
    expect(await read(path)).toEqual({ names: ['email', 'phone'], rows: PEOPLE.rows.slice(1) });
    expect(await notes(path)).toEqual([]);
    expect(await rig.engine.count({ t: [path] }, "SELECT 1 FROM t WHERE email LIKE 'a%'")).toBe(1);
    expect(await rig.engine.parts(path)).toEqual(['People']);
  });

  it('may have any ending, and stands beside files of other kinds', async () => {
    const sheet = book('renamed.csv', PEOPLE);
    const text = rig.file('more.csv', 'phone,email\n+14155550103,cid@example.com\n');
    const sql = 'SELECT email FROM t ORDER BY phone';
    expect((await rig.engine.sample({ t: [sheet, text] }, sql, 9)).rows.flat()).toEqual([
      'ann@example.com',
      'bob@example.com',
      'cid@example.com',
    ]);
  });

  it('keeps numbers to the last digit Excel has, never as an exponent', async () => {
    const path = book('numbers.xlsx', {
      name: 'S',
      rows: [
        ['v'],
        [14155550101],
        [{ number: '1.4155550102E10' }],
        [{ number: '1.2345678901234E+14' }],
        [123456789012345680000],
        [0.30000000000000004],
        [10.5],
        [-3],
      ],
    });
    expect((await read(path)).rows.flat()).toEqual([
      '14155550101',
      '14155550102',
      '123456789012340',
      '123456789012345683968',
      '0.3',
      '10.5',
      '-3',
    ]);
  });

  it('gives times as ISO text, truth values, and what a formula last gave', async () => {
    const path = book('kinds.xlsx', {
      name: 'S',
      rows: [
        ['day', 'moment', 'clock', 'yes', 'formula', 'inline'],
        [
          { date: 46347 },
          { date: 46347.4375 },
          { date: 0.5 },
          true,
          { formula: 'A1&"x"', text: 'dayx' },
          { inline: 'Zoë & Co' },
        ],
      ],
    });
    expect((await read(path)).rows).toEqual([
      ['2026-11-21', '2026-11-21T10:30:00', '12:00:00', 'true', 'dayx', 'Zoë & Co'],
    ]);
    const sql = "SELECT day FROM t WHERE moment > timestamp '2026-11-21 10:00:00'";
    expect((await rig.engine.sample({ t: [path] }, sql, 9)).rows).toEqual([['2026-11-21']]);
  });

  it('has no rows where nothing is, and one value in cells that are merged', async () => {
    const path = book('gaps.xlsx', {
      name: 'S',
      rows: [
        undefined,
        [null, null],
        [null, 'email', null, 'city', null],
        [null, 'ann@example.com', null, 'Rome'],
        [],
        undefined,
        [null, 'bob@example.com', null, null, null],
        [null, '', null, ''],
      ],
      merged: ['D4:D7'],
    });
    expect(await read(path)).toEqual({
      names: ['email', 'city'],
      rows: [
        ['ann@example.com', 'Rome'],
        ['bob@example.com', null],
      ],
    });
  });

  it('names columns as CSV files do: trimmed, numbered, and none where the first row is data', async () => {
    const named = book('named.xlsx', {
      name: 'S',
      rows: [
        [' email ', 'Email', null],
        ['a', 'b', 'c'],
      ],
    });
    expect((await read(named)).names).toEqual(['email', 'Email_1', 'column2']);
    const bare = book('bare.xlsx', { name: 'S', rows: [['ann@example.com'], ['bob@example.com']] });
    expect(await read(bare)).toEqual({
      names: ['column0'],
      rows: [['ann@example.com'], ['bob@example.com']],
    });
  });

  it('is read anew when it changes', async () => {
    const path = book('changing.xlsx', { name: 'S', rows: [['a'], ['x']] });
    expect((await read(path)).names).toEqual(['a']);
    book('next.xlsx', {
      name: 'S',
      rows: [
        ['b', 'c'],
        ['x', 'y'],
      ],
    });
    renameSync(rig.path('next.xlsx'), path);
    expect((await read(path)).names).toEqual(['b', 'c']);
  });

  it('that is large is read in a thread: every row, until it is cancelled, unless it is damaged', async () => {
    // Hashes can't be packed, so this is large enough.
    const rows = Array.from({ length: 16_000 }, (_, row) => [sha256(String(row)), row]);
    const hiddenRows = rows.map((_, row) => row + 2).filter((row) => row % 7 === 0);
    const bytes = workbookBytes([{ name: 'S', rows: [['email', 'n'], ...rows], hiddenRows }]);
    const path = rig.file('large.xlsx', bytes);
    expect((await notes(path)).map(({ message }) => message.split(' are hidden')[0])).toEqual([
      `${hiddenRows.length.toLocaleString('en')} rows of the sheet "S" in large.xlsx`,
    ]);
    expect(bytes.length).toBeGreaterThan(512 * 1024);
    expect(await rig.engine.parts(path)).toEqual(['S']);
    const sql = 'SELECT count(*), sum(n), count(DISTINCT email) FROM t';
    expect((await rig.engine.sample({ t: [path] }, sql, 1)).rows).toEqual([
      ['16000', '127992000.0', '16000'],
    ]);

    const controller = new AbortController();
    const work = rig.engine.count({ t: [path] }, 'SELECT 1 FROM t', { signal: controller.signal });
    controller.abort();
    expect((await knownError(work)).kind).toBe('cancelled');

    const damaged = rig.file('large-damaged.xlsx', Buffer.from(bytes).fill(0, 3000, 200_000));
    expect((await knownError(read(damaged))).message).toBe(`${damaged} is a damaged Excel workbook.`);
  });
});

describe('the sheets of a workbook', () => {
  const path = () =>
    book(
      'sheets.xlsx',
      { name: 'Lists', state: 'hidden', rows: [['country'], ['FR']] },
      { name: 'Cover', rows: [] },
      PEOPLE,
      { name: 'Old #1', rows: [['email'], ['old@example.com']] },
    );

  it('are chosen by name behind a #, also hidden ones; a # in the name is no harm', async () => {
    expect((await read(`${path()}#Old #1`)).rows).toEqual([['old@example.com']]);
    expect((await read(`${path()}#people`)).rows).toHaveLength(2);
    expect((await read(`${path()}#Lists`)).rows).toEqual([['FR']]);
    const odd = book('week #7.xlsx', PEOPLE);
    expect((await read(odd)).rows).toHaveLength(2);
    expect((await read(`${odd}#People`)).rows).toHaveLength(2);
    expect(await rig.engine.parts(`${path()}#Old #1`)).toEqual(['Cover', 'People', 'Old #1']);
  });

  it('are said, where nobody chose: the first that is seen and has rows is taken', async () => {
    expect((await read(path())).rows).toHaveLength(2);
    expect(await notes(path())).toEqual([
      {
        code: 'sheet-chosen',
        message:
          'sheets.xlsx has 3 sheets; "People" is read. To read another one, name it: sheets.xlsx#Cover.',
      },
    ]);
    expect(await notes(`${path()}#People`)).toEqual([]);
  });

  it.each([
    ['#Nobody', 'has no sheet "Nobody"', 'Cover, People, Old #1'],
    ['#Cover', 'holds no rows in the sheet "Cover"', 'right file'],
  ])('that can’t be read are refused by name: %s', async (part, said, hint) => {
    const error = await knownError(read(path() + part));
    expect([error.kind, error.message, error.hint]).toEqual([
      'source-unreadable',
      expect.stringContaining(said),
      expect.stringContaining(hint),
    ]);
  });

  it('have no place in files of one table, nor in a file that isn’t there', async () => {
    const text = rig.file('plain.csv', 'email\nann@example.com\n');
    expect((await knownError(read(`${text}#People`))).message).toContain('plain.csv is one table');
    const missing = await knownError(read(rig.path('nowhere.xlsx#People')));
    expect(missing.message).toBe(`${rig.path('nowhere.xlsx')} does not exist.`);
  });
});

describe('values that a spreadsheet took for numbers', () => {
  it('are counted in columns of phones and ids, with what may be lost', async () => {
    const path = book('lost.xlsx', {
      name: 'S',
      rows: [
        ['Phone', 'customer_id', 'price', 'ref'],
        ['+14155550101', 1234567890123456000, 10.5, 49301234567],
        [4155550102, 7, 7, 49301234568],
      ],
    });
    expect(await notes(path)).toEqual([
      {
        code: 'spreadsheet-numbers',
        message:
          'Excel keeps 1 value of the column Phone in lost.xlsx as a number: leading zeros and a + in front are gone. Format the column as text and enter the values again if they are phone numbers or ids.',
      },
      {
        code: 'spreadsheet-numbers',
        message: expect.stringContaining('2 values of the column customer_id'),
      },
      { code: 'spreadsheet-numbers', message: expect.stringContaining('2 values of the column ref') },
    ]);
    expect((await notes(path))[1]?.message).toContain('1 of them has more than 15 digits');
  });

  it('are found in text files by their exponents, in staged data as well', async () => {
    const path = rig.file(
      'exported.csv',
      'phone;note;code\n1.41556E+10;1E+3;x\n"4,93E+11";2.5;E+10\n+14155550101;7;1.5E+1\n',
    );
    const expected = [
      {
        code: 'spreadsheet-numbers',
        message:
          '2 values of the column phone in exported.csv are written like 1.23E+11: a spreadsheet took them for numbers, and most digits are lost. Export the file again without opening it in a spreadsheet.',
      },
    ];
    expect(await notes(path)).toEqual(expected);
    const staged = await rig.engine.stageAudience({
      tables: { t: [path] },
      sql: "SELECT regexp_replace(phone, '[^0-9]') AS phone FROM t",
      slots: [{ type: 'PHONE', column: 'phone' }],
      rules: DEFAULT_RULES,
      dropPlaceholders: true,
      stagedPath: rig.path('staged.duckdb'),
    });
    expect(staged.notes?.map(({ message }) => message)).toEqual([
      expected[0]?.message.replace('exported.csv', 'exported.csv among the first 100,000 rows'),
    ]);
  });

  it('that Excel could not compute count as empty, and that is said', async () => {
    const path = book('errors.xlsx', {
      name: 'S',
      rows: [
        ['email', 'city'],
        ['ann@example.com', { error: '#N/A' }],
        [{ error: '#REF!' }, { error: '#N/A' }],
      ],
    });
    expect((await read(path)).rows).toEqual([
      ['ann@example.com', null],
      [null, null],
    ]);
    expect((await notes(path)).map(({ message }) => message)).toEqual([
      '1 cell of the column email in errors.xlsx holds an error of Excel such as #N/A and counts as empty; the first is in row 3.',
      '2 cells of the column city in errors.xlsx hold an error of Excel such as #N/A and count as empty; the first is in row 2.',
    ]);
  });
});

describe('workbooks that can’t be read', () => {
  const office = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  const sealed = Buffer.concat([office, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]);
  it.each<readonly [string, Uint8Array, string]>([
    ['old.xls', office, 'old Excel or Office document'],
    ['sealed.bin', sealed, 'with a password'],
    ['sealed.xlsx', office, 'with a password'],
    ['cut.xlsx', workbookBytes([PEOPLE]).subarray(0, 900), 'damaged Excel workbook'],
    ['empty.xlsx', workbookBytes([{ name: 'S', rows: [] }]), 'holds no rows'],
    ['binary.xlsb', Buffer.from('PK\x03\x04....xl/workbook.bin'), 'binary Excel workbook'],
    [
      'sheet.ods',
      Buffer.from('PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet'),
      'OpenDocument',
    ],
    ['letter.docx', Buffer.from('PK\x03\x04....[Content_Types].xml'), 'no Excel workbook'],
  ])('are refused: %s', async (name, content, said) => {
    const path = rig.file(name, content);
    const error = await knownError(rig.engine.inspect({ t: [path] }));
    expect([error.kind, error.message, error.hint]).toEqual([
      'source-unreadable',
      expect.stringContaining(said),
      expect.stringMatching(/\w/),
    ]);
    expect(error.message).toContain(path);
  });

  it('that are hidden are read, and said, so that nobody takes a filter for a choice', async () => {
    const path = book('filtered.xlsx', PEOPLE, { ...PEOPLE, name: 'Seen', hiddenRows: [1, 3, 9] });
    expect(await notes(`${path}#People`)).toEqual([]);
    expect((await read(`${path}#Seen`)).rows).toHaveLength(2);
    expect(await notes(`${path}#Seen`)).toEqual([
      {
        code: 'hidden-rows',
        message:
          '1 row of the sheet "Seen" in filtered.xlsx is hidden in Excel, by a filter or by hand, and is read like the others. To leave them out, copy the rows you see into a sheet of their own.',
      },
    ]);
  });

  it('that nobody computed count as empty, and that is said', async () => {
    const path = book('written.xlsx', {
      name: 'S',
      rows: [
        ['email', 'n'],
        [{ formula: 'A1&"@example.com"' }, 1],
        [{ formula: 'B1', text: 'b@mail.org' }, 2],
      ],
    });
    expect((await read(path)).rows).toEqual([
      [null, '1'],
      ['b@mail.org', '2'],
    ]);
    expect((await notes(path)).map(({ code, message }) => [code, message])).toEqual([
      [
        'spreadsheet-errors',
        '1 cell in written.xlsx holds a formula that was never computed and counts as empty. Open the file in Excel and save it again.',
      ],
    ]);
  });
});
