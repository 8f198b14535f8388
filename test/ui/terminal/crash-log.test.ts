import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeCrashLog } from '../../../src/ui/terminal/crash-log.ts';

const NOW = new Date('2027-01-02T03:04:05.006Z');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tada-crash-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the log of a bug', () => {
  test('has message, stack and causes, for its owner’s eyes only', () => {
    const error = new Error('outer', { cause: new TypeError('inner') });
    const path = writeCrashLog(join(folder, 'logs'), error, NOW) ?? '';
    const text = readFileSync(path, 'utf8');
    expect(path).toBe(join(folder, 'logs', 'crash-2027-01-02T03-04-05-006Z.log'));
    expect(text).toMatch(/^2027-01-02T03:04:05\.006Z\nnode v/);
    expect(text).toContain('Error: outer\n    at ');
    expect(text).toContain('caused by\nTypeError: inner\n    at ');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('holds no personal data and no secrets, also where they are part of a message', () => {
    const error = new Error('bad row jane.doe@example.com\n+1 415 555 0123 access_token=abcdef0123456789');
    const text = readFileSync(writeCrashLog(folder, error, NOW) ?? '', 'utf8');
    expect(text).not.toMatch(/jane|example\.com|555|abcdef/);
  });

  test('isn’t there when it can’t be written', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(writeCrashLog(join(file, 'logs'), new Error('x'), NOW)).toBeUndefined();
  });
});
