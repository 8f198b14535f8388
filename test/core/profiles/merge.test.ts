import { describe, expect, test } from 'vitest';
import { KnownError } from '../../../src/core/errors.ts';
import { mergeProfile } from '../../../src/core/profiles/merge.ts';
import { parseProfileFile } from '../../../src/core/profiles/parse.ts';
import { EMPTY_PROFILE, type Profile } from '../../../src/core/profiles/schema.ts';
import { exampleFile, exampleProfile } from './example-profile.ts';

const file = (content: unknown): Profile => parseProfileFile(JSON.stringify(content), 'test.json');
const [credential] = exampleFile.credentials;
const [audiences, events] = exampleFile.destinations;
const [vip, purchases] = exampleFile.templates;

function refusal(current: Profile, content: unknown): readonly string[] {
  try {
    mergeProfile(current, file(content));
  } catch (error) {
    if (error instanceof KnownError && error.kind === 'configuration') return error.message.split('\n');
    throw error;
  }
  throw new Error('the file was accepted');
}

describe('applying a file', () => {
  test("creates what isn't there and says so", () => {
    const { profile, changes } = mergeProfile(EMPTY_PROFILE, exampleProfile);
    expect(profile).toEqual(exampleProfile);
    expect(changes.created).toHaveLength(9);
    expect(changes.created[1]).toEqual({ kind: 'destination', name: 'acme audiences' });
    expect(changes.updated).toEqual([]);
  });

  test('a second time changes nothing', () => {
    const { profile } = mergeProfile(EMPTY_PROFILE, exampleProfile);
    const again = mergeProfile(profile, exampleProfile);
    expect(again.profile).toEqual(profile);
    expect(again.changes).toMatchObject({ created: [], updated: [] });
    expect(again.changes.unchanged).toHaveLength(9);
  });

  test('replaces what has the same name, in its place, and leaves the rest alone', () => {
    const { profile, changes } = mergeProfile(
      exampleProfile,
      file({ destinations: [{ ...audiences, idTypes: ['AAID'] }] }),
    );
    expect(profile.destinations.map(({ name }) => name)).toEqual(['acme audiences', 'acme events']);
    expect(profile.destinations[0]).toMatchObject({ idTypes: ['AAID'] });
    expect(profile.destinations[1]).toEqual(exampleProfile.destinations[1]);
    expect(changes).toEqual({
      created: [],
      updated: [{ kind: 'destination', name: 'acme audiences' }],
      unchanged: [],
    });
  });

  test('the order of keys is no difference', () => {
    const turned = Object.fromEntries(Object.entries(audiences).toReversed());
    const { changes } = mergeProfile(exampleProfile, file({ destinations: [turned] }));
    expect(changes.unchanged).toEqual([{ kind: 'destination', name: 'acme audiences' }]);
  });

  test('does not touch the profile it starts from', () => {
    const before = structuredClone(exampleProfile);
    mergeProfile(exampleProfile, file({ credentials: [{ ...credential, description: 'other' }] }));
    expect(exampleProfile).toEqual(before);
  });
});

describe('secrets of a credential', () => {
  const stored: Profile = {
    ...EMPTY_PROFILE,
    credentials: [
      {
        name: 'acme',
        environment: 'production',
        appId: '1',
        secret: { env: 'ACME_SECRET' },
        accessToken: { keyring: true },
        lastValidated: '2026-11-01T00:00:00.000Z',
      },
    ],
  };

  test("stay when the file doesn't mention them, as an exported file doesn't mention those of the keyring", () => {
    const { profile, changes } = mergeProfile(
      stored,
      file({ credentials: [{ name: 'acme', environment: 'production', appId: '1' }] }),
    );
    expect(profile).toEqual(stored);
    expect(changes.unchanged).toHaveLength(1);
  });

  test('another token was never validated', () => {
    const { profile } = mergeProfile(
      stored,
      file({
        credentials: [{ name: 'acme', environment: 'production', appId: '1', accessToken: { env: 'T' } }],
      }),
    );
    expect(profile.credentials[0]).toEqual({
      name: 'acme',
      environment: 'production',
      appId: '1',
      secret: { env: 'ACME_SECRET' },
      accessToken: { env: 'T' },
    });
  });
});

describe('all or nothing', () => {
  test('names that lead nowhere are refused, with the nearest one', () => {
    expect(
      refusal(exampleProfile, {
        destinations: [{ ...audiences, name: 'other', credential: 'acm' }],
        orchestrations: [{ name: 'x', query: 'nope-at-all', template: 'vip' }],
      }),
    ).toEqual([
      `Destination "other" needs the credential "acm", which doesn't exist; did you mean "acme"?`,
      `Orchestration "x" needs the query "nope-at-all", which doesn't exist.`,
    ]);
  });

  test('a file may lean on what is in the profile already', () => {
    const added = mergeProfile(exampleProfile, file({ templates: [{ ...vip, name: 'second' }] }));
    expect(added.changes.created).toEqual([{ kind: 'template', name: 'second' }]);
  });

  test.each([
    [
      'an events template open to campaigns',
      { templates: [{ ...purchases, access: { campaigns: true } }] },
      "can't be used by campaigns",
    ],
    [
      'an events template with an audience name',
      { templates: [{ ...purchases, audienceName: 'x' }] },
      `"audienceName" doesn't apply to the events destination`,
    ],
    [
      'an audience template with an event name',
      { templates: [{ ...vip, fixedEventName: 'Search' }] },
      `"fixedEventName" doesn't apply to the audience destination`,
    ],
    [
      'an events orchestration with a mode',
      { orchestrations: [{ ...exampleFile.orchestrations[1], set: { mode: 'add' } }] },
      `"mode" doesn't apply`,
    ],
    [
      'a template closed to orchestrations',
      { templates: [{ ...vip, access: { orchestrations: false } }] },
      "isn't open to orchestrations",
    ],
    [
      "a field that audiences don't have",
      { templates: [{ ...vip, columns: { EMIAL: ['email'] } }] },
      `maps columns to "EMIAL", which an audience doesn't have; did you mean "EMAIL"?`,
    ],
    [
      "a field that events don't have",
      { templates: [{ ...purchases, columns: { colour: ['c'] } }] },
      "which an event doesn't have; possible are event, timestamp",
    ],
    [
      'limited data use offline',
      { destinations: [{ ...events, limitedDataUse: true }] },
      'limited data use exists for web events only',
    ],
    [
      'an event set id with letters',
      { destinations: [{ ...events, eventSourceId: 'ABC' }] },
      'is the id of an event set, digits only',
    ],
    [
      "a pixel's id in place of its code",
      { destinations: [{ ...events, eventSource: 'web' }] },
      "is the pixel's code, not its id",
    ],
    [
      'a pixel code with a blank',
      { destinations: [{ ...events, eventSource: 'web', eventSourceId: 'BU35 TSQ' }] },
      'made of letters and digits',
    ],
    [
      'a wrong event source given by the template',
      { templates: [{ ...purchases, eventSourceId: 'x' }] },
      'Template "purchases": the event source id',
    ],
    [
      'a wrong event source given by the orchestration',
      { orchestrations: [{ ...exampleFile.orchestrations[1], set: { eventSourceId: 'x' } }] },
      'Orchestration "purchases": the event source id',
    ],
  ])('%s is refused', (_what, content, sentence) => {
    expect(refusal(exampleProfile, content).join('\n')).toContain(sentence);
  });

  test('events that can have no name are refused', () => {
    const { fixedEventName: _, ...unnamed } = events;
    const content = { destinations: [unnamed], templates: [{ ...purchases, columns: { email: ['mail'] } }] };
    expect(refusal(exampleProfile, content)).toEqual([
      'Orchestration "purchases": events have no name. Map a column to "event" in the template "purchases", or give a fixed event name.',
    ]);
    const named = {
      ...content,
      templates: [{ ...purchases, columns: { email: ['mail'], EVENT: ['action'] } }],
    };
    expect(mergeProfile(exampleProfile, file(named)).changes.updated).toHaveLength(2);
  });

  test('fields may be written in any case', () => {
    const { changes } = mergeProfile(
      exampleProfile,
      file({ templates: [{ ...vip, columns: { email: 'm' } }] }),
    );
    expect(changes.updated).toHaveLength(1);
  });

  test('one name twice in one change is refused', () => {
    const twice: Profile = {
      ...EMPTY_PROFILE,
      queries: [...exampleProfile.queries, ...exampleProfile.queries],
    };
    expect(() => mergeProfile(EMPTY_PROFILE, twice)).toThrow('The file declares query "vip" twice.');
  });
});

describe('accepted, but worth a word', () => {
  const warningsFor = (content: unknown) =>
    mergeProfile(exampleProfile, file(content)).warnings.map(({ code, message }) => `${code}: ${message}`);

  test("an advertiser id that isn't 19 digits", () => {
    expect(warningsFor({ destinations: [{ ...audiences, advertiserIds: ['123'] }] })).toEqual([
      `unusual-id: The advertiser id 123 of "acme audiences" has 3 digits; TikTok's ids usually have 19.`,
    ]);
  });

  test('a name that TikTok would cut, with what becomes of it', () => {
    const [warning] = warningsFor({ destinations: [{ ...audiences, audienceName: 'n'.repeat(71) }] });
    expect(warning).toBe(
      `name-too-long: TikTok cuts names above 70 characters; this audience will be listed as "${'n'.repeat(67)}...".`,
    );
    expect(warningsFor({ destinations: [{ ...audiences, audienceName: '🎄'.repeat(70) }] })).toEqual([]);
  });

  test('a name that is too long for a customer file', () => {
    const destination = { ...audiences, channel: 'file', audienceName: 'n'.repeat(129) };
    expect(warningsFor({ destinations: [destination] })[0]).toContain(
      'has 129 characters; TikTok takes at most 128',
    );
    expect(warningsFor({ destinations: [{ ...destination, audienceName: 'n'.repeat(128) }] })).toEqual([]);
  });

  test('only what the file declares', () => {
    expect(warningsFor({ credentials: [credential] })).toEqual([]);
  });
});
