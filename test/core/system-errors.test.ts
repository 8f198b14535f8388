import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { errorCode, isDiskFull, isMissing } from '../../src/core/system-errors.ts';

test('what the system refuses is told apart from what isn’t there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tada-system-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const refused = caught(() => mkdirSync(folder));
  expect(isMissing(caught(() => readFileSync(join(folder, 'nothing'))))).toBe(true);
  expect(isMissing(caught(() => readFileSync(join(file, 'inside of a file'))))).toBe(true);
  expect(isMissing(refused)).toBe(false);
  expect(errorCode(refused)).toBe('EEXIST');
});

test('an error that doesn’t come from the system has no code', () => {
  expect(errorCode(new Error('ENOENT'))).toBeUndefined();
  expect(errorCode({ code: 'ENOENT' })).toBeUndefined();
});

test.each([['ENOSPC'], ['EDQUOT'], ['EFBIG']])('%s means that there is no room', (code) => {
  expect(isDiskFull(code)).toBe(true);
});

test('a file that may not be written is not a full disk', () => {
  expect(isDiskFull('EACCES')).toBe(false);
  expect(isDiskFull(undefined)).toBe(false);
});

function caught(work: () => void): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}
