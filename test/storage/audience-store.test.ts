import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import type { AudienceRecord } from '../../src/core/ports/storage.ts';
import { openAudienceStore } from '../../src/storage/audience-store.ts';
import { startChild } from './helpers/child.ts';
import { temporaryHome } from './helpers/temporary-folders.ts';

const record: AudienceRecord = {
  advertiserId: '7654321098765432109',
  audienceId: '42',
  name: 'VIP',
  channel: 'streaming',
  rules: { emailRule: 'standard', phoneRule: 'plus', idfaCase: 'upper' },
  ledgerComplete: true,
};

test('what is remembered of an audience is found again, by advertiser and audience', () => {
  const folders = temporaryHome();
  const store = openAudienceStore(folders);
  expect(store.find(record.advertiserId, '42')).toBeUndefined();
  expect(store.list()).toEqual([]);
  store.save(record);
  store.save({ ...record, advertiserId: '1', name: 'same id, another account' });
  expect(openAudienceStore(folders).find(record.advertiserId, '42')).toEqual(record);
  expect(store.list().map(({ name }) => name)).toEqual(['same id, another account', 'VIP']);
});

test('one that is gone is forgotten with its ledger, and no other is', () => {
  const store = openAudienceStore(temporaryHome());
  const other = { ...record, audienceId: '43' };
  store.save(record);
  store.save(other);
  writeFileSync(store.ledgerPath(record.advertiserId, '42'), 'ledger');
  expect(store.forget(record.advertiserId, '42')).toBe(true);
  expect(existsSync(store.ledgerPath(record.advertiserId, '42'))).toBe(false);
  expect(store.list()).toEqual([other]);
  expect(store.forget(record.advertiserId, '42')).toBe(false);
});

test('its name and ledger may change, its rules and its channel never', () => {
  const store = openAudienceStore(temporaryHome());
  store.save(record);
  store.save({ ...record, name: 'VIP 2', ledgerComplete: false });
  expect(store.find(record.advertiserId, '42')).toMatchObject({ name: 'VIP 2', ledgerComplete: false });
  expect(() => store.save({ ...record, rules: { ...record.rules, phoneRule: 'digits' } })).toThrow(
    expect.objectContaining({
      kind: 'configuration',
      message: expect.stringContaining('was filled with phoneRule "plus"'),
    }),
  );
  expect(() => store.save({ ...record, channel: 'file' })).toThrow('streaming channel');
});

test("the ledger lies beside the record, and odd ids can't lead out of the folder", () => {
  const folders = temporaryHome();
  const store = openAudienceStore(folders);
  store.save(record);
  const ledger = store.ledgerPath(record.advertiserId, '42');
  expect(relative(folders.audiences, ledger)).toBe(join(record.advertiserId, '42', 'ledger.duckdb'));
  expect(statSync(join(ledger, '..')).mode & 0o777).toBe(0o700);
  expect(relative(folders.audiences, store.ledgerPath('..', '../../x'))).not.toMatch(/^\.\./);
});

test('a damaged record is said with its path, not passed over', () => {
  const folders = temporaryHome();
  const folder = join(folders.audiences, '1', '2');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'audience.json'), JSON.stringify({ ...record, channel: 'pigeon' }));
  const store = openAudienceStore(folders);
  for (const look of [
    () => store.find('1', '2'),
    () => store.list(),
    () => store.save({ ...record, advertiserId: '1', audienceId: '2' }),
  ]) {
    expect(look).toThrow(`${join(folder, 'audience.json')} is damaged (at channel).`);
  }
});

test('one run at a time: a second one is refused while the first lives, and takes over when it was killed', async () => {
  const folders = temporaryHome();
  const store = openAudienceStore(folders);
  const first = startChild('hold-lock.ts', [folders.locks, 'The audience 1/VIP']);
  await first.nextLine();
  await expect(store.lock('1/VIP')).rejects.toMatchObject({
    kind: 'locked',
    message: expect.stringMatching(/^The audience 1\/VIP is in use by /),
  });
  const other = await store.lock('1/others');
  await other.release();
  await first.kill();
  const lock = await store.lock('1/VIP');
  await lock.release();
});
