import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeSampleData } from '../../src/simulator/index.ts';
import { sha256 } from '../support/sha256.ts';
import { customersCsv, openWorkplace, range, vipProfile } from './support/workplace.ts';

test('a report shows where every row ended and how the audience grew, in a page that loads nothing', async () => {
  const place = await openWorkplace();
  place.write('profile.json', vipProfile(place.simulator, { batchSize: 100 }));
  expect((await place.tada('apply', 'profile.json')).code).toBe(0);
  place.write('customers.csv', customersCsv(range(0, 300)));
  const first = await place.run('vip');
  place.write('customers.csv', `${customersCsv(range(100, 450))}not an address,\n`);
  const second = await place.run('vip');
  expect(second.summary.outcome).toBe('completed');

  const ending = await place.tada('runs', 'report', second.summary.run, '-o', 'report.html', '--json');
  const path = join(place.folder, 'report.html');
  expect(ending.json).toEqual([{ file: path }]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const page = readFileSync(path, 'utf8');
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|https?:/i);

  const cell = (label: string) =>
    Number(
      new RegExp(`<th scope="row">${label}</th><td class="number">([\\d,]+)`)
        .exec(page)?.[1]
        ?.replaceAll(',', ''),
    );
  const { rows, delivery } = second.summary;
  expect(cell('rows read')).toBe(rows.read);
  const buckets = ['sent', 'unchanged', 'duplicate', 'rejected', 'refused', 'merged', 'pending'].map(cell);
  expect(buckets.reduce((sum, count) => sum + count, 0)).toBe(rows.read);
  expect(cell('identifiers added')).toBe(delivery.added);
  expect(cell('identifiers removed')).toBe(delivery.removed);
  expect(cell('EMAIL: not-an-email')).toBe(1);
  // The two runs of the audience: what was in it after each.
  const before = first.summary.delivery.added ?? 0;
  const after = before + (delivery.added ?? 0) - (delivery.removed ?? 0);
  expect(page).toMatch(new RegExp(`aria-label="${before} at [^"]*, ${after} at `));

  // Nobody's e-mail address or hash is in it.
  expect(page).not.toMatch(/person\.\d+|@example|[0-9a-f]{64}/);
  expect(page).not.toContain(sha256('person.120@example.com'));
  expect(page).not.toContain(place.folder);
});

test('a report of a run that failed says what stopped it, and hides what a name gives away', async () => {
  const place = await openWorkplace();
  await writeSampleData(place.folder, Date.now());
  const profile = vipProfile(place.simulator).replace(
    '"audienceName":"VIP"',
    '"audienceName":"<b>VIP</b> of jane.doe@example.com"',
  );
  place.write('profile.json', profile);
  expect((await place.tada('apply', 'profile.json')).code).toBe(0);
  place.simulator.control.addFault('no-permission@/segment/mapping/+2');
  const run = await place.run('vip');
  const name = 'failed.html';
  expect((await place.tada('runs', 'report', run.summary.run, '-o', name)).code).toBe(0);
  const page = readFileSync(join(place.folder, name), 'utf8');
  expect(page).toContain('What stopped it');
  expect(page).toContain(`tada runs resume ${run.summary.run}`);
  expect(page).toContain(run.fault?.requestId ?? 'no request id');
  expect(page).not.toContain('jane');
  expect(page).not.toContain('<b>');

  const again = await place.tada('runs', 'report', run.summary.run, '-o', name);
  expect(again.code).toBe(2);
  expect(again.stderr).toContain('exists already');
  expect((await place.tada('runs', 'report', 'nonesuch', '-o', 'x.html')).code).toBe(2);
});
