import { describe, expect, test } from 'vitest';
import type { Advertiser } from '../../../../src/core/ports/tiktok.ts';
import {
  type AudienceDestination,
  audienceDestinationSchema,
  EMPTY_PROFILE,
} from '../../../../src/core/profiles/schema.ts';
import { pageOf, reduceForm, startForm } from '../../../../src/wizard/journeys/common/form.ts';
import {
  advertiserItems,
  checkAdvertiserIds,
  parseAdvertiserIds,
  proposeAdvertisers,
  unusualIds,
} from '../../../../src/wizard/journeys/destination/advertisers.ts';
import {
  newDestination,
  savedDestination,
  toDestination,
} from '../../../../src/wizard/journeys/destination/answers.ts';
import { countryName, listCountries } from '../../../../src/wizard/journeys/destination/countries.ts';
import {
  adviseAudienceName,
  DESTINATION_FORM,
  startAtFocus,
} from '../../../../src/wizard/journeys/destination/destination-form.ts';
import { objectionTo } from '../../../../src/wizard/journeys/destination/verdict.ts';

const ID = '7654321098765432109';

const FULL: AudienceDestination = {
  name: 'acme audiences',
  description: 'for ads',
  kind: 'audience',
  credential: 'acme',
  advertiserIds: [ID],
  audienceName: 'VIP',
  idTypes: ['EMAIL', 'IDFA'],
  channel: 'file',
  mode: 'add',
  defaultCountry: 'DE',
  emailRule: 'legacy',
  phoneRule: 'digits',
  idfaCase: 'lower',
  batchSize: 50,
  dropPlaceholders: true,
  access: { adminOnly: true },
};

function advertiser(changes: Partial<Advertiser>): Advertiser {
  return {
    id: ID,
    name: 'Acme',
    status: 'STATUS_ENABLE',
    currency: 'USD',
    timeZone: 'UTC',
    role: 'OPERATOR',
    ...changes,
  };
}

describe('a destination', () => {
  test('that is only looked at is saved as it was', () => {
    expect(toDestination(savedDestination(FULL))).toEqual(FULL);
    const plain: AudienceDestination = {
      name: 'plain',
      kind: 'audience',
      credential: 'acme',
      advertiserIds: [ID],
      idTypes: ['EMAIL', 'PHONE'],
      mode: 'match',
    };
    expect(toDestination(savedDestination(plain))).toEqual(plain);
  });

  test('that is new becomes one the profile accepts', () => {
    const answers = {
      ...newDestination(EMPTY_PROFILE, undefined, 'acme'),
      advertiserIds: [ID],
    };
    expect(audienceDestinationSchema.parse(toDestination(answers))).toEqual({
      name: 'acme audiences',
      kind: 'audience',
      credential: 'acme',
      advertiserIds: [ID],
      idTypes: ['EMAIL', 'PHONE'],
      mode: 'match',
    });
  });

  test('asks for the country only where phone numbers are sent', () => {
    const answers = { ...newDestination(EMPTY_PROFILE, undefined, 'acme'), idTypes: ['EMAIL' as const] };
    const state = reduceForm(
      DESTINATION_FORM,
      { ...startForm(DESTINATION_FORM, answers), at: 'idTypes' },
      { type: 'answer', answers: {} },
    );
    expect(pageOf(state)).toBe('mode');
  });

  test('opens at the part a remedy is about, and goes from there to its review', () => {
    const opened = startAtFocus(savedDestination(FULL), 'advertiser');
    expect(pageOf(opened)).toBe('advertiser');
    expect(pageOf(reduceForm(DESTINATION_FORM, opened, { type: 'answer', answers: {} }))).toBe('review');
    expect(pageOf(reduceForm(DESTINATION_FORM, opened, { type: 'back' }))).toBe('review');
  });

  test('tells what TikTok would do to a long audience name', () => {
    const answers = newDestination(EMPTY_PROFILE, undefined, 'acme');
    expect(adviseAudienceName({ ...answers, audienceName: 'x'.repeat(70) })).toBeUndefined();
    expect(adviseAudienceName({ ...answers, audienceName: 'x'.repeat(71) })).toContain('...');
  });
});

describe('advertiser ids', () => {
  test('are read whatever stands between them, each once, and stay texts', () => {
    expect(parseAdvertiserIds(` ${ID}, 0012;\n${ID} `)).toEqual([ID, '0012']);
  });

  test('are digits, and at least one', () => {
    expect(checkAdvertiserIds([])).toBeDefined();
    expect(checkAdvertiserIds([ID, 'act_1'])).toContain('act_1');
    expect(checkAdvertiserIds([ID])).toBeUndefined();
  });

  test('of another length are doubted, unless TikTok lists them', () => {
    expect(unusualIds([ID, '123'], [])).toEqual(['123']);
    expect(unusualIds(['123'], [advertiser({ id: '123' })])).toEqual([]);
  });

  test('of an Analyst can’t be picked, and say what is needed', () => {
    const [item] = advertiserItems([advertiser({ role: 'ANALYST' })]);
    expect(item?.disabledBecause).toContain('Operator (recommended)');
  });

  test('begin with one that is enabled and may be written', () => {
    const listed = [
      advertiser({ id: '1', role: 'ANALYST' }),
      advertiser({ id: '2', status: 'STATUS_DISABLE' }),
      advertiser({ id: '3', role: 'unknown' }),
    ];
    expect(proposeAdvertisers(listed)).toEqual(['3']);
    expect(proposeAdvertisers(listed.slice(0, 2))).toEqual(['2']);
    expect(proposeAdvertisers(listed.slice(0, 1))).toEqual([]);
  });
});

describe('before saving', () => {
  const view = { user: 'Ada', advertisers: [advertiser({})], advertisersProblem: undefined };

  test('an advertiser out of reach is an objection about the advertiser', () => {
    expect(objectionTo([ID, '99'], view)).toMatchObject({ step: 'advertiser' });
    expect(objectionTo([ID], view)).toBeUndefined();
  });

  test('an Analyst’s role is an objection about the access', () => {
    const analyst = { ...view, advertisers: [advertiser({ role: 'ANALYST' })] };
    expect(objectionTo([ID], analyst)).toMatchObject({ step: undefined });
  });

  test('nothing is held against ids that TikTok doesn’t list at all', () => {
    expect(
      objectionTo(['99'], { user: 'Ada', advertisers: [], advertisersProblem: 'sandbox' }),
    ).toBeUndefined();
  });
});

describe('countries', () => {
  test('are all there by name, and none that isn’t a country', () => {
    const countries = listCountries();
    expect(countries.length).toBeGreaterThan(240);
    expect(countries.find(({ code }) => code === 'GB')?.name).toBe('United Kingdom');
    expect(countries.map(({ code }) => code)).not.toContain('UK');
    expect(countryName('US')).toBe('United States (US)');
  });
});
