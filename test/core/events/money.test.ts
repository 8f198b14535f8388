import { Decimal } from 'decimal.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventValue, readAmount, readQuantity, sumItems } from '../../../src/core/events/money.ts';

describe('an amount', () => {
  it.each([
    ['12', '12'],
    ['12.5', '12.5'],
    ['12.50', '12.5'],
    ['12.00', '12'],
    ['0', '0'],
    ['0.00', '0'],
    ['007.10', '7.1'],
    [' 12.5 ', '12.5'],
    ['+12.5', '12.5'],
    ['12.', '12'],
    ['.50', '0.5'],
    ['0.1', '0.1'],
    ['1.0E7', '10000000'],
    ['1.5e-3', '0.0015'],
    ['123456789012345.123456789', '123456789012345.123456789'],
    ['0.30000000000000004', '0.30000000000000004'],
  ])('%j is %s', (text, expected) => {
    expect(readAmount(text)).toBe(expected);
  });

  it.each([
    '',
    'abc',
    '.',
    '$12',
    '12 EUR',
    '12€',
    '1,234.50',
    '1.234,50',
    '1,234',
    '12,5',
    '-12',
    '(12)',
    'NaN',
    'Infinity',
    '1e99',
    '1e15',
    '1000000000000000',
    '0x10',
    '1 234',
    '.',
    '.5.',
    '1.2.3',
  ])('%j is none', (text) => {
    expect(readAmount(text)).toBeUndefined();
  });

  it('is whole where it counts items', () => {
    expect(readQuantity('2')).toBe('2');
    expect(readQuantity('2.0')).toBe('2');
    expect(readQuantity('1.5')).toBeUndefined();
    expect(readQuantity('-1')).toBeUndefined();
  });

  it('goes out as the same number it came in as, and as JSON writes numbers', () => {
    const amounts = fc.tuple(
      fc.nat({ max: 999_999_999 }),
      fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 12 }),
    );
    fc.assert(
      fc.property(amounts, ([whole, fraction]) => {
        const text = fraction === '' ? String(whole) : `${whole}.${fraction}`;
        const amount = readAmount(text) ?? 'none';
        expect(new Decimal(amount).equals(new Decimal(text))).toBe(true);
        expect(amount).toMatch(/^(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/);
      }),
    );
  });
});

describe('the items of an event', () => {
  it.each([
    [[{ price: '10', quantity: '2' }], '20'],
    [[{ price: '19.99', quantity: '1' }], '19.99'],
    [[{ price: '0.1', quantity: '3' }], '0.3'],
    [[{ price: '0.25', quantity: '4' }], '1'],
    [[{ price: '0.05', quantity: '1' }], '0.05'],
    [[{ price: '0.05', quantity: '0' }], '0'],
    [[{ price: '0.0001', quantity: '10' }], '0.001'],
    [
      [
        { price: '0.1', quantity: '1' },
        { price: '0.2', quantity: '1' },
      ],
      '0.3',
    ],
    [[{ price: '123456789.123456789', quantity: '999999999' }], '123456788999999999.876543211'],
  ])('%j are worth %s', (items, expected) => {
    expect(sumItems(items)).toBe(expected);
  });

  it('are worth nothing certain when one lacks its price or its quantity', () => {
    const known = { price: '10', quantity: '1' };
    expect(sumItems([])).toBeUndefined();
    expect(sumItems([known, { price: '5', quantity: undefined }])).toBeUndefined();
    expect(sumItems([known, { price: undefined, quantity: '1' }])).toBeUndefined();
  });

  it('add up as with decimal arithmetic, however many digits they have', () => {
    const Exact = Decimal.clone({ precision: 100, toExpNeg: -100, toExpPos: 100 });
    const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${most}}$`));
    const price = fc
      .oneof(
        fc.tuple(digits(4), digits(3)),
        fc.tuple(digits(9), fc.constantFrom('0', '5', '01', '999999')),
        fc.tuple(digits(15), digits(29)),
      )
      .map((parts) => readAmount(parts.join('.')) ?? '0');
    const quantity = fc.oneof(digits(1), digits(3), digits(15)).map((text) => readQuantity(text) ?? '0');
    const list = fc.array(fc.record({ price, quantity }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(list, (items) => {
        const sum = items.reduce(
          (all, item) => all.plus(new Exact(item.price).times(item.quantity)),
          new Exact(0),
        );
        // Decimal arithmetic of the core keeps 60 digits, which is as many as any of these sums has.
        expect(sumItems(items)).toBe(sum.toFixed());
        const values = items.map((item) => item.price);
        const total = values.reduce((all, value) => all.plus(value), new Exact(0));
        const isRepeated = values.every((value) => value === values[0]);
        expect(eventValue(values, []).value).toBe(isRepeated ? values[0] : total.toFixed());
      }),
      { numRuns: 1000 },
    );
  });

  it('add up exactly, in any order', () => {
    const items = fc.array(
      fc.record({
        price: fc.nat({ max: 10_000_000 }).map((cents) => readAmount(String(cents / 100)) ?? ''),
        quantity: fc.nat({ max: 1000 }).map(String),
      }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(items, (list) => {
        const cents = list.reduce(
          (sum, { price, quantity }) => sum + Math.round(Number(price) * 100) * Number(quantity),
          0,
        );
        const sum = sumItems(list) ?? 'none';
        expect(new Decimal(sum).times(100).toNumber()).toBe(cents);
        expect(sumItems(list.toReversed())).toBe(sum);
      }),
    );
  });
});

describe('the value of an event', () => {
  const two = [
    { price: '10', quantity: '1' },
    { price: '5', quantity: '2' },
  ];
  const equal = [
    { price: '10', quantity: '1' },
    { price: '10', quantity: '1' },
  ];

  it.each([
    ['is the sum of its items when none is given', [], two, '20', false],
    ['is unknown without items or value', [], [], undefined, false],
    ['is the one that is given', ['30'], [], '30', false],
    ['is the one that is given, and a difference is told', ['30'], two, '30', true],
    [
      'is not different by the rounding of a division',
      ['9.99'],
      [{ price: '3.3333', quantity: '3' }],
      '9.99',
      false,
    ],
    ['of an order repeated in its lines counts once', ['20', '20'], two, '20', false],
    [
      'of an order repeated in its lines counts once, and a difference is told',
      ['25', '25'],
      two,
      '25',
      true,
    ],
    ['of lines is added up', ['12', '8'], two, '20', false],
    ['of lines is added up, and a difference is told', ['12', '9'], two, '21', true],
    ['of equal lines is added up when that is what the items say', ['10', '10'], equal, '20', false],
    ['of equal lines counts once when nothing says otherwise', ['10', '10'], [], '10', false],
  ])('%s', (_, explicit, items, value, mismatch) => {
    expect(eventValue(explicit, items)).toEqual({ value, mismatch });
  });
});
