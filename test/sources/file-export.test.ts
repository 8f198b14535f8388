import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomerFile, CustomerFileType } from '../../src/core/delivery/file-types.ts';
import { normaliseIdentifier } from '../../src/core/identifiers/index.ts';
import { type AudienceIdType, DEFAULT_RULES } from '../../src/core/identifiers/types.ts';
import { readCustomerFile } from '../../src/simulator/customer-file.ts';
import { engineRig } from './support/engine-rig.ts';

const rig = engineRig();
const MODES = { mode: 'match', ledgerComplete: true } as const;

type Cell = string | null;

let staged = 0;

/** Stages and plans rows with one column per type given; a ledger of earlier rows may stand in the way. */
async function stage(
  types: readonly AudienceIdType[],
  rows: readonly (readonly Cell[])[],
  ledgerPath = rig.path('none'),
): Promise<string> {
  staged += 1;
  const lines = rows.map((row) => JSON.stringify(Object.fromEntries(row.map((cell, k) => [`c${k}`, cell]))));
  const path = rig.file(`rows-${staged}.ndjson`, `${lines.join('\n')}\n`);
  const stagedPath = rig.path(`staged-${staged}.duckdb`);
  await rig.engine.stageAudience({
    tables: { t: [path] },
    sql: 'SELECT * FROM t',
    slots: types.map((type, k) => ({ type, column: `c${k}` })),
    rules: DEFAULT_RULES,
    dropPlaceholders: false,
    stagedPath,
  });
  await rig.engine.planAudience({ stagedPath, ledgerPath, ...MODES });
  return stagedPath;
}

async function write(
  stagedPath: string,
  fileType: CustomerFileType,
  options: { readonly contents?: 'list' | 'entries'; readonly maximumBytes?: number } = {},
): Promise<readonly CustomerFile[]> {
  const filesPath = `${stagedPath}.files`;
  return await rig.engine.writeCustomerFiles({
    stagedPath,
    filesPath,
    fileType,
    contents: options.contents ?? 'list',
    maximumBytes: options.maximumBytes,
  });
}

function textOf(files: readonly CustomerFile[]): string {
  return files.map(({ path }) => readFileSync(path, 'utf8')).join('');
}

function hashOf(type: AudienceIdType, value: string): string {
  const result = normaliseIdentifier(type, value, DEFAULT_RULES);
  if (!result.valid) throw new Error(`${value} is no ${type}`);
  return result.hash;
}

const ALICE = '848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f';
const JOHN = '55e79200c1635b37ad31a378c39feb12f120f116625093a19bc32fff15041149';
const PHONE = '9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd';
const IDFA = '70574fa9c8f498a7b2e5c8712b1126de7b1406fd02fdc591821c5bd33092fd1c';

describe('a file of one type', () => {
  it.each([
    [[' ALICE_abc@gmail.com '], `${ALICE}\n`, '9a6358afd9a62b33b63963c208129d85'],
    [
      [' ALICE_abc@gmail.com ', 'johndoe@example.com'],
      `${ALICE}\n${JOHN}\n`,
      '36f9b975390c3befacecb57cf0b96de3',
    ],
  ])('of %j has one hash a line, no header, and the signature TikTok expects', async (emails, text, md5) => {
    const files = await write(
      await stage(
        ['EMAIL'],
        emails.map((email) => [email]),
      ),
      'EMAIL_SHA256',
    );
    expect(textOf(files)).toBe(text);
    expect(files).toMatchObject([{ name: 'customers-1.csv', lines: emails.length, bytes: text.length, md5 }]);
  });

  it.each<[AudienceIdType, string, CustomerFileType, string]>([
    ['PHONE', '(+1)2133734253', 'PHONE_SHA256', PHONE],
    ['IDFA', 'EA7583CD-A667-48BC-B806-42ECB2B48606', 'IDFA_SHA256', IDFA],
    ['AAID', ALICE.toUpperCase(), 'GAID_SHA256', ALICE],
  ])('holds %s', async (type, value, fileType, hash) => {
    expect(textOf(await write(await stage([type], [[value]]), fileType))).toBe(`${hash}\n`);
  });

  it('gives a person with several addresses a line for each, and repeats nobody', async () => {
    const rows = [
      ['a@example.com', 'b@example.com'],
      ['B@example.com', 'a@example.com'],
      [null, 'not-an-email'],
      ['c@example.com', null],
    ];
    const files = await write(await stage(['EMAIL', 'EMAIL'], rows), 'EMAIL_SHA256');
    const hashes = ['a', 'b', 'c'].map((name) => hashOf('EMAIL', `${name}@example.com`));
    expect(textOf(files)).toBe(hashes.map((hash) => `${hash}\n`).join(''));
  });

  it('can’t carry another type', async () => {
    const stagedPath = await stage(['EMAIL', 'PHONE'], [['a@example.com', '+12133734253']]);
    await expect(write(stagedPath, 'EMAIL_SHA256')).rejects.toThrow("can't carry");
  });
});

describe('a file of several types', () => {
  it('has a header, a cell for each type, and empty cells where there is nothing', async () => {
    const rows = [
      ['ALICE_abc@gmail.com', '+12133734253'],
      ['johndoe@example.com', 'no phone'],
      [null, '+442071838750'],
    ];
    const files = await write(await stage(['EMAIL', 'PHONE'], rows), 'MULTIPLE_TYPES');
    expect(textOf(files).split('\n')).toEqual([
      'email_SHA256,phone_SHA256',
      `${ALICE},${PHONE}`,
      `${JOHN},`,
      `,${hashOf('PHONE', '+442071838750')}`,
      '',
    ]);
    expect(files).toMatchObject([{ lines: 3 }]);
  });

  it('has one column for all device ids, and a further line where somebody has two', async () => {
    const rows = [
      ['a@example.com', 'EA7583CD-A667-48BC-B806-42ECB2B48606', ALICE],
      ['b@example.com', null, JOHN],
    ];
    const files = await write(await stage(['EMAIL', 'IDFA', 'AAID'], rows), 'MULTIPLE_TYPES');
    expect(textOf(files).split('\n')).toEqual([
      'email_SHA256,MAID_SHA256',
      `${hashOf('EMAIL', 'a@example.com')},${IDFA}`,
      `,${ALICE}`,
      `${hashOf('EMAIL', 'b@example.com')},${JOHN}`,
      '',
    ]);
  });

  it('may hold one type only', async () => {
    const files = await write(await stage(['PHONE'], [['+12133734253']]), 'MULTIPLE_TYPES');
    expect(textOf(files)).toBe(`phone_SHA256\n${PHONE}\n`);
  });

  it('holds every usable identifier once and nothing else, as TikTok reads it', async () => {
    const types = ['EMAIL', 'PHONE', 'EMAIL', 'AAID'] as const;
    const values: Readonly<Record<AudienceIdType, readonly string[]>> = {
      EMAIL: ['a@example.com', 'B@example.com', 'b@example.com', 'nobody', 'c@example.com'],
      PHONE: ['+12133734253', '+442071838750', '123'],
      IDFA: [],
      AAID: [ALICE, JOHN, '00000000-0000-0000-0000-000000000000'],
    };
    const row = fc.tuple(...types.map((type) => fc.option(fc.constantFrom(...values[type]), { freq: 3 })));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60, size: 'max' }), async (rows) => {
        const files = await write(await stage(types, rows), 'MULTIPLE_TYPES', { maximumBytes: 1000 });
        const written = files.flatMap((file) =>
          [...readCustomerFile(readFileSync(file.path), 'MULTIPLE_TYPES')].flat().map(String),
        );
        const usable = rows.flatMap((cells) =>
          cells.flatMap((cell, k) => {
            const type = types[k] ?? 'EMAIL';
            const result = normaliseIdentifier(type, cell, DEFAULT_RULES);
            return result.valid ? [`${type === 'AAID' ? 'FIRST' : type}_SHA256,${result.hash}`] : [];
          }),
        );
        expect(written.toSorted()).toEqual([...new Set(usable)].toSorted());
      }),
      { numRuns: 3 },
    );
  });
});

describe('customer files', () => {
  const people = Array.from({ length: 60_000 }, (_, index) => [`person${index}@example.com`]);

  it('are cut between two lines, each with its own signature, the same bytes every time', async () => {
    const stagedPath = await stage(['EMAIL'], people);
    const files = await write(stagedPath, 'MULTIPLE_TYPES', { maximumBytes: 1_500_000 });
    expect(files.map(({ name }) => name)).toEqual(['customers-1.csv', 'customers-2.csv', 'customers-3.csv']);
    const lines = files.flatMap(({ path, bytes, md5, lines: count }) => {
      const content = readFileSync(path);
      expect(content.length).toBe(bytes);
      expect(bytes).toBeLessThanOrEqual(1_500_000);
      expect(createHash('md5').update(content).digest('hex')).toBe(md5);
      const [header, ...rest] = content.toString().trimEnd().split('\n');
      expect(header).toBe('email_SHA256');
      expect(rest).toHaveLength(count);
      return rest;
    });
    expect(lines).toEqual(
      people.map(([email]) =>
        createHash('sha256')
          .update(email ?? '')
          .digest('hex'),
      ),
    );
    expect(await write(stagedPath, 'MULTIPLE_TYPES', { maximumBytes: 1_500_000 })).toEqual(files);
    const single = await write(stagedPath, 'EMAIL_SHA256');
    expect(single).toMatchObject([{ bytes: 60_000 * 65, lines: 60_000 }]);
    expect(existsSync(files[1]?.path ?? '')).toBe(false);
  });

  it('are for nobody else’s eyes, and go when they are told to', async () => {
    const stagedPath = await stage(['EMAIL'], [['a@example.com']]);
    const [file] = await write(stagedPath, 'EMAIL_SHA256');
    expect(statSync(file?.path ?? '').mode & 0o777).toBe(0o600);
    expect(statSync(`${stagedPath}.files`).mode & 0o777).toBe(0o700);
    await rig.engine.removeCustomerFiles(`${stagedPath}.files`);
    await rig.engine.removeCustomerFiles(`${stagedPath}.files`);
    expect(existsSync(`${stagedPath}.files`)).toBe(false);
  });

  it('hold the whole list, or only what the plan numbered', async () => {
    const ledgerPath = rig.path('ledger.duckdb');
    const before = await stage(['EMAIL'], [['a@example.com'], ['b@example.com']]);
    const entries = [{ from: 0, to: 2 }];
    await rig.engine.applyToLedger(ledgerPath, before, { confirmed: entries, unknown: [] });
    const now = await stage(['EMAIL'], [['b@example.com'], ['c@example.com']], ledgerPath);
    const [b, c] = ['b', 'c'].map((name) => `${hashOf('EMAIL', `${name}@example.com`)}\n`);
    expect(textOf(await write(now, 'EMAIL_SHA256', { contents: 'list' }))).toBe(`${b}${c}`);
    expect(textOf(await write(now, 'EMAIL_SHA256', { contents: 'entries' }))).toBe(c);
  });

  it('of an empty list are none', async () => {
    expect(await write(await stage(['EMAIL'], [['nobody']]), 'EMAIL_SHA256')).toEqual([]);
  });

  it('are not begun by a cancelled run', async () => {
    const stagedPath = await stage(['EMAIL'], [['a@example.com']]);
    const filesPath = `${stagedPath}.files`;
    const request = { stagedPath, filesPath, fileType: 'EMAIL_SHA256', contents: 'list' } as const;
    const writing = rig.engine.writeCustomerFiles(request, { signal: AbortSignal.abort() });
    await expect(writing).rejects.toMatchObject({ kind: 'cancelled' });
    expect(existsSync(filesPath)).toBe(false);
  });

  it('can’t be written once the staged rows are gone', async () => {
    await expect(write(rig.path('gone.duckdb'), 'EMAIL_SHA256')).rejects.toMatchObject({
      kind: 'query-failed',
    });
  });
});

it('a plan says how many members are of types that the run has none of', async () => {
  const ledgerPath = rig.path('both.duckdb');
  const both = await stage(['EMAIL', 'PHONE'], [['a@example.com', '+12133734253']]);
  await rig.engine.applyToLedger(ledgerPath, both, { confirmed: [{ from: 0, to: 1 }], unknown: [] });
  const stagedPath = await stage(['EMAIL'], [['a@example.com']]);
  const plan = await rig.engine.planAudience({ stagedPath, ledgerPath, ...MODES });
  expect(plan).toMatchObject({ ledgerSize: 2, otherTypes: { PHONE: 1 } });
  const same = await rig.engine.planAudience({ stagedPath: both, ledgerPath, ...MODES });
  expect(same.otherTypes).toBeUndefined();
});
