import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  checkCommand,
  commandLine,
  commandWords,
} from '../../../../src/wizard/journeys/orchestration/command-words.ts';
import { toSchedule } from '../../../../src/wizard/journeys/orchestration/schedule-answers.ts';

test('the words of a command stand between spaces, or in quotes', () => {
  expect(commandWords(' mail-me  ops "run failed" C:\\bin\\x "" ')).toEqual([
    'mail-me',
    'ops',
    'run failed',
    'C:\\bin\\x',
    '',
  ]);
});

test('a command that was written down is read back word by word', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 0 }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(commandWords(commandLine(words))).toEqual(words);
    }),
  );
});

test.each(['mail "ops', 'a"b"', '"a"b', 'mail a"'])('%j has a quote that holds no word', (text) => {
  expect(checkCommand(text)).toBe('Quotes go around a whole word, such as "two words".');
});

test('a command needs the name of a program', () => {
  expect(checkCommand('""')).toBe('A command starts with the name of a program.');
  expect(checkCommand('  ')).toBeUndefined();
  expect(checkCommand('mail-me ops')).toBeUndefined();
});

test('what tells of failures stays until another command, or none, is said', () => {
  const saved = { cron: '0 6 * * 1', notify: ['mail-me', 'ops'] };
  const answers = { when: '0 6 * * 1', timeZone: undefined };
  expect(toSchedule(answers, saved)).toEqual(saved);
  expect(toSchedule({ ...answers, notify: 'page "the team"' }, saved)).toEqual({
    ...saved,
    notify: ['page', 'the team'],
  });
  expect(toSchedule({ ...answers, notify: '' }, saved)).toEqual({ cron: '0 6 * * 1' });
});
