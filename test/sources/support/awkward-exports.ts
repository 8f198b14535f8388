import { gzipSync } from 'node:zlib';
import type { AwkwardFile } from './awkward-files.ts';
import { workbookBytes } from './workbook-bytes.ts';

/** Files as other programs write them, and files of other kinds under the name of a table. */

const text = (content: string) => Buffer.from(content);
const hex = (content: string) => Buffer.from(content.replaceAll(' ', ''), 'hex');

/** Node decodes these encodings but doesn't write them. */
const SHIFT_JIS = hex('8e8196bc2c8381815b838b0a8e52936391be98592c746f40612e6a700a');
const GBK = hex('d0d5 c3fb 2c d3ca cfe4 0a d5c5 c8fd 2c 7a40712e636e 0a');
const KOI8 = hex('e9cdd1 3b f0cfded4c1 0a e9d7c1ce 20 f0c5d4d2cfd7 3b 6940612e7275 0a');
const WINDOWS_1251 = hex('c8ecff 3b cfeef7f2e0 0a c8e2e0ed 20 cfe5f2f0eee2 3b 6940612e7275 0a');

const PACKED = gzipSync(
  `email,n\n${Array.from({ length: 3000 }, (_, i) => `p${(i * 7919) % 3001}@mail.org,${i}\n`).join('')}`,
);

const REPORT =
  'Customer report,,\r\nCreated by CRM,,\r\n,,\r\nName,Email,City\r\nAnn,ann@mail.org,Rome\r\nshort\r\n';

const read = (columns: readonly string[], ...rows: readonly (readonly (string | null)[])[]) => ({
  columns,
  rows,
});

export const AWKWARD_EXPORTS: readonly AwkwardFile[] = [
  {
    name: 'title-above-the-names.csv',
    bytes: text(REPORT),
    expected: {
      ...read(['Name', 'Email', 'City'], ['Ann', 'ann@mail.org', 'Rome']),
      unreadable: 1,
      lines: [6],
      notes: ['title-rows'],
    },
  },
  {
    name: 'title-above-the-names-in-utf16.csv',
    bytes: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(REPORT, 'utf16le')]),
    expected: {
      ...read(['Name', 'Email', 'City'], ['Ann', 'ann@mail.org', 'Rome']),
      unreadable: 1,
      lines: [6],
      notes: ['title-rows'],
    },
  },
  {
    name: 'narrow-title.csv',
    bytes: text('Customers\n\nEmail,Phone\nann@mail.org,\n'),
    expected: { ...read(['Email', 'Phone'], ['ann@mail.org', null]), notes: ['title-rows'] },
  },
  {
    name: 'title-above-the-names.xlsx',
    bytes: workbookBytes([
      {
        name: 'Report',
        merged: ['A1:C1'],
        rows: [
          ['Customers in November', null, null],
          [],
          ['Name', 'Email', 'City'],
          ['Ann', 'ann@mail.org', 'Rome'],
        ],
      },
    ]),
    expected: { ...read(['Name', 'Email', 'City'], ['Ann', 'ann@mail.org', 'Rome']), notes: ['title-rows'] },
  },
  {
    name: 'one-name-above-two-columns.csv',
    bytes: text('email,\nfoo,bar\nann@mail.org,x\n'),
    expected: read(['email', 'column1'], ['foo', 'bar'], ['ann@mail.org', 'x']),
  },
  {
    name: 'more-notes-than-rows.csv',
    bytes: text('"Email","Phone"\n"ann@mail.org",""\n\n"Contacts"\n"(c) CRM, inc."\n"Confidential"\n'),
    expected: { ...read(['Email', 'Phone'], ['ann@mail.org', null]), unreadable: 3, lines: [4, 5, 6] },
  },
  {
    name: 'addresses-in-the-first-line.txt',
    bytes: text('Ann Lee <ann@mail.org>; Bob Ray <bob@mail.org>\n'),
    expected: read(['column0', 'column1'], ['Ann Lee <ann@mail.org>', ' Bob Ray <bob@mail.org>']),
  },
  {
    name: 'whole-lines-in-quotes.csv',
    bytes: text('"email,city"\n"ann@mail.org,Rome"\n"bob@mail.org,Bonn"\n'),
    expected: { refused: 'every line in one pair of quotes' },
  },
  {
    name: 'shift-jis.csv',
    bytes: SHIFT_JIS,
    expected: { ...read(['氏名', 'メール'], ['山田太郎', 'to@a.jp']), notes: ['encoding-guessed'] },
  },
  {
    name: 'gbk.csv',
    bytes: GBK,
    expected: { ...read(['姓名', '邮箱'], ['张三', 'z@q.cn']), notes: ['encoding-guessed'] },
  },
  {
    name: 'gbk-shown-late.csv',
    bytes: Buffer.concat([text(`name,email\n${'Ann,ann@mail.org\n'.repeat(20_000)}`), GBK]),
    expected: { columns: ['name', 'email'], rows: 20_002, notes: ['encoding-guessed'] },
  },
  {
    name: 'koi8-r.csv',
    bytes: KOI8,
    expected: { ...read(['Имя', 'Почта'], ['Иван Петров', 'i@a.ru']), notes: ['encoding-guessed'] },
  },
  {
    name: 'windows-1251.csv',
    bytes: WINDOWS_1251,
    expected: { ...read(['Имя', 'Почта'], ['Иван Петров', 'i@a.ru']), notes: ['encoding-guessed'] },
  },
  {
    name: 'few-accents-in-windows-1252.csv',
    bytes: Buffer.from('Name;Mail;Straße\nJäger;j@a.de;Körnerstraße\nZoë;z@a.de;Fußweg\n', 'latin1'),
    expected: read(
      ['Name', 'Mail', 'Straße'],
      ['Jäger', 'j@a.de', 'Körnerstraße'],
      ['Zoë', 'z@a.de', 'Fußweg'],
    ),
  },
  {
    name: 'wide-letters-in-unmarked-utf16.csv',
    bytes: Buffer.from('氏名,メール,住所\n山田太郎,to@a.jp,東京都新宿区西新宿二丁目八番一号\n', 'utf16le'),
    expected: read(['氏名', 'メール', '住所'], ['山田太郎', 'to@a.jp', '東京都新宿区西新宿二丁目八番一号']),
  },
  {
    name: 'cut.csv.gz',
    bytes: PACKED.subarray(0, PACKED.length >> 1),
    expected: { refused: 'damaged gzip' },
  },
  {
    name: 'cut.ndjson.gz',
    bytes: gzipSync('{"a":1}\n'.repeat(9)).subarray(0, 22),
    expected: { refused: 'damaged gzip' },
  },
  {
    name: 'filled-up.csv.gz',
    bytes: Buffer.concat([PACKED, Buffer.alloc(512)]),
    expected: { refused: 'something else behind what is packed' },
  },
  { name: 'twice.csv.gz', bytes: gzipSync(PACKED), expected: { refused: 'another gzip file' } },
  {
    name: 'book.xlsx.gz',
    bytes: gzipSync(workbookBytes([{ name: 'a', rows: [['a']] }])),
    expected: { refused: 'an Excel workbook' },
  },
  {
    name: 'archive.csv',
    bytes: Buffer.concat([text('people.csv'.padEnd(257, '0')), text('ustar\x0000')]),
    expected: { refused: 'tar archive' },
  },
  {
    name: 'page.xls',
    bytes: text('\n<table><tr><td>Email</td></tr></table>'),
    expected: { refused: 'web page' },
  },
  { name: 'sheet.xls', bytes: text('<?xml version="1.0"?><Workbook/>'), expected: { refused: 'XML file' } },
  { name: 'contacts.csv', bytes: text('BEGIN:VCARD\nEMAIL:ann@mail.org\n'), expected: { refused: 'vCards' } },
  { name: 'letter.txt', bytes: text('{\\rtf1\\ansi email,phone}'), expected: { refused: 'rich-text' } },
  {
    name: 'json-named.csv',
    bytes: text('[{"email":"ann@mail.org"}]'),
    expected: read(['email'], ['ann@mail.org']),
  },
  {
    name: 'csv-named.json',
    bytes: text('email,n\nann@mail.org,1\n'),
    expected: read(['email', 'n'], ['ann@mail.org', '1']),
  },
  {
    name: 'marked.json',
    bytes: text('\ufeff[{"email":"ann@mail.org"}]'),
    expected: read(['email'], ['ann@mail.org']),
  },
  {
    name: 'marked.ndjson',
    bytes: text('\ufeff{"email":"ann@mail.org"}\n{"email":"bob@mail.org"}\n'),
    expected: read(['email'], ['ann@mail.org'], ['bob@mail.org']),
  },
  {
    name: 'first-part.csv',
    bytes: text('email,city\nann@mail.org,Rome\n'),
    others: { 'second-part.csv': text('bob@mail.org,Bonn\n') },
    expected: {
      ...read(
        ['email', 'city', 'column0', 'column1'],
        ['ann@mail.org', 'Rome', null, null],
        [null, null, 'bob@mail.org', 'Bonn'],
      ),
      notes: ['no-shared-columns'],
    },
  },
  {
    name: 'answer.json',
    bytes: text('{"next": null, "results": [{"email":"ann@mail.org"},{"email":"bob@mail.org"}]}'),
    expected: { columns: ['next', 'results'], rows: 1, notes: ['list-inside'] },
  },
  {
    name: 'hidden.xlsx',
    bytes: workbookBytes([{ name: 'Old', state: 'hidden', rows: [['email'], ['ann@mail.org']] }]),
    expected: { refused: 'only hidden sheets' },
  },
];
