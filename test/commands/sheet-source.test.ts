import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { workbookBytes } from '../sources/support/workbook-bytes.ts';
import {
  emailOf,
  expectedMembers,
  membersOf,
  openWorkplace,
  phoneOf,
  range,
  vipProfile,
} from './support/workplace.ts';

test('a sheet is previewed and delivered: what Excel kept as numbers is told, and each kind of value counted', async () => {
  const place = await openWorkplace();
  const people = range(0, 8).map((person) => [emailOf(person), Number(phoneOf(person))]);
  const sheets = [
    { name: 'Notes', rows: [['nothing here']] },
    { name: 'VIP #1', rows: [['email', 'phone'], ...people, ['nobody', '5'], [null, null]] },
  ];
  writeFileSync(join(place.folder, 'people.xlsx'), workbookBytes(sheets));
  const profile = vipProfile(place.simulator).replace('customers.csv', 'people.xlsx#VIP #1');
  await place.tada('apply', place.write('acme.json', profile));

  const { code, stdout } = await place.tada('preview', 'vip', '--json', '--limit', '0');
  expect(code).toBe(0);
  const preview = JSON.parse(stdout);
  expect(preview.columns.map(({ kinds }: { kinds: unknown }) => kinds)).toEqual([
    [
      { kind: 'plain', rows: 8, share: 0.8889 },
      { kind: 'rejected', rows: 1, share: 0.1111 },
    ],
    [
      { kind: 'rewritten', rows: 8, share: 0.8889 },
      { kind: 'rejected', rows: 1, share: 0.1111 },
    ],
  ]);
  const numbers = preview.warnings.find(({ code: each }: { code: string }) => each === 'spreadsheet-numbers');
  expect(numbers.message).toContain('8 values of the column phone in people.xlsx as numbers');
  const { stdout: plain } = await place.tada('preview', 'vip', '--limit', '0');
  expect(plain).toContain('PHONE (PHONE): 89% put into international form, 11% not usable');

  const { events } = await place.run('vip');
  const warned = events.flatMap((event) => (event.type === 'warning' ? [event.code] : []));
  expect(warned).toContain('spreadsheet-numbers');
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 8)));
});
