import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import parsePhone from 'libphonenumber-js/max';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeSampleData } from '../../src/simulator/index.ts';

const NOW = Date.UTC(2026, 5, 15, 9, 30);
const DAY = 86_400_000;

type Row = Readonly<Record<string, string>>;

async function sample(now = NOW) {
  const folder = mkdtempSync(join(tmpdir(), 'sample-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return writeSampleData(join(folder, 'new'), now);
}

function read(path: string): Row[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const names = header.split(',');
  const cells = lines.map((line) => line.split(','));
  expect(cells.filter((row) => row.length !== names.length)).toEqual([]);
  return cells.map((row) => Object.fromEntries(names.map((name, position) => [name, row[position] ?? ''])));
}

function isEmail(text: string): boolean {
  return /^[^@\s]+@[^@\s]+\.[a-z]+$/.test(text);
}

describe('the sample customers', () => {
  it('are enough for an audience, and as messy as real ones', async () => {
    const data = await sample();
    const rows = read(data.customers);
    expect(rows).toHaveLength(data.rows.customers);
    const emails = rows.map(({ email = '' }) => email);
    expect(new Set(emails.map((email) => email.trim().toLowerCase()).filter(isEmail)).size).toBeGreaterThan(
      1500,
    );
    for (const mess of [
      /^$/,
      /^n\/a$/,
      /^test@test\.com$/,
      /^ {2}/,
      /^[A-Z.0-9]+@/,
      /^[0-9a-f]{64}$/,
      / at /,
    ]) {
      expect(emails.some((email) => mess.test(email))).toBe(true);
    }
    const phones = rows.map(({ phone = '' }) => phone);
    for (const mess of [/^$/, /^n\/a$/, /^123$/, /^\(\d{3}\) /, /^\+1 \d/, /^\d{10}$/, /^\+44 20/]) {
      expect(phones.some((phone) => mess.test(phone))).toBe(true);
    }
  });

  it('are there twice now and then', async () => {
    const rows = read((await sample()).customers);
    const valid = rows.map(({ email = '' }) => email.trim().toLowerCase()).filter(isEmail);
    expect(new Set(valid).size).toBeLessThan(valid.length - 50);
  });

  it('have valid numbers that are nobody’s', async () => {
    const rows = read((await sample()).customers);
    const numbers = rows.flatMap(({ phone = '', country }) => {
      const parsed = parsePhone(phone.trim(), country === 'GB' ? 'GB' : 'US');
      return parsed?.isValid() ? [String(parsed.number)] : [];
    });
    expect(numbers.length).toBeGreaterThan(2500);
    const reserved = /^\+1\d{3}55501\d{2}$|^\+442079460\d{3}$/;
    expect(numbers.filter((number) => !reserved.test(number))).toEqual([]);
  });

  it('are the same every time', async () => {
    const [one, other] = [await sample(), await sample()];
    for (const file of ['customers', 'transactions', 'mergedCustomers'] as const) {
      expect(readFileSync(one[file], 'utf8')).toBe(readFileSync(other[file], 'utf8'));
    }
  });
});

describe('the sample transactions', () => {
  it('have the columns the events query reads', async () => {
    const data = await sample();
    const [transaction] = read(data.transactions);
    expect(Object.keys(transaction ?? {})).toEqual(
      expect.arrayContaining([
        'amperity_id',
        'order_id',
        'order_datetime',
        'product_category',
        'product_id',
        'product_name',
        'item_price',
        'item_quantity',
        'item_revenue',
        'store_id',
      ]),
    );
    const [customer] = read(data.mergedCustomers);
    expect(Object.keys(customer ?? {})).toEqual(['amperity_id', 'email', 'phone']);
  });

  it('are recent enough, never in the future, and some too old for a week', async () => {
    const ages = read((await sample()).transactions).map(
      ({ order_datetime = '' }) => NOW - Date.parse(`${order_datetime.replace(' ', 'T')}Z`),
    );
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(DAY);
    expect(ages.filter((age) => age < 7 * DAY).length).toBeGreaterThan(1000);
    expect(ages.some((age) => age > 28 * DAY)).toBe(true);
  });

  it('have several items an order, and buyers nobody knows', async () => {
    const data = await sample();
    const rows = read(data.transactions);
    const known = new Set(read(data.mergedCustomers).map(({ amperity_id }) => amperity_id));
    expect(new Set(rows.map(({ order_id }) => order_id)).size).toBeLessThan(rows.length);
    expect(rows.some(({ amperity_id }) => !known.has(amperity_id))).toBe(true);
  });

  it('come from buyers whose numbers are valid once they have +1', async () => {
    const rows = read((await sample()).mergedCustomers).filter(({ phone }) => phone !== '');
    expect(rows.length).toBeGreaterThan(400);
    expect(rows.filter(({ phone }) => parsePhone(`+1${phone}`)?.isValid() !== true)).toEqual([]);
  });
});
