import { describe, expect, test } from 'vitest';
import { MOST_ENTRIES, mayBeKept, withEntry } from '../../src/core/field-history.ts';

describe('entries of a field', () => {
  test('are newest first, each once, and not without end', () => {
    expect(withEntry(['b', 'a'], 'a')).toEqual(['a', 'b']);
    let entries: readonly string[] = [];
    for (let number = 0; number < MOST_ENTRIES * 2; number += 1) entries = withEntry(entries, `v${number}`);
    expect(entries).toHaveLength(MOST_ENTRIES);
    expect(entries[0]).toBe(`v${MOST_ENTRIES * 2 - 1}`);
  });

  test.each([
    ['audience-name', 'jane.doe@example.com'],
    ['audience-name', 'all of jane@example.com’s friends'],
    ['advertiser-ids', '+1 (415) 555-0123'],
    ['advertiser-ids', '4155550123'],
    ['test-event-code', 'a'.repeat(40)],
    ['server-url', `https://${'0123456789abcdef'.repeat(2)}.example`],
    ['data-file', ''],
    ['data-file', 'x'.repeat(501)],
    ['audience-name', 'two\nlines'],
    ['schedule', 'mail jane@example.com'],
  ] as const)('of %s don’t take %j', (key, value) => {
    expect(mayBeKept(key, value)).toBe(false);
  });

  test.each([
    ['advertiser-ids', '7654321098765432109'],
    ['advertiser-ids', '7654321098765432109 7654321098765432110'],
    ['audience-name', 'VIP 2026'],
    ['test-event-code', 'TEST12345'],
    ['data-file', '/data/2026-11-22/customers (1).csv'],
    ['schedule', '0 6 * * 1'],
    ['launch-time', '2027-01-04 06:30'],
    ['event-source-id', 'C4ABCDEF1234'],
  ] as const)('of %s take %j', (key, value) => {
    expect(mayBeKept(key, value)).toBe(true);
  });
});
