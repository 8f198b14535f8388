import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StagedAudience } from '../../src/core/audiences/plan.ts';
import { sha256 } from '../../src/core/identifiers/hash.ts';
import { DEFAULT_RULES } from '../../src/core/identifiers/types.ts';
import type { AudienceSlot, StageAudienceRequest } from '../../src/core/ports/engine.ts';
import { engineRig, knownError } from './support/engine-rig.ts';

const rig = engineRig();
const EMAIL: AudienceSlot = { type: 'EMAIL', column: 'email' };
const PHONE: AudienceSlot = { type: 'PHONE', column: 'phone' };

let staged = 0;

function stage(
  content: string,
  slots: readonly AudienceSlot[],
  options: Partial<StageAudienceRequest> = {},
): { readonly path: string; readonly result: Promise<StagedAudience> } {
  staged += 1;
  const path = rig.path(`staged-${staged}.duckdb`);
  const tables = { t: [rig.file(`staged-${staged}.csv`, content)] };
  const request = {
    tables,
    sql: 'SELECT * FROM t',
    slots,
    rules: DEFAULT_RULES,
    dropPlaceholders: false,
    stagedPath: path,
  };
  return { path, result: rig.engine.stageAudience({ ...request, ...options }) };
}

const lines = (header: string, values: readonly string[]) =>
  `${header}\n${values.map((value) => `${value}\n`).join('')}`;

describe('staging', () => {
  it('keeps the order of the rows, also when several threads read them', async () => {
    // Far more than a thread takes at once. What is wrong with a row says where in the file it stands.
    const rows = 700_000;
    const wrongEvery = 7_001;
    const values = Array.from({ length: rows }, (_, index) =>
      index % wrongEvery === 0 ? `wrong ${index}` : `person.${index}@example.com`,
    );
    const { path, result } = stage(
      lines(
        'email,phone',
        values.map((value) => `${value},`),
      ),
      [EMAIL, PHONE],
    );
    expect(await result).toMatchObject({ rowsRead: rows });
    const places: number[] = [];
    for (let offset = 0; ; offset += 100_000) {
      const rejects = await rig.engine.rejects(path, offset, 100_000);
      places.push(...rejects.filter(({ reason }) => reason === 'not-an-email').map(({ row }) => row));
      if (rejects.length < 100_000) break;
    }
    const wrong = Array.from({ length: Math.ceil(rows / wrongEvery) }, (_, index) => 1 + index * wrongEvery);
    expect(places).toEqual(wrong);
  });

  it('counts what a column holds', async () => {
    const hash = sha256('somebody@example.com');
    const values = [
      'a@b.com',
      'A@B.com',
      ' c@d.org ',
      hash,
      hash.toUpperCase(),
      'x',
      '',
      'test@test.com',
      'd41d8cd98f00b204e9800998ecf8427e',
      sha256(''),
    ];
    const { result } = stage(
      lines(
        'email,other',
        values.map((value) => `"${value}",-`),
      ),
      [EMAIL],
    );
    const { columns, rowsRead, idSchema } = await result;
    expect(rowsRead).toBe(10);
    expect(idSchema).toEqual(['EMAIL_SHA256']);
    expect(columns).toEqual([
      {
        type: 'EMAIL',
        column: 'email',
        rows: 10,
        empty: 1,
        plain: 4,
        sha256: 2,
        uppercaseHex: 1,
        rewritten: 0,
        md5: 1,
        several: 0,
        rejected: { empty: 1, 'not-an-email': 1, 'wrong-hash': 1, 'hash-of-nothing': 1 },
        placeholders: 1,
        constant: false,
        mostFrequent: 2,
      },
    ]);
  });

  it('counts cells that hold several addresses or numbers, and uses none of them', async () => {
    const rows = [
      'ann@mail.org; bob@mail.org;+14152645673 / +14152645674',
      'ann@mail.org,bob@mail.org;"415-264-5673, 415-264-5674"',
      'Ann <ann@mail.org>;030/901820',
      'nobody;415-264-5673',
    ];
    const quoted = rows.map((row) => row.replace(/^(.*);(?=[^;]*$)/, '"$1";'));
    const { path, result } = stage(lines('email;phone', quoted), [EMAIL, PHONE], {
      rules: { ...DEFAULT_RULES, defaultCountry: 'US' },
    });
    const { columns } = await result;
    expect(columns).toMatchObject([
      { plain: 1, several: 2, rejected: { 'not-an-email': 3 } },
      { plain: 1, several: 2, rejected: { 'not-a-phone': 2 } },
    ]);
    const rejects = await rig.engine.rejects(path, 0, 10);
    expect(rejects.map(({ row, type }) => `${row} ${type}`)).toEqual([
      '1 EMAIL',
      '1 PHONE',
      '2 EMAIL',
      '2 PHONE',
      '3 PHONE',
      '4 EMAIL',
    ]);
  });

  it.each([
    ['plus', undefined],
    ['digits', undefined],
    ['digits', 'US'],
  ] as const)(
    'counts phone numbers that it puts into another form (%s, country %s)',
    async (phoneRule, defaultCountry) => {
      const numbers = [
        '+14152645673',
        '+1 (415) 264-5674',
        '001 415 264 5675',
        '4152645676',
        '+49 151 23456789',
      ];
      const { result } = stage(
        lines('phone', [...numbers, sha256('x'), 'd41d8cd98f00b204e9800998ecf8427e']),
        [PHONE],
        { rules: { ...DEFAULT_RULES, phoneRule, defaultCountry } },
      );
      const isNational = defaultCountry !== undefined;
      expect((await result).columns[0]).toMatchObject({
        plain: isNational ? 5 : 4,
        rewritten: isNational ? 4 : 3,
        sha256: 1,
        md5: 1,
        rejected: { 'wrong-hash': 1, ...(isNational ? {} : { 'no-country': 1 }) },
      });
    },
  );

  it('sends placeholders once, or leaves them out', async () => {
    const content = lines('email', ['test@test.com', 'a@b.com', 'TEST@test.com', sha256('test@test.com')]);
    const kept = await stage(content, [EMAIL]).result;
    expect(kept.columns[0]).toMatchObject({ plain: 3, sha256: 1, placeholders: 3, rejected: {} });
    const dropped = await stage(content, [EMAIL], { dropPlaceholders: true }).result;
    expect(dropped.columns[0]).toMatchObject({
      plain: 1,
      sha256: 0,
      placeholders: 3,
      empty: 3,
      rejected: { empty: 3 },
    });
  });

  it.each([
    ['one usable value', "SELECT 'a@b.com' AS email FROM t", true],
    ['one text that is none', "SELECT 'mc.email' AS email FROM t", true],
    ['nothing', 'SELECT NULL AS email FROM t', false],
    ['different values', 'SELECT email FROM t', false],
    ['one value and nothing', "SELECT CASE WHEN email = 'x@y.z' THEN 'a@b.com' END AS email FROM t", false],
    ['unusable values that differ', "SELECT email || '?' AS email FROM t", false],
  ])('sees a column that holds the same in every row: %s', async (_, sql, isConstant) => {
    const { result } = stage(lines('email', ['x@y.z', 'p@q.r', 'x@y.z']), [EMAIL], { sql });
    expect((await result).columns[0]?.constant).toBe(isConstant);
  });

  it('counts the most frequent value per column, and 0 where there is none', async () => {
    const content = lines('email,phone', ['a@b.com,x', 'c@d.com,', 'a@b.com,1', 'a@b.com,']);
    const { columns } = await stage(content, [EMAIL, PHONE]).result;
    expect(columns.map(({ mostFrequent }) => mostFrequent)).toEqual([3, 0]);
  });

  it('counts unreadable rows among the rows read', async () => {
    const { path, result } = stage('email,phone\na@b.com,\nshort\nc@d.com,+14152645673\n', [EMAIL, PHONE]);
    const { rowsRead, unreadable } = await result;
    expect([rowsRead, unreadable.count, unreadable.examples[0]?.line]).toEqual([3, 1, 3]);
    const plan = await rig.engine.planAudience({
      stagedPath: path,
      ledgerPath: rig.path('none'),
      ledgerComplete: true,
      mode: 'match',
    });
    expect(plan.expected.rows).toMatchObject({ read: 3, sent: 2, rejected: 1 });
  });

  it('lists unreadable rows by their place, before the values that can’t be used, page by page', async () => {
    const { path, result } = stage('email,phone\nno,no\nshort\na@b.com,\n1,2,3\n', [EMAIL, PHONE]);
    await result;
    const all = await rig.engine.rejects(path, 0, 100);
    expect(
      all.map(({ row, column, reason, place }) => [row, column, reason, place?.line, place?.problem]),
    ).toEqual([
      [0, '', 'unreadable-row', 3, 'it has 1 columns where 2 are expected'],
      [0, '', 'unreadable-row', 5, 'it has 3 columns where 2 are expected'],
      [1, 'email', 'not-an-email', undefined, undefined],
      [1, 'phone', 'not-a-phone', undefined, undefined],
    ]);
    const pages = [await rig.engine.rejects(path, 0, 3), await rig.engine.rejects(path, 3, 3)];
    expect(pages.flat()).toEqual(all);
  });

  it('keeps the places of many unreadable rows, though it shows but a few', async () => {
    const rows = [...Array<string>(2000).fill('a@b.com,'), ...Array<string>(1500).fill('short')];
    const { path, result } = stage(lines('email,phone', rows), [EMAIL, PHONE]);
    const { unreadable } = await result;
    expect([unreadable.count, unreadable.examples.length]).toEqual([1500, 10]);
    const page = await rig.engine.rejects(path, 0, 5000);
    expect([page.length, page.at(-1)?.place?.line]).toEqual([1000, 3001]);
  });

  it.each([
    ['mixed line ends', Buffer.from('email;city\r\na@b.com;Rome\nc@d.com;Bonn\r\n')],
    [
      'another encoding',
      Buffer.from(`email;city\n${'a@b.com;Rome\n'.repeat(30_000)}c@d.com;K\xf6ln\n`, 'latin1'),
    ],
  ])('begins again where a file needs the other reader: %s', async (name, content) => {
    const tables = { t: [rig.file(`${name}.csv`, content)] };
    const { path, result } = stage('', [EMAIL], { tables });
    const { rowsRead, unreadable } = await result;
    expect(unreadable.count).toBe(0);
    const request = {
      stagedPath: path,
      ledgerPath: rig.path('none'),
      ledgerComplete: true,
      mode: 'match',
    } as const;
    const { rows } = (await rig.engine.planAudience(request)).expected;
    expect([rows.read, rows.sent, rows.duplicate]).toEqual([rowsRead, 2, rowsRead - 2]);
  });

  it('takes columns without regard to case, the exact name first', async () => {
    const { result } = stage(lines('Email,other', ['a@b.com,x']), [EMAIL]);
    expect((await result).columns[0]?.plain).toBe(1);
    const sql = "SELECT 'x' AS EMAIL, email FROM t";
    expect((await stage(lines('email', ['a@b.com']), [EMAIL], { sql }).result).columns[0]?.plain).toBe(1);
  });

  it('tells rejected values by row, column and reason, in pages', async () => {
    const content = lines('email,phone', ['a@b.com,', 'x,12', ',', 'c@d.com,5', 'y,+14152645673']);
    const { path, result } = stage(content, [EMAIL, PHONE], {
      rules: { ...DEFAULT_RULES, defaultCountry: 'US' },
    });
    await result;
    const all = await rig.engine.rejects(path, 0, 100);
    expect(all).toEqual([
      { row: 2, column: 'email', type: 'EMAIL', reason: 'not-an-email' },
      { row: 2, column: 'phone', type: 'PHONE', reason: 'too-short' },
      { row: 3, column: 'email', type: 'EMAIL', reason: 'empty' },
      { row: 3, column: 'phone', type: 'PHONE', reason: 'empty' },
      { row: 4, column: 'phone', type: 'PHONE', reason: 'too-short' },
      { row: 5, column: 'email', type: 'EMAIL', reason: 'not-an-email' },
    ]);
    expect(await rig.engine.rejects(path, 2, 2)).toEqual(all.slice(2, 4));
  });

  it('takes bytes as the hash they are', async () => {
    const sql = 'SELECT sha256(to_utf8(email)) AS email FROM t';
    const { path, result } = stage(lines('email', ['a@b.com']), [EMAIL], { sql });
    expect((await result).columns[0]).toMatchObject({ sha256: 1 });
    await rig.engine.planAudience({
      stagedPath: path,
      ledgerPath: rig.path('none'),
      ledgerComplete: true,
      mode: 'add',
    });
    const batch = await rig.engine.readAudienceBatch(path, { from: 0, to: 1 }, ['1']);
    expect(batch).toContain(sha256('a@b.com'));
  });

  it('leaves no file behind when the query fails', async () => {
    const { path, result } = stage(lines('email', ['a@b.com']), [EMAIL], {
      sql: 'SELECT CAST(email AS integer) AS email FROM t',
    });
    expect((await knownError(result)).message).toContain("can't be read as INTEGER");
    expect(readdirSync(rig.path('.')).filter((name) => path.endsWith(name))).toEqual([]);
  });

  it('names a column that the result lacks, and its columns', async () => {
    const error = await knownError(stage(lines('mail', ['a@b.com']), [EMAIL]).result);
    expect(error.message).toContain('no column email');
    expect(error.hint).toContain('mail');
  });

  it('rejects what was never staged', async () => {
    const error = await knownError(
      rig.engine.readAudienceBatch(rig.path('nowhere.duckdb'), { from: 0, to: 1 }, ['1']),
    );
    expect(error.kind).toBe('query-failed');
  });

  it('stops when asked to, and works again', async () => {
    const abort = new AbortController();
    const tables = { t: [rig.file('stop.csv', 'email\na@b.com\n')] };
    const sql = 'SELECT email FROM t, range(100000000) AS a(i), range(1000) AS b(j) WHERE i + j = 5';
    const stopped = stage('', [EMAIL], { tables, sql });
    const failure = knownError(stopped.result);
    // The engine answers other calls in the meantime.
    expect(await rig.engine.count(tables, 'SELECT * FROM t')).toBe(1);
    const request = { tables, sql, slots: [EMAIL], rules: DEFAULT_RULES, dropPlaceholders: false };
    const aborted = rig.engine.stageAudience(
      { ...request, stagedPath: rig.path('aborted') },
      { signal: abort.signal },
    );
    abort.abort();
    expect((await knownError(aborted)).kind).toBe('cancelled');
    // Ending the engine ends what it was doing.
    await rig.engine.close();
    expect((await failure).kind).toBe('cancelled');
    expect(await rig.engine.count(tables, 'SELECT * FROM t')).toBe(1);
  });
});

describe('what is kept', () => {
  it('holds no raw value, neither in the staged file nor in the spill folder', async () => {
    const people = Array.from(
      { length: 300 },
      (_, index) => `Secret.Person${index}@hidden-domain.example,+1415264${String(1000 + index)},secret-city`,
    );
    const broken = ['unusable secret value,secret phone,secret-city', 'secret ragged row'];
    const { path, result } = stage(lines('email,phone,city', [...people, ...broken]), [EMAIL, PHONE]);
    await result;
    await rig.engine.planAudience({
      stagedPath: path,
      ledgerPath: rig.path('none'),
      ledgerComplete: true,
      mode: 'match',
    });
    const spill = rig.path('spill');
    const files = [
      path,
      ...readdirSync(spill, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    ];
    for (const file of files) {
      const text = readFileSync(file).toString('latin1').toLowerCase();
      expect(text).not.toMatch(/secret|hidden|1415264/);
    }
    // The same file does hold the hashes: their last half as a number of 128 bits.
    const lastHalf = Buffer.from(sha256('secret.person7@hidden-domain.example').slice(32), 'hex').reverse();
    lastHalf.writeUInt8(lastHalf.readUInt8(15) ^ 0x80, 15);
    expect(readFileSync(path).includes(lastHalf)).toBe(true);
  });
});
