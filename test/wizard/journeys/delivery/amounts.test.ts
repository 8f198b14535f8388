import { expect, test } from 'vitest';
import { money } from '../../../../src/wizard/journeys/delivery/amounts.ts';

test.each([
  ['0', '0 USD'],
  ['112949.9', '112,949.9 USD'],
  ['-1234567.8901234', '-1,234,567.8901234 USD'],
  ['123456789012345678901234.05', '123,456,789,012,345,678,901,234.05 USD'],
  ['999', '999 USD'],
])('%s is shown as %s, every digit kept', (total, shown) => {
  expect(money(total, 'USD')).toBe(shown);
});
