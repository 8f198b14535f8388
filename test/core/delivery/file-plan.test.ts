import { describe, expect, it } from 'vitest';
import type { AudiencePlan } from '../../../src/core/audiences/plan.ts';
import { certainRemovalShare, type FilePlanning, planFiles } from '../../../src/core/delivery/file-plan.ts';
import { carries, fileTypeOf } from '../../../src/core/delivery/file-types.ts';
import type { AudienceTarget } from '../../../src/core/delivery/find-audience.ts';
import type { AudienceRunSettings } from '../../../src/core/delivery/settings.ts';
import { NO_ROWS } from '../../../src/core/delivery/summarise.ts';
import { DEFAULT_RULES } from '../../../src/core/identifiers/types.ts';
import type { AudienceRecord } from '../../../src/core/ports/storage.ts';

interface Case {
  readonly settings?: Partial<AudienceRunSettings>;
  readonly idSchema?: readonly string[];
  /** Rows to send, rows that are there already, identifiers added and removed, ledger before. */
  readonly sent?: number;
  readonly unchanged?: number;
  readonly added?: number;
  readonly removed?: number;
  readonly ledgerSize?: number;
  readonly otherTypes?: AudiencePlan['otherTypes'];
  readonly target?: AudienceTarget;
}

function planning(one: Case): FilePlanning {
  const { sent = 2000, unchanged = 0, added = sent, removed = 0, ledgerSize = 0, otherTypes } = one;
  const entries = Math.max(sent, added) + removed;
  return {
    settings: {
      orchestration: 'vip',
      destination: 'acme',
      advertiserIds: ['1'],
      audienceName: 'VIP',
      mode: 'match',
      channel: 'file',
      idTypes: ['EMAIL'],
      rules: DEFAULT_RULES,
      columns: undefined,
      dropPlaceholders: false,
      batchSize: 1000,
      tables: {},
      sql: '',
      ...one.settings,
    },
    staged: { idSchema: one.idSchema ?? ['EMAIL_SHA256'] },
    plan: {
      entries,
      addEntries: entries - removed,
      ledgerSize,
      otherTypes,
      expected: {
        rows: { ...NO_ROWS, sent, unchanged },
        identifiers: {},
        delivery: { added, removed, unchanged },
      },
      seconds: 0,
    },
    target: one.target ?? { kind: 'new', name: 'VIP' },
  };
}

function existing(
  record: Partial<AudienceRecord> | undefined,
  listed: { readonly calculateType?: string; readonly coverNumber?: number } = {},
): AudienceTarget {
  const { emailRule, phoneRule, idfaCase } = DEFAULT_RULES;
  const whole: AudienceRecord | undefined = record && {
    advertiserId: '1',
    audienceId: '2',
    name: 'VIP',
    channel: 'file',
    rules: { emailRule, phoneRule, idfaCase },
    ledgerComplete: true,
    ...record,
  };
  return { kind: 'existing', id: '2', name: 'VIP', record: whole, ...listed };
}

const plannedChange = (one: Case) => planFiles(planning(one)).change;

function refusal(one: Case) {
  try {
    planFiles(planning(one));
  } catch (error) {
    return error;
  }
  throw new Error('It was not refused.');
}

describe('what is asked of TikTok', () => {
  it.each<[string, Case, object | undefined]>([
    ['a new audience is created', {}, { action: 'CREATE', fileType: 'EMAIL_SHA256' }],
    [
      'a new audience for several types takes tables, whatever the query has today',
      { settings: { idTypes: ['EMAIL', 'PHONE'] } },
      { action: 'CREATE', fileType: 'MULTIPLE_TYPES' },
    ],
    ['a match replaces', { target: existing({}) }, { action: 'REPLACE', fileType: 'EMAIL_SHA256' }],
    [
      'an add appends',
      { settings: { mode: 'add' }, target: existing({}), ledgerSize: 1 },
      { action: 'APPEND', fileType: 'EMAIL_SHA256' },
    ],
    [
      'a removal removes',
      { settings: { mode: 'remove' }, target: existing({}), sent: 5, added: 0, removed: 5, ledgerSize: 1005 },
      { action: 'REMOVE', fileType: 'EMAIL_SHA256' },
    ],
    [
      'the audience keeps the type TikTok lists',
      { target: existing({ fileType: 'EMAIL_SHA256' }, { calculateType: 'MULTIPLE_TYPES' }) },
      { action: 'REPLACE', fileType: 'MULTIPLE_TYPES' },
    ],
    [
      'or the one that is remembered',
      { target: existing({ fileType: 'MULTIPLE_TYPES' }) },
      { action: 'REPLACE', fileType: 'MULTIPLE_TYPES' },
    ],
    [
      'a list that is there already asks for nothing',
      { target: existing({}), sent: 0, unchanged: 1500 },
      undefined,
    ],
    [
      'unless nobody knows who else is in the audience',
      { target: existing(undefined), sent: 0, unchanged: 1500 },
      { action: 'REPLACE', fileType: 'EMAIL_SHA256' },
    ],
  ])('%s', (_, one, change) => {
    expect(plannedChange(one)).toEqual(change);
  });

  it('is told where it takes out whom nobody knows', () => {
    const codes = (record: Partial<AudienceRecord> | undefined) =>
      planFiles(planning({ target: existing(record) })).warnings.map(({ code }) => code);
    expect(codes(undefined)).toEqual(['no-ledger']);
    expect(codes({ ledgerComplete: false })).toEqual(['no-ledger']);
    expect(codes({})).toEqual([]);
  });
});

describe('what is refused before an upload', () => {
  it.each<[string, Case, string]>([
    ['999 people for a new audience', { sent: 999 }, 'audience-too-small'],
    [
      '999 people in the place of more',
      { target: existing({}), sent: 9, unchanged: 990, ledgerSize: 5000 },
      'audience-too-small',
    ],
    [
      'an addition that leaves it below 1,000',
      { settings: { mode: 'add' }, target: existing({}), sent: 10, ledgerSize: 980 },
      'audience-too-small',
    ],
    [
      'a removal that leaves fewer',
      { settings: { mode: 'remove' }, target: existing({}), sent: 1, added: 0, removed: 1, ledgerSize: 1000 },
      'audience-too-small',
    ],
    ['a name of 129 characters', { settings: { audienceName: 'n'.repeat(129) } }, 'invalid-parameters'],
    [
      'addresses for an audience of telephone numbers',
      { target: existing({}, { calculateType: 'PHONE_SHA256' }) },
      'safety-stop',
    ],
    [
      'files for an audience of a type tada does not write',
      { target: existing({}, { calculateType: 'EMAIL_MD5' }) },
      'safety-stop',
    ],
    [
      'a list without a type that is in the audience',
      { target: existing({ fileType: 'MULTIPLE_TYPES' }), ledgerSize: 3000, otherTypes: { PHONE: 1000 } },
      'safety-stop',
    ],
  ])('%s', (_, one, kind) => {
    expect(refusal(one)).toMatchObject({ kind });
  });

  it('is not a removal from an audience nobody has a record of: only TikTok can tell its size', () => {
    const one: Case = {
      settings: { mode: 'remove' },
      target: existing(undefined),
      sent: 5,
      removed: 5,
      added: 0,
    };
    expect(plannedChange(one)).toMatchObject({ action: 'REMOVE' });
  });
});

describe('the share that a replacement takes out for certain', () => {
  it.each<[string, AudienceTarget, number]>([
    ['of an audience TikTok counts 8,000 in', existing(undefined, { coverNumber: 8000 }), 0.75],
    ['of an audience smaller than the list', existing(undefined, { coverNumber: 1500 }), 0],
    ['of one without a size yet', existing(undefined, { coverNumber: 0 }), 0],
    ['of one the ledger knows in full', existing({}, { coverNumber: 8000 }), 0],
    ['of a new one', { kind: 'new', name: 'VIP' }, 0],
  ])('%s', (_, target, share) => {
    expect(certainRemovalShare(planning({ target }))).toBeCloseTo(share);
  });
});

describe('the type of a file', () => {
  it.each([
    [['EMAIL'], 'EMAIL_SHA256'],
    [['AAID'], 'GAID_SHA256'],
    [['IDFA', 'AAID'], 'MULTIPLE_TYPES'],
    [['EMAIL', 'PHONE'], 'MULTIPLE_TYPES'],
  ] as const)('for %j is %s', (types, fileType) => {
    expect(fileTypeOf(types)).toBe(fileType);
    expect(carries(fileType, types)).toBe(true);
  });

  it('of one kind carries no other', () => {
    expect(carries('EMAIL_SHA256', ['EMAIL', 'PHONE'])).toBe(false);
    expect(carries('GAID_SHA256', ['IDFA'])).toBe(false);
  });
});
