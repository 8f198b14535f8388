import { describe, expect, test } from 'vitest';
import { formatAmount, formatDuration, formatMoney, formatShare, listed } from '../../src/core/wording.ts';

describe('numbers for people', () => {
  test.each([
    [0, 100, '0%'],
    [1, 100_000, 'under 0.1%'],
    [1, 200, '0.5%'],
    [5, 100, '5.0%'],
    [50, 100, '50%'],
    [9_999, 10_000, '99.9%'],
    [99_999_999, 100_000_000, '99.9%'],
    [100, 100, '100%'],
    [1, 0, ''],
  ])('%i of %i is %s', (part, whole, expected) => {
    expect(formatShare(part, whole)).toBe(expected);
  });

  test.each([
    [0.4, '0 s'],
    [59.6, '1 min'],
    [125, '2 min 5 s'],
    [3_600, '1 h'],
    [4_200, '1 h 10 min'],
  ])('%d seconds are %s', (seconds, expected) => {
    expect(formatDuration(seconds)).toBe(expected);
  });

  test('counts have their separators and the right word', () => {
    expect(formatAmount(1, 'row')).toBe('1 row');
    expect(formatAmount(1234567, 'row')).toBe('1,234,567 rows');
    expect(formatAmount(2, 'person', 'people')).toBe('2 people');
  });

  test.each([
    ['0', '0 USD'],
    ['112949.9', '112,949.9 USD'],
    ['-1234567.8901234', '-1,234,567.8901234 USD'],
    ['123456789012345678901234.05', '123,456,789,012,345,678,901,234.05 USD'],
    ['999', '999 USD'],
  ])('%s is shown as %s, every digit kept', (total, shown) => {
    expect(formatMoney(total, 'USD')).toBe(shown);
  });

  test.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('%j are listed as %j', (parts, shown) => {
    expect(listed(parts)).toBe(shown);
  });
});
