import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDraftStore } from '../../src/storage/draft-store.ts';

function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tada-drafts-'));
  onTestFinished(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

test('a draft is there for the next wizard, for its owner only, until it is forgotten', () => {
  const data = openFolder();
  openDraftStore({ data }).keep('refresh', { at: 'file', answers: { destination: 'acme' } });
  openDraftStore({ data }).keep('onboarding/events', { at: 'query', answers: {} });
  const path = join(data, 'drafts.json');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(openDraftStore({ data }).read('refresh')).toEqual({ at: 'file', answers: { destination: 'acme' } });
  openDraftStore({ data }).forget('refresh');
  expect(openDraftStore({ data }).read('refresh')).toBeUndefined();
  expect(readFileSync(path, 'utf8')).not.toContain('acme');
  expect(openDraftStore({ data }).read('onboarding/events')).toBeDefined();
});

test('a damaged file costs the drafts and stops nobody', () => {
  const data = openFolder();
  writeFileSync(join(data, 'drafts.json'), '{"refresh":');
  const store = openDraftStore({ data });
  expect(store.read('refresh')).toBeUndefined();
  store.forget('refresh');
  store.keep('refresh', { at: 'file', answers: {} });
  expect(store.read('refresh')).toEqual({ at: 'file', answers: {} });
});
