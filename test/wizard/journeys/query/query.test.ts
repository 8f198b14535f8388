import { describe, expect, test } from 'vitest';
import { EMPTY_PROFILE, type Query, querySchema } from '../../../../src/core/profiles/schema.ts';
import { reviewRows } from '../../../../src/wizard/journeys/common/form.ts';
import { proposeSql } from '../../../../src/wizard/journeys/query/propose-sql.ts';
import {
  nameOf,
  needsCheck,
  newQuery,
  QUERY_FORM,
  savedQuery,
  sqlOf,
  toQuery,
  withTables,
} from '../../../../src/wizard/journeys/query/query-form.ts';
import { sqlName } from '../../../../src/wizard/journeys/query/sql-names.ts';
import { locateProblem } from '../../../../src/wizard/journeys/query/sql-problem.ts';
import { addTable, sourceTablesOf } from '../../../../src/wizard/journeys/source/tables.ts';

describe('names in SQL', () => {
  test.each([
    ['email', 'email'],
    ['_x1', '_x1'],
    ['E-Mail', '"E-Mail"'],
    ['first name', '"first name"'],
    ['order', '"order"'],
    ['ORDER', '"ORDER"'],
    ['say "hi"', '"say ""hi"""'],
    ['почта', '"почта"'],
  ])('%s is written %s', (name, written) => {
    expect(sqlName(name)).toBe(written);
  });
});

describe('the proposed query', () => {
  test('takes identifiers under the names of TikTok’s fields, by contents as well', () => {
    const sample = {
      columns: ['id', 'Kontakt', 'phone', 'EMAIL'].map((name) => ({ name, type: 'VARCHAR' })),
      rows: [
        ['1', 'x', '+14155550123', 'a@example.com'],
        ['2', 'y', '+14155550124', 'b@example.com'],
      ],
    };
    expect(proposeSql('Customer360', sample)).toBe('SELECT\n  EMAIL,\n  phone AS PHONE\nFROM Customer360');
  });
});

describe('the place of a problem', () => {
  test('is read from the line and the caret', () => {
    const sql = 'SELECT\n  emial AS EMAIL\nFROM t';
    const message = "Line 2: column emial doesn't exist; did you mean email?.\n    emial AS EMAIL\n    ^";
    expect(locateProblem(sql, message)).toEqual({
      line: 2,
      column: 3,
      message: "column emial doesn't exist; did you mean email?.",
    });
  });

  test('is found in a line that the engine has cut', () => {
    const long = `${'a, '.repeat(40)}wrong`;
    const shown = long.slice(60);
    const caret = ' '.repeat(long.indexOf('wrong') - 60 + 3);
    expect(locateProblem(`SELECT ${long}`, `Line 1: no.\n  …${shown}\n${caret}^`)).toMatchObject({
      line: 1,
      column: 'SELECT '.length + long.indexOf('wrong') + 1,
    });
  });

  test('is the line alone where no caret is drawn, and none where no line is told', () => {
    expect(locateProblem('x', 'Line 1: the SQL ends too early.')).toEqual({
      line: 1,
      message: 'the SQL ends too early.',
    });
    expect(locateProblem('x', 'The file is gone.')).toBeUndefined();
  });
});

const SAVED: Query = {
  name: 'customers',
  description: 'all of them',
  sql: 'SELECT 1 AS EMAIL FROM t',
  source: { engine: 'embedded', tables: { t: '/t.csv' } },
};

describe('a query', () => {
  test('that is only looked at is saved as it was and needn’t be checked', () => {
    expect(toQuery(savedQuery(SAVED))).toEqual(SAVED);
    expect(needsCheck(savedQuery(SAVED))).toBe(false);
    const inFile: Query = { name: 'q', sqlFile: '/q.sql', source: SAVED.source };
    expect(toQuery(savedQuery(inFile))).toEqual(inFile);
    expect(needsCheck(savedQuery(inFile))).toBe(false);
  });

  test('keeps what a person wrote when its files change, and forgets what was only proposed', () => {
    const answers = { ...newQuery(EMPTY_PROFILE), proposedSql: 'SELECT 1', writtenSql: undefined };
    const moved = { ...answers, ...withTables(addTable([], '/people.csv')) };
    expect(sqlOf(moved)).toBe('');
    expect(sqlOf({ ...answers, writtenSql: 'SELECT 2', ...withTables([]) })).toBe('SELECT 2');
  });

  test('is looked at by the engine again after a change', () => {
    const answers = { ...savedQuery(SAVED), writtenSql: 'SELECT 2 AS EMAIL FROM t' };
    expect(needsCheck(answers)).toBe(true);
    expect(needsCheck({ ...answers, checked: { sql: 'SELECT 2 AS EMAIL FROM t', columns: ['EMAIL'] } })).toBe(
      false,
    );
    expect(needsCheck({ ...savedQuery(SAVED), ...withTables([{ name: 't', files: ['/u.csv'] }]) })).toBe(
      true,
    );
  });

  test('over a server stays there: no file is asked for, and its SQL can be changed', () => {
    const source = { engine: 'trino', url: 'https://trino.example.com', user: 'analyst' } as const;
    const onServer: Query = { ...SAVED, source };
    const answers = savedQuery(onServer);
    expect(toQuery(answers)).toEqual(onServer);
    expect(needsCheck(answers)).toBe(false);
    expect(sourceTablesOf(answers)).toBe(source);
    const shown = QUERY_FORM.steps.filter(({ isSkipped }) => isSkipped?.(answers) !== true);
    const ids = shown.map(({ id }) => id);
    expect(ids).not.toContain('file');
    expect(ids).toEqual(expect.arrayContaining(['server', 'connection', 'catalog', 'sql', 'review']));
    expect(reviewRows(QUERY_FORM, answers).filter(({ problem }) => problem !== undefined)).toEqual([]);
    const changed = { ...answers, writtenSql: 'SELECT 2 AS EMAIL FROM t' };
    expect(needsCheck(changed)).toBe(true);
    expect(toQuery(changed)).toEqual({ ...onServer, sql: 'SELECT 2 AS EMAIL FROM t' });
  });

  test('is named after its table, with a name that is free', () => {
    const profile = { ...EMPTY_PROFILE, queries: [{ ...SAVED, name: 'Customer360' }] };
    const answers = {
      ...newQuery(profile),
      ...withTables(addTable([], '/customers.csv')),
      writtenSql: 'SELECT 1',
    };
    expect(nameOf(answers)).toBe('Customer360 2');
    expect(querySchema.parse(toQuery(answers)).name).toBe('Customer360 2');
  });
});
