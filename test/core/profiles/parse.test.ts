import { describe, expect, test } from 'vitest';
import { KnownError } from '../../../src/core/errors.ts';
import { parseProfileFile } from '../../../src/core/profiles/parse.ts';
import { exampleFile, exampleProfile } from './example-profile.ts';

function refusal(file: unknown): string {
  const text = typeof file === 'string' ? file : JSON.stringify(file, undefined, 2);
  try {
    parseProfileFile(text, 'acme.json');
  } catch (error) {
    if (error instanceof KnownError) {
      expect(error.kind).toBe('configuration');
      expect(error.hint).not.toBe('');
      return error.message;
    }
    throw error;
  }
  throw new Error('the file was accepted');
}

const [credential] = exampleFile.credentials;
const [audiences, events] = exampleFile.destinations;
const [vipQuery] = exampleFile.queries;

describe('a good file', () => {
  test('keeps what it says, with single columns as lists', () => {
    expect(exampleProfile.credentials).toEqual(exampleFile.credentials);
    expect(exampleProfile.templates[0]?.columns).toEqual({
      EMAIL: ['email', 'work_email'],
      PHONE: ['phone'],
    });
  });

  test("may leave out whatever it doesn't declare", () => {
    expect(parseProfileFile('{}', 'empty.json')).toEqual({
      credentials: [],
      destinations: [],
      templates: [],
      queries: [],
      orchestrations: [],
      segments: [],
      campaigns: [],
      defaultAttributes: {},
    });
  });

  test('may name its schema for editors', () => {
    expect(parseProfileFile('{"$schema":"./tada.schema.json"}', 'a.json').credentials).toEqual([]);
  });
});

describe('what is wrong is said with its place', () => {
  test('broken JSON: line and column', () => {
    expect(refusal('{\n  "credentials": [\n    {"name": "acme",}\n  ]\n}')).toBe(
      'acme.json:3:21: the comma before this } is one too many',
    );
  });

  test('an unknown key: by name, with the nearest right one', () => {
    const file = { credentials: [{ ...credential, accessTokn: { env: 'X' } }] };
    expect(refusal(file)).toBe(
      'acme.json:14:7: credentials[0].accessTokn: "accessTokn" isn\'t a setting here; did you mean "accessToken"?',
    );
  });

  test('an unknown key like no other: with the possible ones', () => {
    expect(refusal({ colour: [] })).toContain('"colour" isn\'t a setting here; possible are credentials, ');
  });

  test('a key of the other kind of destination: where it belongs', () => {
    const file = { destinations: [{ ...audiences, limitedDataUse: true }] };
    expect(refusal(file)).toContain(
      '"limitedDataUse" isn\'t a setting here; it belongs to the kind "events"',
    );
  });

  test('an unknown key deep inside', () => {
    const file = { destinations: [{ ...audiences, access: { adminOnli: true } }] };
    expect(refusal(file)).toContain(
      'destinations[0].access.adminOnli: "adminOnli" isn\'t a setting here; did you mean "adminOnly"?',
    );
  });

  test('every problem at once', () => {
    const file = { credentials: [{ name: '', environment: 'prod', appId: 'x' }] };
    expect(refusal(file).split('\n')).toEqual([
      'acme.json:4:15: credentials[0].name: a name is needed',
      'acme.json:5:22: credentials[0].environment: must be "simulator", "sandbox" or "production"',
      'acme.json:6:16: credentials[0].appId: an app id is written as digits, in quotes',
    ]);
  });

  test.each([
    ['a missing setting', { credentials: [{ name: 'a' }] }, 'credentials[0].environment: is missing'],
    [
      'an id written as a number',
      { destinations: [{ ...audiences, advertiserIds: [7654321098765432] }] },
      'must be in double quotes: a long id written as a number loses digits',
    ],
    [
      'a list where none is needed',
      { templates: [{ name: 'a', destination: ['b'] }] },
      'must be a text in double quotes',
    ],
    [
      'a text where a list is needed',
      { destinations: [{ ...audiences, idTypes: 'EMAIL' }] },
      'must be a list: […]',
    ],
    [
      'an unknown kind',
      { destinations: [{ ...audiences, kind: 'audiences' }] },
      'destinations[0].kind: must be "audience" or "events"',
    ],
    [
      'an empty list',
      { destinations: [{ ...audiences, advertiserIds: [] }] },
      'at least one advertiser id is needed',
    ],
    [
      'a column that is a number',
      { templates: [{ name: 'a', destination: 'b', columns: { EMAIL: 3 } }] },
      'must be a text in double quotes, or a list of such texts',
    ],
    [
      'an unknown engine',
      { queries: [{ ...vipQuery, source: { engine: 'mysql', tables: {} } }] },
      'must be "embedded"',
    ],
    [
      "a table that can't be named so",
      { queries: [{ ...vipQuery, source: { engine: 'embedded', tables: { '1st': 'a.csv' } } }] },
      'a table name starts with a letter',
    ],
    ['SQL twice', { queries: [{ ...vipQuery, sqlFile: 'a.sql' }] }, 'a query has either "sql" or "sqlFile"'],
    [
      'a country that is a language',
      { destinations: [{ ...audiences, defaultCountry: 'EN' }] },
      'no country has this code',
    ],
    [
      'the United Kingdom by its other name',
      { destinations: [{ ...audiences, defaultCountry: 'UK' }] },
      'the United Kingdom, for one, is "GB"',
    ],
    [
      "a time zone that isn't one",
      { destinations: [{ ...events, timeZone: 'Pacific' }] },
      'a time zone is an IANA name',
    ],
    [
      'a name that could rewrite the screen',
      { templates: [{ name: 'a\u001b[2J', destination: 'b' }] },
      'control characters are not allowed',
    ],
    [
      "a batch beyond TikTok's limit",
      { destinations: [{ ...events, batchSize: 5000 }] },
      'TikTok takes at most 1,000 events',
    ],
    [
      'two of one name',
      { credentials: [credential, credential] },
      'credentials[1].name: a second credential is called "acme"',
    ],
    ['no object at all', [], 'acme.json:1:1: must be an object: {…}'],
  ])('%s', (_what, file, sentence) => {
    expect(refusal(file)).toContain(sentence);
  });
});

describe('a literal secret', () => {
  const literal = '0123456789abcdef0123456789abcdef01234567';

  test('is refused by the name of its setting and never repeated', () => {
    const message = refusal({ credentials: [{ ...credential, accessToken: literal }] });
    expect(message).toContain('credentials[0].accessToken: holds the secret itself');
    expect(message).not.toContain(literal);
  });

  test.each([
    ['as the name of an environment variable', { env: literal }],
    ['in an unknown form', { value: literal }],
    ['as a key', { [literal]: true }],
  ])('is recognised %s', (_where, secret) => {
    const message = refusal({ credentials: [{ ...credential, secret }] });
    expect(message).toMatch(/never (as )?the secret itself/);
    expect(message).not.toContain(literal);
  });

  test("doesn't show when the JSON around it is broken", () => {
    expect(refusal(`{"credentials":[{"secret":"${literal}" "name":"a"}]}`)).not.toContain(literal);
    expect(refusal(`{"credentials":[{"secret":"${literal}`)).not.toContain(literal);
  });
});
