import { describe, expect, test } from 'vitest';
import { effectiveSettings } from '../../../src/core/profiles/effective-settings.ts';
import { parseOverrides } from '../../../src/core/profiles/overrides.ts';
import { parseProfileFile } from '../../../src/core/profiles/parse.ts';
import type { Profile } from '../../../src/core/profiles/schema.ts';
import { exampleFile, exampleProfile } from './example-profile.ts';

const [audiences, events] = exampleFile.destinations;
const [vip, purchases] = exampleFile.templates;
const [vipRun] = exampleFile.orchestrations;

function profileWith(changes: Readonly<Record<string, unknown>>): Profile {
  return parseProfileFile(JSON.stringify({ ...exampleFile, ...changes }), 'test.json');
}

function audienceSettings(profile: Profile, set = {}) {
  const settings = effectiveSettings(profile, 'vip', set);
  if (settings.kind !== 'audience') throw new Error('not an audience');
  return settings;
}

function eventsSettings(profile: Profile, set = {}) {
  const settings = effectiveSettings(profile, 'purchases', set);
  if (settings.kind !== 'events') throw new Error('not events');
  return settings;
}

describe('an audience', () => {
  test('takes what the destination says, and the documented defaults for the rest', () => {
    const settings = audienceSettings(exampleProfile);
    expect(settings).toMatchObject({
      audienceName: 'VIP',
      audienceId: undefined,
      mode: 'match',
      channel: 'streaming',
      idTypes: ['EMAIL', 'PHONE'],
      rules: { emailRule: 'standard', phoneRule: 'plus', idfaCase: 'upper', defaultCountry: 'US' },
      dropPlaceholders: false,
      batchSize: 1000,
      tables: { Customer360: ['customers.csv'] },
      sqlFile: undefined,
      missing: [],
      warnings: [],
    });
    expect(settings.credential.name).toBe('acme');
    expect(settings.query.name).toBe('vip');
  });

  test("id types are EMAIL and PHONE when nobody says, and always in tada's order", () => {
    const { idTypes: _, ...unsaid } = audiences;
    expect(audienceSettings(profileWith({ destinations: [unsaid, events] })).idTypes).toEqual([
      'EMAIL',
      'PHONE',
    ]);
    const turned = { ...audiences, idTypes: ['AAID', 'EMAIL', 'AAID'] };
    expect(audienceSettings(profileWith({ destinations: [turned, events] })).idTypes).toEqual([
      'EMAIL',
      'AAID',
    ]);
  });

  test('the template outweighs the destination, the orchestration the template, this run everything', () => {
    const template = profileWith({ templates: [{ ...vip, audienceName: 'from template' }, purchases] });
    expect(audienceSettings(template).audienceName).toBe('from template');
    const orchestration = profileWith({
      templates: [{ ...vip, audienceName: 'from template' }, purchases],
      orchestrations: [{ ...vipRun, set: { audienceName: 'from orchestration', mode: 'add' } }],
    });
    expect(audienceSettings(orchestration)).toMatchObject({
      audienceName: 'from orchestration',
      mode: 'add',
    });
    expect(audienceSettings(orchestration, { audienceName: 'now' })).toMatchObject({
      audienceName: 'now',
      mode: 'add',
    });
  });

  test('something given as nothing changes nothing', () => {
    expect(audienceSettings(exampleProfile, { audienceName: undefined }).audienceName).toBe('VIP');
  });

  test('exactly what nobody gives is missing', () => {
    const { audienceName: _, ...unnamed } = audiences;
    const [{ accessToken: __, ...tokenless }] = exampleFile.credentials;
    const profile = profileWith({ destinations: [unnamed, events], credentials: [tokenless] });
    expect(audienceSettings(profile).missing).toEqual(['accessToken', 'audienceName']);
    expect(audienceSettings(profile, { audienceName: 'x' }).missing).toEqual(['accessToken']);
  });

  test('the name that will be used is the one that is checked', () => {
    const long = 'n'.repeat(71);
    expect(audienceSettings(exampleProfile, { audienceName: long }).warnings.map(({ code }) => code)).toEqual(
      ['name-too-long'],
    );
    const named = profileWith({ destinations: [{ ...audiences, audienceName: long }, events] });
    expect(audienceSettings(named, { audienceName: 'short' }).warnings).toEqual([]);
  });

  test("a mapping for an id type that isn't sent is said", () => {
    const profile = profileWith({ templates: [{ ...vip, columns: { EMAIL: 'e', idfa: 'i' } }, purchases] });
    expect(audienceSettings(profile).warnings).toEqual([
      {
        code: 'unknown-column',
        message:
          'The template "vip" maps IDFA, but the destination "acme audiences" sends EMAIL, PHONE only.',
      },
    ]);
  });

  test('an advertiser named twice counts once', () => {
    const id = audiences.advertiserIds[0];
    const profile = profileWith({ destinations: [{ ...audiences, advertiserIds: [id, id] }, events] });
    expect(audienceSettings(profile).advertiserIds).toEqual([id]);
  });
});

describe('events', () => {
  test('take what the destination says, and the documented defaults for the rest', () => {
    expect(eventsSettings(exampleProfile)).toMatchObject({
      eventSource: 'offline',
      eventSourceId: '7654321098765432108',
      fixedEventName: 'CompletePayment',
      limitedDataUse: false,
      autoTracking: false,
      timeZone: 'America/Los_Angeles',
      sendOldEvents: false,
      batchSize: 1000,
      sql: undefined,
      sqlFile: 'orders.sql',
      tables: { orders: ['a.csv', 'b.csv'] },
      missing: [],
      warnings: [],
    });
  });

  test('the event source and the event name may be left for later, and then are missing', () => {
    const { eventSourceId: _, fixedEventName: __, ...open } = events;
    const profile = profileWith({
      destinations: [audiences, open],
      templates: [vip, { ...purchases, columns: { email: 'mail' } }],
    });
    expect(eventsSettings(profile).missing).toEqual(['eventSourceId', 'eventName']);
    const given = { eventSourceId: '7654321098765432100', fixedEventName: 'Search' };
    expect(eventsSettings(profile, given)).toMatchObject({ ...given, missing: [] });
  });

  test('a column for the event name is enough', () => {
    const { fixedEventName: _, ...open } = events;
    const mapped = profileWith({
      destinations: [audiences, open],
      templates: [vip, { ...purchases, columns: { email: 'mail', Event: 'action' } }],
    });
    expect(eventsSettings(mapped).missing).toEqual([]);
  });

  test('a setting of audiences is refused for this run too', () => {
    expect(() => eventsSettings(exampleProfile, { audienceName: 'x' })).toThrow(
      `"audienceName" doesn't apply`,
    );
    expect(() => eventsSettings(exampleProfile, { eventSourceId: 'pixel' })).toThrow('digits only');
  });
});

test("restricted PII needs a destination that allows it and a template that doesn't forbid it", () => {
  const allowing = { ...audiences, access: { restrictedPii: true } };
  const allows = (template: object) =>
    audienceSettings(profileWith({ destinations: [allowing, events], templates: [template, purchases] }))
      .allowsRestrictedPii;
  expect(audienceSettings(exampleProfile).allowsRestrictedPii).toBe(false);
  expect(allows(vip)).toBe(true);
  expect(allows({ ...vip, access: { restrictedPii: false } })).toBe(false);
});

test("an orchestration that doesn't exist is refused with the nearest one", () => {
  expect(() => effectiveSettings(exampleProfile, 'purchase')).toThrow(
    'There is no orchestration called "purchase"; did you mean "purchases"?',
  );
});

describe('settings given on the command line', () => {
  test('are read as key=value', () => {
    expect(parseOverrides(['audienceName=A=B', 'mode=add'])).toEqual({ audienceName: 'A=B', mode: 'add' });
    expect(parseOverrides([])).toEqual({});
  });

  test.each([
    ['audienceNam=x', `--set doesn't know "audienceNam".`],
    ['mode', '--set mode has no value.'],
    ['mode=replace', "--set mode can't have this value: it is one of match, add, remove."],
    ['audienceId=abc', 'an id is written as digits'],
    ['audienceName= ', 'leave it out instead of leaving it empty'],
  ])('%s is refused', (pair, message) => {
    expect(() => parseOverrides([pair])).toThrow(message);
  });
});
