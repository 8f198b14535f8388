import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openFieldHistory } from '../../src/storage/field-history.ts';

function place() {
  const data = mkdtempSync(join(tmpdir(), 'tada-history-'));
  onTestFinished(() => {
    chmodSync(data, 0o700);
    rmSync(data, { recursive: true, force: true });
  });
  return { data, path: join(data, 'history.json') };
}

describe('what was typed before', () => {
  test('is there in the next session, by kind of field, for this user only', () => {
    const { data, path } = place();
    const first = openFieldHistory({ data });
    expect(first.entries('audience-name')).toEqual([]);
    first.remember('audience-name', 'VIP');
    first.remember('audience-name', 'Loyal');
    first.remember('audience-name', 'VIP');
    first.remember('advertiser-ids', '7654321098765432109');
    const next = openFieldHistory({ data });
    expect(next.prepare()).toBeUndefined();
    expect(next.entries('audience-name')).toEqual(['VIP', 'Loyal']);
    expect(next.entries('advertiser-ids')).toEqual(['7654321098765432109']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('is of both of two wizards', () => {
    const { data } = place();
    const [one, other] = [openFieldHistory({ data }), openFieldHistory({ data })];
    one.remember('event-name', 'Purchase');
    other.remember('event-name', 'Subscribe');
    one.remember('event-name', 'AddToCart');
    expect(other.entries('event-name')).toEqual(['AddToCart', 'Subscribe', 'Purchase']);
  });

  test('never holds an e-mail that was typed into the wrong field, nor offers one that got there', () => {
    const { data, path } = place();
    openFieldHistory({ data }).remember('audience-name', 'jane@example.com');
    expect(existsSync(path)).toBe(false);
    writeFileSync(path, JSON.stringify({ 'audience-name': ['jane@example.com', 'VIP'] }));
    expect(openFieldHistory({ data }).entries('audience-name')).toEqual(['VIP']);
  });

  test('starts anew where its file is damaged, which is put aside and said', () => {
    const { data, path } = place();
    writeFileSync(path, '{"audience-name": "VIP"');
    const history = openFieldHistory({ data });
    expect(history.prepare()).toMatch(
      /history\.json is damaged\. It is now .*history\.damaged\.json, and what was typed/,
    );
    expect(readFileSync(join(data, 'history.damaged.json'), 'utf8')).toBe('{"audience-name": "VIP"');
    history.remember('audience-name', 'VIP');
    expect(openFieldHistory({ data }).entries('audience-name')).toEqual(['VIP']);
  });

  test('keeps kinds of fields that another version knows', () => {
    const { data, path } = place();
    writeFileSync(path, JSON.stringify({ 'of-tomorrow': ['x'] }));
    openFieldHistory({ data }).remember('app-id', '7000000000000000001');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      'of-tomorrow': ['x'],
      'app-id': ['7000000000000000001'],
    });
  });
});
