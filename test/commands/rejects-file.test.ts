import { expect, test } from 'vitest';
import { REJECTS_HEADER, rejectLine } from '../../src/commands/rejects-file.ts';

test('a rejects file says of a value its row and column, and of an unreadable row its line', () => {
  const place = { file: '/data/people, new.csv', line: 3, problem: 'it has 1 of 2 columns' };
  const lines = [
    rejectLine({ row: 7, column: 'email', type: 'EMAIL', reason: 'not-an-email' }),
    rejectLine({ row: 0, column: '', type: '', reason: 'unreadable-row', place }),
  ];
  expect([REJECTS_HEADER, ...lines].join('')).toBe(
    'row,column,identifier,reason,explanation\n' +
      '7,email,EMAIL,not-an-email,It is not an e-mail address.\n' +
      ',,,unreadable-row,"Line 3 of /data/people, new.csv cannot be read: it has 1 of 2 columns."\n',
  );
});
