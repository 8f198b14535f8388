import { describe, expect, test } from 'vitest';
import { sqlTokens, suggestionsAt } from '../../../src/ui/text/sql-tokens.ts';

function kinds(sql: string): readonly string[] {
  return sqlTokens(sql).map(({ from, to, kind }) => `${kind} ${sql.slice(from, to)}`);
}

describe('the colours of SQL', () => {
  test('tell keywords, texts, numbers and comments apart', () => {
    expect(kinds("SELECT 'it''s' -- from\nFROM t /* x\n */ WHERE \"where\" > 1.5")).toEqual([
      'keyword SELECT',
      "string 'it''s'",
      'comment -- from',
      'keyword FROM',
      'comment /* x\n */',
      'keyword WHERE',
      'number 1.5',
    ]);
  });

  test('show an unclosed quote to the end', () => {
    expect(kinds("SELECT 'abc, FROM t")).toEqual(['keyword SELECT', "string 'abc, FROM t"]);
  });
});

describe('suggestions', () => {
  const names = ['Customer360', 'email', 'email hash', 'phone'];
  const optionsAtEnd = (sql: string): readonly string[] => suggestionsAt(sql, sql.length, names).options;

  test('begin with what was typed, in any case, quoted where SQL needs it', () => {
    expect(suggestionsAt('SELECT EM', 9, names)).toEqual({ from: 7, options: ['email', '"email hash"'] });
  });

  test('follow the name of a table', () => {
    expect(optionsAtEnd('SELECT c.ph')).toEqual(['phone']);
  });

  test('are silent where nothing was typed, and inside texts and comments', () => {
    expect(optionsAtEnd('SELECT ')).toEqual([]);
    expect(optionsAtEnd("SELECT 'em")).toEqual([]);
    expect(optionsAtEnd('-- em')).toEqual([]);
    expect(optionsAtEnd("SELECT 'x' || em")).toEqual(['email', '"email hash"']);
  });
});
