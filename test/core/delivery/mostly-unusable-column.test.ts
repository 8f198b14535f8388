import { describe, expect, it } from 'vitest';
import type { ColumnDiagnosis } from '../../../src/core/audiences/plan.ts';
import type { AudienceRunSettings } from '../../../src/core/delivery/settings.ts';
import { warnAboutStaged } from '../../../src/core/delivery/warnings.ts';
import { DEFAULT_RULES } from '../../../src/core/identifiers/types.ts';

const COLUMN: ColumnDiagnosis = {
  type: 'PHONE',
  column: 'mobile',
  rows: 1000,
  empty: 100,
  plain: 100,
  sha256: 0,
  uppercaseHex: 0,
  rejected: { 'invalid-number': 600, 'too-short': 200, empty: 100 },
  placeholders: 0,
  constant: false,
  mostFrequent: 1,
};

function warningsFor(change: Partial<ColumnDiagnosis>, defaultCountry?: 'DE') {
  const staged = {
    rowsRead: 1000,
    columns: [{ ...COLUMN, ...change }],
    unreadable: { count: 0, examples: [] },
    idSchema: [],
    seconds: 0,
  };
  const settings = { rules: { ...DEFAULT_RULES, defaultCountry } } as AudienceRunSettings;
  return warnAboutStaged(staged, settings);
}

describe('a column of which hardly anything can be used', () => {
  it('is told with its most frequent reason, though another column may carry everybody', () => {
    expect(warningsFor({})).toEqual([
      {
        code: 'mostly-unusable-column',
        message:
          "800 values of 900 in mobile can't be used as PHONE; 600 of them: No country gives out this phone number.",
      },
    ]);
  });

  it('is told with its only reason', () => {
    const [warning] = warningsFor({ plain: 0, rejected: { 'too-short': 900 } });
    expect(warning?.message).toContain('all of them: It has too few digits');
  });

  it('is not told where it is no more than some of the values, or a handful', () => {
    expect(warningsFor({ plain: 700, rejected: { 'invalid-number': 200 } })).toEqual([]);
    expect(warningsFor({ rows: 8, empty: 0, plain: 0, rejected: { 'invalid-number': 8 } })).toEqual([]);
  });

  it('is not told twice where the cause has a warning of its own', () => {
    const lost = { plain: 0, rejected: { 'no-country': 900 } };
    expect(warningsFor(lost).map(({ code }) => code)).toEqual(['no-default-country']);
    expect(warningsFor(lost, 'DE').map(({ code }) => code)).toEqual(['mostly-unusable-column']);
    const joined = { plain: 0, several: 900, rejected: { 'not-a-phone': 900 } };
    expect(warningsFor(joined).map(({ code }) => code)).toEqual(['several-values']);
    const literal = { empty: 0, plain: 0, constant: true, rejected: { 'not-a-phone': 1000 } };
    expect(warningsFor(literal).map(({ code }) => code)).toEqual(['constant-column']);
  });
});
