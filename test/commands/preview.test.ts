import { expect, test } from 'vitest';
import { applyProfile, customersCsv, openWorkplace, range } from './support/workplace.ts';

test('all rows but one are never shown as all of them, nor the one as none', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', `${customersCsv(range(0, 2_500))}not an address,12\n`);
  await applyProfile(place);
  const { stdout } = await place.tada('preview', 'vip', '--limit', '0');
  expect(stdout).toMatch(/rows read +2,501\n/);
  expect(stdout).toMatch(/with an identifier +2,501 \(100%\)/);
  expect(stdout).toMatch(/valid +2,500 \(99\.9%\)/);
  expect(stdout).toContain('EMAIL (EMAIL): 99.9% plain, under 0.1% not usable');
});
