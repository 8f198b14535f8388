import { expect, it } from 'vitest';
import type { ColumnDiagnosis } from '../../../src/core/audiences/plan.ts';
import type { AudienceRunSettings } from '../../../src/core/delivery/settings.ts';
import { warnAboutStaged } from '../../../src/core/delivery/warnings.ts';
import { DEFAULT_RULES } from '../../../src/core/identifiers/types.ts';

const COLUMN: ColumnDiagnosis = {
  type: 'EMAIL',
  column: 'mail',
  rows: 10,
  empty: 0,
  plain: 7,
  sha256: 0,
  uppercaseHex: 0,
  several: 3,
  rejected: { 'not-an-email': 3 },
  placeholders: 0,
  constant: false,
  mostFrequent: 1,
};

it('says that cells hold several addresses, and how to take them apart', () => {
  const staged = {
    rowsRead: 10,
    columns: [COLUMN],
    unreadable: { count: 0, examples: [] },
    idSchema: [],
    seconds: 0,
  };
  const settings = { rules: DEFAULT_RULES } as AudienceRunSettings;
  const [warning, ...others] = warnAboutStaged(staged, settings);
  expect(others).toEqual([]);
  expect(warning?.code).toBe('several-values');
  expect(warning?.message).toMatch(
    /^3 rows of mail hold more than one address.*split_part\(mail, ';', 1\)\.$/,
  );
});
