import { expect, test } from 'vitest';
import { readAge } from '../../../../src/core/history/age.ts';
import {
  checkAge,
  daysInWords,
  keptInWords,
  retentionInWords,
} from '../../../../src/wizard/journeys/retention/retention.ts';

test.each([
  ['180', 180],
  [' 90d ', 90],
  ['26w', 182],
  ['2 weeks', 14],
  ['36500', 36_500],
  ['36501', undefined],
  ['1.5', undefined],
  ['-3', undefined],
  ['soon', undefined],
  ['', undefined],
])('the age %j is %s days', (text, days) => {
  expect(readAge(text)).toBe(days);
  expect(checkAge(text) === undefined).toBe(days !== undefined);
});

test('today is an age, but not one after which runs go by themselves', () => {
  expect(readAge('0')).toBe(0);
  expect(checkAge('0')).toBeDefined();
});

test('ages and what stays are told in words', () => {
  expect([undefined, 1, 90, 365].map(daysInWords)).toEqual([
    'for good',
    'for 1 day',
    'for 90 days',
    'for a year',
  ]);
  expect(retentionInWords(90)).toBe('Runs that ended more than 90 days ago go when tada starts.');
  const kept = [
    { id: 'a', reason: 'resumable' },
    { id: 'b', reason: 'last-of-audience' },
    { id: 'c', reason: 'last-of-audience' },
  ] as const;
  expect(keptInWords(kept)).toEqual([
    '2 runs stay, each because it is the last of its audience and can be undone.',
    '1 run stays, because it was cut short and can be resumed.',
  ]);
});
