import { describe, expect, test } from 'vitest';
import type { Orchestration } from '../../../../src/core/profiles/schema.ts';
import { reduceForm, reviewRows, startForm } from '../../../../src/wizard/journeys/common/form.ts';
import {
  newOrchestration,
  ORCHESTRATION_FORM,
  savedOrchestration,
  toOrchestration,
} from '../../../../src/wizard/journeys/orchestration/orchestration-form.ts';
import {
  answerWhen,
  checkWhen,
  nextStarts,
  readWhen,
} from '../../../../src/wizard/journeys/orchestration/schedule-answers.ts';
import { SAMPLE_PROFILE } from '../../../ui/support/sample-profile.ts';

const NEW = newOrchestration(SAMPLE_PROFILE, { query: 'customers', template: 'vip' });
const VIP: Orchestration = { name: 'VIP', query: 'customers', template: 'vip' };
const TIMED = { cron: '0 6 * * 1', timeZone: 'America/New_York', notify: ['mail-me', 'me'] };

const rowsOf = (answers: typeof NEW) =>
  Object.fromEntries(reviewRows(ORCHESTRATION_FORM, answers).map(({ id, value }) => [id, value]));
const said = (when: string, answers = NEW) => ({
  ...answers,
  ...answerWhen(when, { timeZone: answers.timeZone, saved: answers.saved?.schedule }, 'Europe/Berlin'),
});

describe('when an orchestration runs', () => {
  test('is by hand until somebody says otherwise, and the review says so', () => {
    expect(rowsOf(NEW)).toMatchObject({ when: 'by hand' });
    expect(rowsOf(NEW)).not.toHaveProperty('timeZone');
    expect(toOrchestration(NEW)).not.toHaveProperty('schedule');
  });

  test('is saved as a cron expression with the zone that the person saw', () => {
    expect(toOrchestration(said('every Monday 06:00')).schedule).toEqual({
      cron: '0 6 * * 1',
      timeZone: 'Europe/Berlin',
    });
    expect(rowsOf(said('every Monday 06:00'))).toMatchObject({
      when: 'every Monday 06:00',
      timeZone: 'Europe/Berlin',
    });
  });

  test('is an answer of its own above the review, and the way back leads there', () => {
    const review = startForm(ORCHESTRATION_FORM, NEW, 'review');
    const open = reduceForm(ORCHESTRATION_FORM, review, { type: 'edit', step: 'when' });
    expect(open.option).toBe('when');
    const answered = reduceForm(ORCHESTRATION_FORM, open, {
      type: 'answer',
      answers: answerWhen('daily at 7', { timeZone: undefined, saved: undefined }, 'UTC'),
    });
    expect(answered).toMatchObject({ at: 'review', option: undefined, answers: { when: 'daily at 7' } });
  });

  test.each([
    ['now and then', "isn't understood"],
    ['every Monday', 'Say at what time'],
    ['0 6 31 2 *', 'it never comes'],
    ['0 25 * * *', 'no cron expression'],
    ['every 7 hours', 'has to divide 24'],
  ])('"%s" is refused with a sentence, and can’t be saved', (when, sentence) => {
    expect(checkWhen(when)).toContain(sentence);
    const row = reviewRows(ORCHESTRATION_FORM, said(when)).find(({ id }) => id === 'when');
    expect(row?.problem).toContain(sentence);
  });

  test('keeps what tells of failures when its time changes, and all of it when nothing does', () => {
    const answers = savedOrchestration(SAMPLE_PROFILE, { ...VIP, schedule: TIMED });
    expect(toOrchestration(answers).schedule).toEqual(TIMED);
    expect(toOrchestration(said('daily at 7', answers)).schedule).toEqual({ ...TIMED, cron: '0 7 * * *' });
  });

  test('goes on by the clock of whichever machine it is on, where it was saved so', () => {
    const schedule = { cron: '0 6 * * 1' };
    const answers = savedOrchestration(SAMPLE_PROFILE, { ...VIP, schedule });
    expect(toOrchestration(said('0 6 * * 1', answers)).schedule).toEqual(schedule);
    expect(rowsOf(answers)).toMatchObject({ timeZone: 'this machine’s' });
  });

  test.each(['', 'manual', 'By hand'])('becomes manual again with "%s"', (when) => {
    const answers = savedOrchestration(SAMPLE_PROFILE, { ...VIP, schedule: TIMED });
    expect(toOrchestration(said(when, answers)).schedule).toBe('manual');
  });

  test('is told in advance, by the clocks of its zone also where they change', () => {
    const now = Date.parse('2026-10-24T12:00:00Z');
    const starts = nextStarts({ when: 'daily at 7', timeZone: 'Europe/Berlin' }, 'UTC', now, 2);
    expect(starts.map((at) => new Date(at).toISOString())).toEqual([
      '2026-10-25T06:00:00.000Z',
      '2026-10-26T06:00:00.000Z',
    ]);
    expect(nextStarts({ when: '', timeZone: undefined }, 'UTC', now, 5)).toEqual([]);
  });

  test('says what may surprise', () => {
    expect(readWhen('monthly on the 31st 06:00')).toMatchObject({
      kind: 'timed',
      note: expect.stringContaining('are left out'),
    });
  });
});
