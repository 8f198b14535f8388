import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskSql } from '../../../src/core/history/mask-sql.ts';
import { redact } from '../../../src/core/history/redact.ts';

const nothingHidden = { hidden: [] };

describe('masking SQL', () => {
  test.each([
    ["WHERE email = 'jane@example.com'", "WHERE email = '•••'"],
    ["WHERE name = 'O''Brien' AND city = 'Rome'", "WHERE name = '•••' AND city = '•••'"],
    ["name = E'it\\'s Jane' AND x", "name = '•••' AND x"],
    ["path = 'C:\\' OR name = 'Jane'", "path = '•••' OR name = '•••'"],
    ['note = $tag$Jane $ Doe$tag$ AND y', "note = '•••' AND y"],
    ['WHERE phone = 4155550123 LIMIT 100', 'WHERE phone = ••• LIMIT 100'],
    ['SELECT h64 FROM t2024x WHERE year > 2024', 'SELECT h64 FROM t2024x WHERE year > 2024'],
    ['SELECT 1 -- ask Jane\nFROM t', 'SELECT 1 \nFROM t'],
    ['a /* Jane /* and Joe */ of Rome */ b', 'a   b'],
    ['SELECT "First name" FROM "Jane"', 'SELECT "First name" FROM "Jane"'],
    ["WHERE email = 'jane", "WHERE email = '•••'"],
    ['a /* never closed: Jane', 'a  '],
  ])('%s', (sql, masked) => {
    expect(maskSql(sql)).toBe(masked);
  });

  test('no text between quotes survives, whatever stands around it', () => {
    const piece = fc.constantFrom('SELECT a', ' = ', '\n', '"q"', '/* c */', '-- d\n', ' 12 ', ' e');
    fc.assert(
      fc.property(
        fc.array(piece),
        fc.array(piece),
        fc.stringMatching(/^[a-z']{0,8}$/),
        (before, after, text) => {
          const secret = `XYZ${text}XYZ`;
          const sql = `${before.join('')} '${secret.replaceAll("'", "''")}' ${after.join('')}`;
          expect(maskSql(sql)).not.toContain('XYZ');
        },
      ),
    );
  });
});

describe('redacting', () => {
  test('secrets, wrapped keys and users go by their name, whatever they hold', () => {
    expect(
      redact(
        {
          secret: { env: 'S' },
          accessToken: 'x',
          settings: { wrappedKey: 'abc', batchSize: 5 },
          user: 'jane',
        },
        nothingHidden,
      ),
    ).toEqual({
      secret: '(removed)',
      accessToken: '(removed)',
      settings: { wrappedKey: '(removed)', batchSize: 5 },
      user: '(removed)',
    });
  });

  test('paths become file names, alone, by table and within a sentence', () => {
    expect(
      redact(
        {
          tables: { C: '/home/jane/my data/customers.csv', D: ['C:\\Users\\jane\\d.csv', 'e.csv'] },
          sqlFile: '/home/jane/q.sql',
          message: 'There is no file /home/jane/data/customers.csv.',
        },
        nothingHidden,
      ),
    ).toEqual({
      tables: { C: 'customers.csv', D: ['d.csv', 'e.csv'] },
      sqlFile: 'q.sql',
      message: 'There is no file customers.csv.',
    });
  });

  test('folders with spaces, users and hosts that are known go from every sentence', () => {
    expect(
      redact('jane on janes-laptop can’t read /home/jane/my data/c.csv', {
        hidden: ['/home/jane/my data', 'janes-laptop', 'jane'],
      }),
    ).toBe('(removed) on (removed) can’t read …/c.csv');
  });

  test('what tada and TikTok made stays: ids, times, request ids, counts', () => {
    const kept = {
      at: '2026-11-22T01:48:00.123Z',
      id: '20261122-0148-ab3k',
      advertiserId: '7654321098765432109',
      requestId: '202611220148361A2B3C4D5E6F7A8B9C0D1E',
      rows: { read: 4155550123, sent: 12 },
      state: 'confirmed',
    };
    expect(redact(kept, nothingHidden)).toEqual(kept);
  });

  test('no address and no number survives in any text, at any depth', () => {
    const email = fc.emailAddress();
    const wrap = fc.constantFrom(
      (text: string) => text,
      (text: string) => `Invalid value for ${text}.`,
      (text: string) => ({ fault: { message: `(${text})` } }),
      (text: string) => ({ columns: [{ column: text, rejected: { empty: 3 } }] }),
      (text: string) => ({ [text]: 1 }),
    );
    fc.assert(
      fc.property(email, wrap, (address, shape) => {
        expect(JSON.stringify(redact(shape(address), nothingHidden))).not.toContain(address);
      }),
    );
    const phone = fc.constantFrom('+14155550123', '(415) 555-0132', '415-555-0132', '+44 20 7946 0123');
    fc.assert(
      fc.property(phone, wrap, (number, shape) => {
        expect(JSON.stringify(redact(shape(number), nothingHidden))).not.toContain(number);
      }),
    );
  });
});
