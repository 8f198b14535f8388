import { describe, expect, it } from 'vitest';
import { audienceReadiness, timeOf } from '../../../src/core/delivery/file-readiness.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const HOUR = 3_600_000;
const building = { error: undefined, isValid: false, coverNumber: 0 };

describe('an audience', () => {
  it.each([
    [
      'with an error has failed, valid or not',
      { ...building, isValid: true, error: 'Bad file.' },
      NOW,
      'failed',
    ],
    ['that is valid is ready, however old', { ...building, isValid: true }, NOW - 900 * HOUR, 'ready'],
    ['changed an hour ago is being built', building, NOW - HOUR, 'processing'],
    ['changed at an unknown time is being built', building, undefined, 'processing'],
    ['that is not valid after 48 hours is unusable', building, NOW - 48 * HOUR, 'unusable'],
  ])('%s', (_, audience, changedAt, state) => {
    expect(audienceReadiness(audience, changedAt, NOW).state).toBe(state);
  });

  it('says how large it is, and TikTok’s own words for what went wrong', () => {
    expect(audienceReadiness({ ...building, isValid: true, coverNumber: 1234 }, NOW, NOW).words).toContain(
      '1,234',
    );
    expect(audienceReadiness({ ...building, error: 'Bad file.' }, NOW, NOW).words).toContain('Bad file.');
  });
});

describe('a time of TikTok’s', () => {
  it.each([
    ['2026-11-22 12:00:00', NOW],
    ['2026-11-22T12:00:00Z', NOW],
    ['yesterday', undefined],
    [undefined, undefined],
    ['2026-13-45 99:00:00', undefined],
  ])('%s is read as far as it can be', (text, time) => {
    expect(timeOf(text)).toBe(time);
  });
});
