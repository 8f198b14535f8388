import { expect, test } from 'vitest';
import { phoneTable } from '../../../src/sources/audiences/phone-table.ts';

/** The number as the table of a country rewrites it; undefined where it is left to the library. */
function rewritten(number: string, defaultCountry: string | undefined): string | undefined {
  const { table, rewrites } = phoneTable({ defaultCountry });
  const bytes = new TextEncoder().encode(number);
  table.begin();
  table.read(bytes, 0, bytes.length, bytes, 0);
  const rewrite = rewrites[table.verdict()];
  return rewrite && new TextDecoder().decode(rewrite.add) + number.slice(rewrite.cut);
}

test('a number is read by the plan of its own country, whichever were asked for before', () => {
  const ask = () => [
    rewritten('4155552671', 'US'),
    rewritten('015123456789', 'DE'),
    rewritten('4155552671', undefined),
    rewritten('+4915123456789', undefined),
  ];
  const expected = ['+14155552671', '+4915123456789', undefined, '+4915123456789'];
  expect(ask()).toEqual(expected);
  // More countries than tables are kept.
  for (const country of ['FR', 'IT', 'ES', 'JP', 'BR']) expect(rewritten('1', country)).toBeUndefined();
  expect(ask()).toEqual(expected);
});

test('the same table serves a country again, with what it has learned', () => {
  expect(phoneTable({ defaultCountry: 'US' })).toBe(phoneTable({ defaultCountry: 'US' }));
  expect(phoneTable({ defaultCountry: 'US' })).not.toBe(phoneTable({ defaultCountry: 'CA' }));
});
