import { describe, expect, it } from 'vitest';
import { engineRig, knownError } from './support/engine-rig.ts';

const rig = engineRig();
const people = rig.file('people.csv', 'email,phone,city\njane@example.com,4155550123,Köln\n');

async function problem(sql: string): Promise<string> {
  const error = await knownError(rig.engine.sample({ people: [people] }, sql, 5));
  expect(error.kind).toBe('query-failed');
  expect(error.hint).not.toBe('');
  return error.message;
}

describe('errors in SQL', () => {
  it('show the line, the place and the nearest column', async () => {
    expect(await problem('SELECT\n  emial\nFROM people')).toBe(
      ["Line 2: column emial doesn't exist; did you mean email?", '    emial', '    ^'].join('\n'),
    );
  });

  it('point at characters, not bytes', async () => {
    expect(await problem("SELECT 'Zoë 🎉', emial FROM people")).toBe(
      [
        "Line 1: column emial doesn't exist; did you mean email?",
        "  SELECT 'Zoë 🎉', emial FROM people",
        '                   ^',
      ].join('\n'),
    );
  });

  it('point into the person’s text though the engine runs an edited one', async () => {
    const sql =
      "SELECT approx_distinct(email), date_format(now(), '%i') FROM people WHERE phone > 5 AND ctiy = 'x'";
    const [first, line, caret] = (await problem(sql)).split('\n');
    expect(first).toContain('did you mean city?');
    expect(line?.slice((caret ?? '').indexOf('^'))).toMatch(/^ctiy/);
  });

  it('cut long lines around the place', async () => {
    const filler = Array.from({ length: 40 }, (_, index) => `email AS e${index}`).join(', ');
    const [, line = '', caret = ''] = (await problem(`SELECT ${filler}, emial FROM people`)).split('\n');
    expect(line.length).toBeLessThan(85);
    expect(line.slice(caret.indexOf('^'))).toMatch(/^emial/);
  });

  it.each([
    ['SELECT email FROM people WHERE', 'the SQL ends too early'],
    ['SELECT email FRM people p', "the SQL can't be understood at p"],
    ["SELECT 'abc FROM people", 'a quote is opened and never closed'],
    ['SELECT uper(email) FROM people', "uper() isn't a function"],
    ['SELECT x.email FROM people', 'x is neither a table nor an alias'],
    ['SELECT regexp_like(email) FROM people', "regexp_like() doesn't take these arguments"],
    ['SELECT email, count(*) FROM people', 'must appear in the GROUP BY clause'],
    ['SELECT email FROM people WHERE phone > emial', 'did you mean email?'],
    ['SELECT people.emial FROM people', 'people has no column emial; did you mean email?'],
  ])('are told in words: %s', async (sql, said) => {
    expect(await problem(sql)).toContain(said);
  });

  it.each([
    'SELECT CAST(email AS integer) FROM people',
    'SELECT CAST(phone AS tinyint) FROM people',
    'SELECT CAST(CAST(phone AS bigint) AS tinyint) FROM people',
    'SELECT CAST(email AS timestamp) FROM people',
    'SELECT CAST(email AS date) FROM people',
    'SELECT CAST(phone AS decimal(3, 1)) FROM people',
    "SELECT date_parse(email, '%Y') FROM people",
    'SELECT email + 1 FROM people',
    'SELECT from_hex(email) FROM people',
    'SELECT json_parse(email) FROM people',
    "SELECT regexp_like('x', email || '(') FROM people",
    "SELECT date_add('day', CAST(phone AS bigint), date '2020-01-01') FROM people",
    'SELECT (SELECT email FROM people UNION ALL SELECT city FROM people)',
    'SELECT 9223372036854775807 + CAST(phone AS bigint) FROM people',
  ])('of values never show the value: %s', async (sql) => {
    const message = await problem(sql);
    expect(message.replace(sql, '')).not.toMatch(/jane|example\.com|4155550123|Köln/);
  });
});
