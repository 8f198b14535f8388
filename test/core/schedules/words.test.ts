import { expect, test } from 'vitest';
import { cronFromWords } from '../../../src/core/schedules/words.ts';

test.each([
  ['every Monday 06:00', '0 6 * * 1'],
  ['Every monday at 6', '0 6 * * 1'],
  ['daily at 7', '0 7 * * *'],
  ['every day at 7:05 pm', '5 19 * * *'],
  ['daily at 12 am', '0 0 * * *'],
  ['daily at noon', '0 12 * * *'],
  ['every weekday 18:30', '30 18 * * 1-5'],
  ['weekdays at 18.30', '30 18 * * 1-5'],
  ['every weekend at 9', '0 9 * * 0,6'],
  ['Mondays, Wednesdays and Fridays at 6am', '0 6 * * 1,3,5'],
  ['every tue and thu 06:15', '15 6 * * 2,4'],
  ['weekly on Sunday 23:00', '0 23 * * 0'],
  ['monthly on the 1st 06:00', '0 6 1 * *'],
  ['every month on the 1st and 15th at 06:00', '0 6 1,15 * *'],
  ['on the 2nd of every month at 8', '0 8 2 * *'],
  ['monthly on the last day 22:00', '0 22 L * *'],
  ['hourly', '0 * * * *'],
  ['every 15 minutes', '*/15 * * * *'],
  ['every 6 hours', '0 */6 * * *'],
  ['0 6 * * 1', '0 6 * * 1'],
  ['@daily', '@daily'],
])('"%s" is the cron expression %s', (words, cron) => {
  expect(cronFromWords(words)).toEqual({ ok: true, cron });
});

test('a day that not every month has is said', () => {
  expect(cronFromWords('monthly on the 31st 06:00')).toMatchObject({
    cron: '0 6 31 * *',
    note: expect.stringContaining('without a 31st'),
  });
});

test.each([
  ['', 'Say when'],
  ['every Monday', 'at what time'],
  ['monthly on the 15', 'at what time'],
  ['every Mo 06:00', "isn't understood"],
  ['every blue moon 06:00', "isn't understood"],
  ['daily at 25:00', 'no time of day'],
  ['daily at 13 pm', 'no time of day'],
  ['monthly on the 32nd 06:00', "isn't understood"],
  ['every 7 minutes', 'divide 60'],
  ['every 5 hours', 'divide 24'],
  ['0 0 30 2 *', 'never comes'],
  ['99 6 * * 1', 'no cron expression'],
])('"%s" is refused with a sentence', (words, reason) => {
  expect(cronFromWords(words)).toEqual({ ok: false, problem: expect.stringContaining(reason) });
});
