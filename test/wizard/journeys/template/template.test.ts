import { describe, expect, test } from 'vitest';
import type { Template } from '../../../../src/core/profiles/schema.ts';
import { pageOf, startForm } from '../../../../src/wizard/journeys/common/form.ts';
import {
  fullProfile,
  hasMoreColumns,
  mappingChoice,
  mappingRows,
} from '../../../../src/wizard/journeys/template/mapping-view.ts';
import {
  checkMapping,
  columnsOf,
  mappingInWords,
  nameOf,
  newTemplate,
  queryOfTemplate,
  savedTemplate,
  TEMPLATE_FORM,
  targetOf,
  toTemplate,
  withColumns,
} from '../../../../src/wizard/journeys/template/template-form.ts';
import { SAMPLE_PROFILE } from '../../../ui/support/sample-profile.ts';

const SAMPLE = {
  columns: ['email', 'email_work', 'phone', 'note'].map((name) => ({ name, type: 'VARCHAR' })),
  rows: [
    ['jane@example.com', 'jane@work.example', '+14155550123', 'likes tea'],
    ['bob@example.com', 'bob@work.example', '+14155550124', 'likes coffee'],
  ],
};

describe('a mapping', () => {
  const choice = mappingChoice(['EMAIL', 'PHONE', 'IDFA'], SAMPLE);

  test('is proposed by names and contents, with masked samples', () => {
    const rows = mappingRows(choice, ['EMAIL', 'PHONE', 'IDFA'], choice.proposal.columns);
    expect(rows.map(({ type, columns }) => [type, columns])).toEqual([
      ['EMAIL', ['email']],
      ['PHONE', ['phone']],
      ['IDFA', []],
    ]);
    expect(rows[0]?.example).toMatch(/^j•••@e•••\.com$/);
    expect(JSON.stringify(choice.columns)).not.toMatch(/jane|4155550123|tea/);
  });

  test('begins with what the destination is sent by default, as far as the query has it', () => {
    const defaults = { table: 'people', EMAIL: ['Email_Work', 'email'], PHONE: ['mobile'] };
    const byDefault = mappingChoice(['EMAIL', 'PHONE'], SAMPLE, defaults);
    expect(byDefault.proposal.columns).toEqual({ EMAIL: ['email_work', 'email'], PHONE: ['phone'] });
    const [email, phone] = mappingRows(byDefault, ['EMAIL', 'PHONE'], byDefault.proposal.columns);
    expect(email?.explanation).toContain('by default');
    expect(phone?.explanation).not.toContain('by default');
    expect(hasMoreColumns(byDefault, byDefault.proposal.columns)).toBe(false);
    // A default that can't work is said like any other column.
    const hashed = { ...SAMPLE, rows: [['a'.repeat(32), 'x', '', '']] };
    const bad = mappingChoice(['EMAIL'], hashed, { EMAIL: ['email'] });
    expect(mappingRows(bad, ['EMAIL'], bad.proposal.columns)[0]?.problem).toContain('MD5');
  });

  test('can take every known column of a person', () => {
    expect(hasMoreColumns(choice, choice.proposal.columns)).toBe(true);
    const full = fullProfile(choice, ['EMAIL', 'PHONE', 'IDFA']);
    expect(full).toEqual({ EMAIL: ['email', 'email_work'], PHONE: ['phone'] });
    expect(hasMoreColumns(choice, full)).toBe(false);
  });

  test('says which of its columns the query doesn’t have', () => {
    const [row] = mappingRows(choice, ['EMAIL'], { EMAIL: ['mail'] });
    expect(row?.problem).toContain('no column mail');
  });

  test('says that MD5 is of no use', () => {
    const md5 = {
      columns: [{ name: 'email', type: 'VARCHAR' }],
      rows: [[`${'0'.repeat(31)}a`], ['b'.repeat(32)]],
    };
    const hashed = mappingChoice(['EMAIL'], md5);
    const [row] = mappingRows(hashed, ['EMAIL'], { EMAIL: ['email'] });
    expect(row?.problem).toContain('SHA-256');
  });

  test('is changed type by type, whatever the case of its keys', () => {
    const columns = { email: ['a'], PHONE: ['b'] };
    expect(columnsOf(columns, 'EMAIL')).toEqual(['a']);
    expect(withColumns(columns, 'EMAIL', ['c', 'd'])).toEqual({ PHONE: ['b'], EMAIL: ['c', 'd'] });
    expect(withColumns(columns, 'PHONE', [])).toEqual({ email: ['a'] });
  });

  test('needs a column for one of the destination’s id types', () => {
    expect(checkMapping({ IDFA: ['x'] }, ['EMAIL', 'PHONE'])).toBe('No column feeds EMAIL or PHONE.');
    expect(checkMapping({ PHONE: ['x'] }, ['EMAIL', 'PHONE'])).toBeUndefined();
  });

  test('is told in words', () => {
    expect(mappingInWords({ EMAIL: ['a', 'b'] }, ['EMAIL', 'PHONE'])).toBe('EMAIL from a + b');
    expect(mappingInWords(undefined, ['EMAIL'])).toContain('names');
  });
});

describe('a data template', () => {
  test('that is only looked at is saved as it was', () => {
    const saved: Template = {
      name: 'vip',
      description: 'd',
      destination: 'acme audiences',
      columns: { EMAIL: ['EMAIL'] },
      audienceName: 'VIP',
      access: { campaigns: false },
    };
    expect(toTemplate(savedTemplate(SAMPLE_PROFILE, saved, 'customers'))).toEqual(saved);
    const byName: Template = { name: 'vip', destination: 'acme audiences' };
    expect(toTemplate(savedTemplate(SAMPLE_PROFILE, byName, undefined))).toEqual(byName);
  });

  test('asks for the audience only where the destination leaves it open', () => {
    expect(targetOf(SAMPLE_PROFILE, 'acme audiences')).toMatchObject({ isNameOpen: false });
    const open = {
      ...SAMPLE_PROFILE,
      destinations: SAMPLE_PROFILE.destinations.map(({ ...each }) => {
        if (each.kind === 'audience') delete each.audienceName;
        return each;
      }),
    };
    expect(targetOf(open, 'acme audiences')).toMatchObject({ isNameOpen: true });
  });

  test('begins with the mapping when destination and query were chosen before', () => {
    const answers = newTemplate(SAMPLE_PROFILE, { destination: 'acme audiences', query: 'customers' });
    expect(pageOf(startForm(TEMPLATE_FORM, answers))).toBe('mapping');
    expect(nameOf(answers)).toBe('customers');
  });

  test('shows the columns of a query that is run with it', () => {
    expect(queryOfTemplate(SAMPLE_PROFILE, 'vip')).toBe('customers');
    expect(queryOfTemplate(SAMPLE_PROFILE, 'other')).toBeUndefined();
  });
});
