import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { writeSampleData } from '../../src/simulator/index.ts';
import { sha256 } from '../support/sha256.ts';
import { openWorkplace, vipProfile, type Workplace } from './support/workplace.ts';

interface Bundle {
  /** Everything in it, decompressed, with the names of its files. */
  readonly text: string;
  readonly files: ReadonlyMap<string, string>;
  json(name: string): Readonly<Record<string, unknown>>;
}

function openBundle(path: string): Bundle {
  const files = new Map(
    Object.entries(unzipSync(readFileSync(path))).map(([name, bytes]) => [
      name.split('/').at(-1) ?? '',
      strFromU8(bytes),
    ]),
  );
  return {
    files,
    text: [...files].flat().join('\n'),
    json: (name) => JSON.parse(files.get(name) ?? 'null'),
  };
}

async function bundleOf(place: Workplace, id: string, name = 'support.zip'): Promise<Bundle> {
  const ending = await place.tada('runs', 'bundle', id, '-o', name, '--json');
  expect(ending.stderr).toBe('');
  return openBundle(join(place.folder, name));
}

/** Cells of a CSV without quotes, as they are written, trimmed, and their digits: what must be in no bundle. */
function cellsOf(csv: string): ReadonlySet<string> {
  const cells = csv
    .split('\n')
    .slice(1)
    .flatMap((line) => line.split(',').slice(1, 3))
    .flatMap((cell) => [cell, cell.trim(), cell.trim().toLowerCase(), cell.replaceAll(/\D/g, '')]);
  return new Set(cells.filter((cell) => cell.length >= 6 && cell !== 'unknown'));
}

test('a bundle of a run over messy data holds what happened, and nothing of anybody', async () => {
  const place = await openWorkplace({ accessToken: 'tokencanary0123456789abcdef01234567' });
  const data = await writeSampleData(place.folder, Date.now());
  const profile = vipProfile(place.simulator)
    .replace(
      'FROM Customer360',
      "FROM Customer360 -- ask jane.doe@example.com\\nWHERE email <> 'jane.doe@example.com' AND phone <> '4155550123'",
    )
    .replace('"audienceName":"VIP"', '"audienceName":"VIP of jane.doe@example.com"');
  place.write('profile.json', profile);
  expect((await place.tada('apply', 'profile.json')).code).toBe(0);
  place.simulator.control.addFault('no-permission@/segment/mapping/+2');
  const run = await place.run('vip');
  const id = run.summary.run;

  const bundle = await bundleOf(place, id);
  expect([...bundle.files.keys()].toSorted()).toEqual([
    'README.txt',
    'faults.json',
    'funnel.json',
    'journal.jsonl',
    'profile.json',
    'requests.json',
    'run.json',
    'summary.json',
    'versions.json',
  ]);
  const cells = cellsOf(readFileSync(data.customers, 'utf8'));
  expect(cells.size).toBeGreaterThan(5000);
  expect([...cells].filter((cell) => bundle.text.includes(cell))).toEqual([]);
  const hashes = [...cells].map(sha256);
  expect(hashes.filter((hash) => bundle.text.includes(hash))).toEqual([]);
  for (const canary of [
    place.simulator.accessToken,
    place.simulator.secret,
    'jane',
    '4155550123',
    place.folder,
    place.home,
    place.services.user,
  ]) {
    expect(bundle.text.toLowerCase()).not.toContain(canary.toLowerCase());
  }

  expect(bundle.json('faults.json').last).toMatchObject({
    kind: 'missing-permission',
    explanation: run.fault?.explanation,
    causes: expect.any(Array),
    nextStep: expect.any(String),
    requestId: run.fault?.requestId,
  });
  expect(bundle.json('summary.json')).toMatchObject({ run: id, rows: run.summary.rows });
  expect(bundle.files.get('run.json')).toContain("WHERE email <> '•••' AND phone <> '•••'");
  expect(bundle.files.get('run.json')).toContain('"customers.csv"');
  const requests: unknown = JSON.parse(bundle.files.get('requests.json') ?? '');
  expect(requests).toContainEqual(
    expect.objectContaining({ state: 'confirmed', requestId: expect.stringMatching(/^\w+$/) }),
  );
  expect(bundle.json('funnel.json')).toMatchObject({
    staged: { columns: [{ rejected: { 'not-an-email': expect.any(Number) } }, {}] },
  });
  expect(bundle.json('versions.json')).toMatchObject({ tada: '0.0.0', node: process.versions.node });
});

test('a query that failed at somebody’s name is bundled without the name', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', 'email,phone\na@example.com,\n');
  const profile = vipProfile(place.simulator).replace(
    'FROM Customer360',
    "FROM Customer360 WHERE emial = 'Jane Doe' AND phone = 4155550123",
  );
  place.write('profile.json', profile);
  expect((await place.tada('apply', 'profile.json')).code).toBe(0);
  const run = await place.run('vip');
  expect(run.fault?.message).toContain("'Jane Do");
  const bundle = await bundleOf(place, run.summary.run);
  expect(bundle.text).not.toMatch(/Jane|4155550123/);
  expect(bundle.json('faults.json').last).toMatchObject({
    kind: 'query-failed',
    message: expect.stringMatching(/emial/),
  });
});

test('a file without a header makes people into column names, and they are masked too', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', 'someone.first@example.com,+14155550123\nb@example.com,+14155550124\n');
  const profile = vipProfile(place.simulator).replace(
    'SELECT email AS EMAIL, phone AS PHONE',
    'SELECT \\"someone.first@example.com\\", \\"+14155550123\\"',
  );
  place.write('profile.json', profile);
  expect((await place.tada('apply', 'profile.json')).code).toBe(0);
  const run = await place.run('vip');
  expect(run.summary.outcome).toBe('error');
  const bundle = await bundleOf(place, run.summary.run);
  expect(bundle.text).not.toMatch(/someone|4155550123/);
});

test('a bundle never replaces a file, is for its owner only, and can be made of a run that was stopped early', async () => {
  const place = await openWorkplace();
  place.write('customers.csv', 'email,phone\na@example.com,\n');
  place.write('profile.json', vipProfile(place.simulator));
  expect((await place.tada('apply', 'profile.json')).code).toBe(0);
  const run = await place.run('vip');
  place.write('taken.zip', 'somebody’s');
  const taken = await place.tada('runs', 'bundle', run.summary.run, '-o', 'taken.zip');
  expect(taken.code).toBe(2);
  expect(taken.stderr).toContain('exists already');
  expect(readFileSync(join(place.folder, 'taken.zip'), 'utf8')).toBe('somebody’s');
  await bundleOf(place, run.summary.run);
  expect(statSync(join(place.folder, 'support.zip')).mode & 0o777).toBe(0o600);
  expect((await place.tada('runs', 'bundle', run.summary.run)).code).toBe(2);
  expect((await place.tada('runs', 'bundle', 'nonesuch', '-o', 'x.zip')).code).toBe(2);

  const aborted = new AbortController();
  for await (const event of place.services.delivery.run('vip', { cancel: aborted.signal })) {
    if (event.type === 'task') break;
  }
  const unfinished = place.services.runs.list().runs[0]?.id ?? '';
  expect((await bundleOf(place, unfinished, 'second.zip')).json('run.json').id).toBe(unfinished);
});
