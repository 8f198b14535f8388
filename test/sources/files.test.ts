import { mkdirSync, symlinkSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { engineRig, knownError } from './support/engine-rig.ts';

const rig = engineRig();

async function read(...paths: readonly string[]) {
  const { columns, rows } = await rig.engine.sample({ t: paths }, 'SELECT * FROM t', 100);
  return { names: columns.map(({ name }) => name), rows };
}

async function unreadable(path: string) {
  const [table] = await rig.engine.inspect({ t: [path] });
  return table?.unreadable;
}

describe('CSV files', () => {
  it.each([
    ['commas', 'email,phone\na@b.c,0012\n'],
    ['semicolons', 'email;phone\na@b.c;0012\n'],
    ['tabs', 'email\tphone\na@b.c\t0012\n'],
    ['bars', 'email|phone\na@b.c|0012\n'],
    ['a line that names the separator', 'sep=;\nemail;phone\na@b.c;0012\n'],
    ['blank lines in front', '\n\nemail,phone\na@b.c,0012\n'],
    ['Windows line ends', 'email,phone\r\na@b.c,0012\r\n'],
    ['old Mac line ends', 'email,phone\ra@b.c,0012\r'],
    ['no last line end', 'email,phone\na@b.c,0012'],
    ['a byte-order mark', '\ufeffemail,phone\na@b.c,0012\n'],
    ['quotes around everything', '"email","phone"\n"a@b.c","0012"\n'],
    ['marks in the header that nobody sees', '\u200eemail\u200b,\u202aphone\u202c\na@b.c,0012\n'],
    ['spaces in the header', ' email , phone \na@b.c,0012\n'],
  ])('are read with %s', async (name, content) => {
    const { names, rows } = await read(rig.file(`${name}.csv`, content));
    expect(names).toEqual(['email', 'phone']);
    expect(rows).toEqual([['a@b.c', '0012']]);
  });

  it('keep the text of every value', async () => {
    const values = [
      '0012',
      '9007199254740993',
      '1.10',
      '+14155550123',
      '1.41555E+10',
      ' x ',
      'TRUE',
      '2026-01-02',
    ];
    const { rows } = await read(
      rig.file('text.csv', `v,w\n${values.map((value) => `${value},-\n`).join('')}`),
    );
    expect(rows.map(([value]) => value)).toEqual(values);
  });

  it('take nothing, quoted or not, as NULL', async () => {
    const { rows } = await read(rig.file('null.csv', 'a,b,c\n,"",x\n'));
    expect(rows).toEqual([[null, null, 'x']]);
  });

  it('keep line breaks, delimiters and doubled quotes inside quotes', async () => {
    const { rows } = await read(rig.file('quotes.csv', 'a,b\n"x\ny","1,2"\n"say ""hi""",z\n'));
    expect(rows).toEqual([
      ['x\ny', '1,2'],
      ['say "hi"', 'z'],
    ]);
  });

  it('name missing and repeated columns', async () => {
    const { names } = await read(rig.file('names.csv', 'Email,,email,Phone\n1,2,3,4\n'));
    expect(names).toEqual(['Email', 'column1', 'email_1', 'Phone']);
  });

  it('without a header keep their first row', async () => {
    const { names, rows } = await read(rig.file('bare.csv', 'a@b.com\nc@d.org\n'));
    expect(names).toEqual(['column0']);
    expect(rows).toEqual([['a@b.com'], ['c@d.org']]);
  });

  it('with a header only have no rows', async () => {
    expect(await read(rig.file('header.csv', 'email,phone\n'))).toEqual({
      names: ['email', 'phone'],
      rows: [],
    });
  });

  it('are read in one column though their values hold commas elsewhere', async () => {
    const { names, rows } = await read(rig.file('single.csv', 'email\na@b.c\n\nd@e.f\n'));
    expect(names).toEqual(['email']);
    expect(rows.filter(([value]) => value !== null)).toEqual([['a@b.c'], ['d@e.f']]);
  });

  it('are unpacked', async () => {
    const path = rig.file('packed.csv.gz', gzipSync('email,phone\na@b.c,0012\n'));
    expect((await read(path)).rows).toEqual([['a@b.c', '0012']]);
  });

  it('are found by their content when the name says nothing', async () => {
    expect((await read(rig.file('export', 'a;b\n1;2\n'))).rows).toEqual([['1', '2']]);
  });
});

describe('several files as one table', () => {
  it('are joined by the names of their columns', async () => {
    const first = rig.file('one.csv', 'email,phone\na@b.c,1\n');
    const second = rig.file('two.csv', 'Phone;City;email\n2;Rome;d@e.f\n');
    const { names, rows } = await read(first, second);
    expect(names).toEqual(['email', 'phone', 'City']);
    expect(rows).toEqual([
      ['a@b.c', '1', null],
      ['d@e.f', '2', 'Rome'],
    ]);
  });

  it('may be of different formats', async () => {
    const first = rig.file('mixed-one.csv', 'email\na@b.c\n');
    const second = rig.file('mixed-two.ndjson', '{"email":"d@e.f"}\n');
    expect((await read(first, second)).rows).toEqual([['a@b.c'], ['d@e.f']]);
  });
});

describe('rows that cannot be read', () => {
  it('are counted, with their lines, and the others are read', async () => {
    const content = 'a,b\n1,2\n"x\ny",3\nshort\n4,5\nlong,6,7\n8,9\n';
    const path = rig.file('ragged.csv', content);
    expect((await read(path)).rows).toEqual([
      ['1', '2'],
      ['x\ny', '3'],
      ['4', '5'],
      ['8', '9'],
    ]);
    expect(await unreadable(path)).toEqual({
      count: 2,
      examples: [
        { file: path, line: 5, problem: 'it has 1 columns where 2 are expected' },
        { file: path, line: 7, problem: 'it has 3 columns where 2 are expected' },
      ],
    });
  });

  it('have the right line in packed files and with Windows line ends', async () => {
    const path = rig.file('ragged.csv.gz', gzipSync('a,b\r\n1,2\r\nshort\r\n3,4\r\n'));
    expect(await unreadable(path)).toMatchObject({ count: 1, examples: [{ line: 3 }] });
  });

  it('count every line that a misplaced quote swallowed', async () => {
    const path = rig.file('swallowed.csv', 'a,b\n"x,1\ny,2\nz" oops,3\n4,5\n');
    expect(await unreadable(path)).toMatchObject({ count: 3, examples: [{ line: 2 }] });
    expect((await read(path)).rows).toEqual([['4', '5']]);
  });

  it('are damaged characters in a UTF-8 file', async () => {
    const content = Buffer.concat([
      Buffer.from('a,b\nZoë,Köln\nbro'),
      Buffer.from([0xff]),
      Buffer.from('ken,1\nÉmile,Nîmes\n'),
    ]);
    const path = rig.file('damaged.csv', content);
    expect(await unreadable(path)).toMatchObject({ count: 1, examples: [{ line: 3 }] });
    expect((await read(path)).rows).toEqual([
      ['Zoë', 'Köln'],
      ['Émile', 'Nîmes'],
    ]);
  });

  it('never show a value in their description', async () => {
    const path = rig.file('secret.csv', 'a,b\nsecret@example.com\n');
    expect(JSON.stringify(await unreadable(path))).not.toContain('secret@');
  });

  it('in NDJSON are broken lines and lines that are no objects', async () => {
    const path = rig.file('broken.ndjson', '{"a":1}\n\n{"a":\n{"a":2}\n[3]\n');
    expect((await read(path)).rows).toEqual([['1'], ['2']]);
    expect(await unreadable(path)).toEqual({
      count: 2,
      examples: [
        { file: path, line: 3, problem: 'it is not valid JSON' },
        { file: path, line: 5, problem: 'it is not a JSON object' },
      ],
    });
  });
});

describe('text in other encodings', () => {
  const text = 'name;city\nZoë;Köln €\n"Émile ""x""";Nîmes\n';
  const rows = [
    ['Zoë', 'Köln €'],
    ['Émile "x"', 'Nîmes'],
  ];
  const wide = Buffer.from(text, 'utf16le');
  const cases: readonly (readonly [string, Uint8Array])[] = [
    ['UTF-16LE', Buffer.concat([Buffer.from([0xff, 0xfe]), wide])],
    ['UTF-16LE without its mark', wide],
    ['UTF-16BE', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(wide).swap16()])],
    ['Windows-1252', Buffer.from(text.replace('€', '\x80'), 'latin1')],
  ];
  it.each(cases)('is read from %s', async (name, content) => {
    expect((await read(rig.file(`${name}.csv`, content))).rows).toEqual(rows);
    expect((await read(rig.file(`${name}.csv.gz`, gzipSync(content)))).rows).toEqual(rows);
  });

  it('is recognised where only the end of a long file shows it', async () => {
    const plain = `name;city\n${'Anna;Rome\n'.repeat(40_000)}`;
    const path = rig.file('late.csv', Buffer.from(`${plain}Zo\xeb;K\xf6ln\n`, 'latin1'));
    const sql = "SELECT city FROM t WHERE name <> 'Anna'";
    expect(await unreadable(path)).toEqual({ count: 0, examples: [] });
    expect((await rig.engine.sample({ t: [path] }, sql, 5)).rows).toEqual([['Köln']]);
  });

  it('with damaged characters is told, not guessed', async () => {
    const path = rig.file(
      'half.csv',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a;b\nx\ud800y;1\n2;3\n', 'utf16le')]),
    );
    expect(await unreadable(path)).toMatchObject({ count: 1 });
    expect((await read(path)).rows).toEqual([['2', '3']]);
  });
});

describe('mixed line ends', () => {
  it.each([
    ['Windows first', 'a,b\r\n1,2\n3,4\r\n5,6\r7,8\n'],
    ['Unix first', 'a,b\n1,2\r\n3,4\n5,6\r7,8\r\n'],
  ])('are read: %s', async (name, content) => {
    expect((await read(rig.file(`${name}.csv`, content))).rows).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
      ['7', '8'],
    ]);
  });
});

describe('JSON', () => {
  it('keeps the text of numbers', async () => {
    const numbers = [
      '12345678901234567890123',
      '9007199254740993',
      '1.10',
      '1e5',
      '-0',
      '0.000',
      '007'.slice(2),
    ];
    const path = rig.file('numbers.json', `[${numbers.map((number) => `{"n": ${number}}`).join(',\n')}]`);
    expect((await read(path)).rows).toEqual(numbers.map((number) => [number]));
  });

  it('leaves digits inside texts alone', async () => {
    const text = String.raw`a 1.10, \"2.20\": 3.30 {-0} [9007199254740993]`;
    const path = rig.file('inside.ndjson', `{"t":"${text}","n":2.50}\n`);
    expect((await read(path)).rows).toEqual([[text.replaceAll('\\"', '"'), '2.50']]);
  });

  it('leaves texts alone that only look like numbers, also where nothing else is a number', async () => {
    const values = ['1.10', '-0', '415-555.0199', '9007199254740993', '1e5', 'a1.2b-0c'];
    const path = rig.file('texts.ndjson', values.map((value) => `{"v":"${value}"}\n`).join(''));
    expect((await read(path)).rows).toEqual(values.map((value) => [value]));
  });

  it.each([
    ['an array', '[{"a":1,"b":"x"},\n {"b":"y","a":2}]'],
    ['one object a line', '{"a":1,"b":"x"}\n{"b":"y","a":2}\n'],
    ['objects over several lines', '{"a":1,\n "b":"x"}\n{"b":"y",\n"a":2}\n'],
  ])('is read as %s', async (name, content) => {
    expect(await read(rig.file(`${name}.json`, content))).toEqual({
      names: ['a', 'b'],
      rows: [
        ['1', 'x'],
        ['2', 'y'],
      ],
    });
  });

  it('takes every key of every record, and keys that differ in case as one', async () => {
    const path = rig.file(
      'keys.ndjson',
      '{"Email":"x","deep":{"a":[1]}}\n{"email":"y","new key":true,"odd\\"k":null}\n',
    );
    const { names, rows } = await read(path);
    expect(names).toEqual(['Email', 'deep', 'new key', 'odd"k']);
    expect(rows).toEqual([
      ['x', '{"a":[1]}', null, null],
      ['y', null, 'true', null],
    ]);
  });

  it('gives the values in objects inside as columns of their own, with their text', async () => {
    const path = rig.file(
      'nested.ndjson',
      [
        '{"id":1,"user":{"email":"a@b.co","address":{"zip":"00501","geo":{"at":{"too":{"deep":1}}}},"tags":["x"]}}',
        '{"id":2,"user":{"Email":"c@d.co","spent":1.50},"user.spent":"own","a/b":{"c~d.e":"odd"}}',
        '{"id":3,"user":null}',
        '{"id":4,"user":"no object"}',
      ].join('\n'),
    );
    const { names, rows } = await read(path);
    expect(names).toEqual([
      ...['id', 'user', 'user.email', 'user.address.zip', 'user.spent'],
      ...['a/b', 'a/b.c~d.e'],
    ]);
    expect(rows.map((row) => row.filter((_, column) => column !== 1))).toEqual([
      ['1', 'a@b.co', '00501', null, null, null],
      ['2', 'c@d.co', null, 'own', '{"c~d.e":"odd"}', 'odd'],
      ['3', null, null, null, null, null],
      ['4', null, null, null, null, null],
    ]);
    expect(rows.map((row) => row[1])).toEqual([
      '{"email":"a@b.co","address":{"zip":"00501","geo":{"at":{"too":{"deep":1}}}},"tags":["x"]}',
      '{"Email":"c@d.co","spent":"1.50"}',
      null,
      'no object',
    ]);
  });

  it('says how a value inside is written in a query', async () => {
    const path = rig.file('inside-names.ndjson', '{"user":{"email":"a@b.co"}}\n');
    const tables = { t: [path] };
    expect((await rig.engine.sample(tables, 'SELECT "user.email" FROM t', 9)).rows).toEqual([['a@b.co']]);
    const dotted = await knownError(rig.engine.describe(tables, 'SELECT user.email FROM t'));
    expect(dotted.message).toContain('user.email is one name here');
    expect(dotted.hint).toBe('Write it in quotes: "user.email".');
    const plain = await knownError(rig.engine.describe(tables, 'SELECT email FROM t'));
    expect(plain.message).toContain('did you mean "user.email"?');
  });

  it('takes no object apart that is a list by another name', async () => {
    const orders = Object.fromEntries(Array.from({ length: 101 }, (_, order) => [`order ${order}`, order]));
    const path = rig.file('keyed.json', JSON.stringify([{ email: 'a@b.co', orders, last: { order: 100 } }]));
    expect((await read(path)).names).toEqual(['email', 'orders', 'last', 'last.order']);
  });
});

describe('Parquet', () => {
  it('is told from its content, and a damaged file is refused', async () => {
    const error = await knownError(read(rig.file('broken.parquet', 'PAR1 and nothing more')));
    expect(error.kind).toBe('source-unreadable');
    expect(error.message).toContain('damaged Parquet');
  });
});

describe('files that are no tables', () => {
  const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['empty.csv', '', 'is empty'],
    ['blank.csv', '\n \n', 'blank lines'],
    ['book.xlsx', Buffer.from('PK\x03\x04....[Content_Types].xml'), 'Excel workbook'],
    ['renamed.csv', Buffer.from('PK\x03\x04....xl/workbook.xml'), 'Excel workbook'],
    ['files.zip', Buffer.from('PK\x03\x04....people.csv'), 'ZIP archive'],
    ['old.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), 'Office document'],
    ['doc.pdf', '%PDF-1.7 …', 'PDF'],
    ['noise.csv', Buffer.from([1, 2, 0, 4, 5, 0, 7]), 'not a text file'],
    ['cut.csv.gz', gzipSync('a,b\n1,2\n').subarray(0, 12), 'damaged gzip'],
    ['nothing.json', '[]', 'no records'],
    ['broken.json', '[{"a":1},{"a"', 'not valid JSON'],
    ['open-quote.csv', 'a,b\n1,2\n"x,3\n4,5\n', 'quote in line 3 that is never closed'],
  ];
  it.each(cases)('are refused: %s', async (name, content, said) => {
    const path = rig.file(name, content);
    const error = await knownError(rig.engine.inspect({ t: [path] }));
    expect(error.kind).toBe('source-unreadable');
    expect(error.message).toContain(path);
    expect(error.message).toContain(said);
    expect(error.hint).not.toBe('');
  });

  it('are refused: missing files and folders', async () => {
    mkdirSync(rig.path('folder'));
    expect((await knownError(read(rig.path('nowhere.csv')))).message).toContain('does not exist');
    expect((await knownError(read(rig.path('folder')))).message).toContain('is a folder');
  });

  it('are refused: paths that lead nowhere', async () => {
    symlinkSync(rig.path('there.csv'), rig.path('here.csv'));
    symlinkSync(rig.path('here.csv'), rig.path('there.csv'));
    const refusals = ['here.csv', 'a\0b.csv', 'x'.repeat(300)].map((name) =>
      knownError(read(rig.path(name))),
    );
    expect((await Promise.all(refusals)).map(({ message }) => message)).toEqual([
      `${rig.path('here.csv')} is a link that leads back to itself.`,
      'The path is not one that a file can have.',
      'The path is not one that a file can have.',
    ]);
  });
});

describe('names of files', () => {
  it.each(['a [1] *.csv', 'it\'s "quoted"?.csv', 'ümläut {x}.csv', 'many-*.ndjson', 'q?.json'])(
    'are taken as they are: %s',
    async (name) => {
      rig.file(name.replace(/[*?]/g, '1').replace('[1]', '1'), 'v\nanother file\n');
      const isJson = name.endsWith('json');
      const path = rig.file(name, isJson ? '{"v":"this file"}\n' : 'v\nthis file\n');
      expect((await read(path)).rows).toEqual([['this file']]);
    },
  );
});

describe('a file that changes', () => {
  it('is read anew', async () => {
    const path = rig.file('changing.csv', 'a\nx\n');
    expect((await read(path)).names).toEqual(['a']);
    rig.file('changing.csv', 'b;c\n1;2\n');
    expect((await read(path)).names).toEqual(['b', 'c']);
  });
});

describe('files of unusual size', () => {
  it('may have lines of several megabytes, in quotes or not', async () => {
    const long = 'x'.repeat(5_000_000);
    const path = rig.file('long.csv', `email,note\na@b.org,"${long}"\nc@d.org,${long}\ne@f.org,short\n`);
    expect(await unreadable(path)).toEqual({ count: 0, examples: [] });
    const { rows } = await rig.engine.sample({ t: [path] }, 'SELECT email, length(note) AS n FROM t', 5);
    expect(rows).toEqual([
      ['a@b.org', '5000000'],
      ['c@d.org', '5000000'],
      ['e@f.org', '5'],
    ]);
  });

  it('are refused where a line never ends', async () => {
    const error = await knownError(
      unreadable(rig.file('endless.csv', `email,note\na@b.org,${'x'.repeat(34_000_000)}`)),
    );
    expect(error.message).toContain('more than 32 million characters in line 2');
  });

  it('may have more columns than anybody looks at', async () => {
    const width = 1500;
    const names = Array.from({ length: width }, (_, index) => `c${index}`);
    const path = rig.file('wide.csv', `${names.join()}\n${names.join()}\nshort\n`);
    expect(await unreadable(path)).toMatchObject({ count: 1, examples: [{ line: 3 }] });
  });
});
