import { describe, expect, it } from 'vitest';
import { exportProfile } from '../../../src/core/profiles/export.ts';
import { parseProfileFile } from '../../../src/core/profiles/parse.ts';
import { resolveProfilePaths } from '../../../src/core/profiles/paths.ts';
import { EMPTY_PROFILE, type Profile } from '../../../src/core/profiles/schema.ts';
import { describeSource, serverSecretKey } from '../../../src/core/profiles/source-tables.ts';

const SERVER = { engine: 'trino', url: 'https://trino.example.com:8443', user: 'analyst' } as const;

function parse(source: object): Profile {
  const queries = [{ name: 'crm', sql: 'SELECT 1', source }];
  return parseProfileFile(JSON.stringify({ queries }), 'acme.json');
}

/** What is wrong with a source, without the place in the file. */
function problem(source: object): string {
  try {
    parse(source);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return 'it is taken';
}

describe('a server as a source', () => {
  it('is a place, a user and references to secrets', () => {
    const source = {
      ...SERVER,
      catalog: 'lake',
      schema: 'crm',
      password: { env: 'TRINO_PASSWORD' },
      caFile: 'authority.pem',
    };
    expect(parse(source).queries[0]?.source).toEqual(source);
    expect(problem({ ...SERVER, engine: 'presto', token: { file: 'token.txt' } })).toBe('it is taken');
    expect(problem({ ...SERVER, url: 'http://trino.example.com' })).toBe('it is taken');
    expect(problem({ ...SERVER, url: 'http://localhost:8080', password: { env: 'X' } })).toBe('it is taken');
    expect(problem({ ...SERVER, url: 'http://[::1]:8080', token: { env: 'X' } })).toBe('it is taken');
  });

  it.each([
    ['a password in the clear', { password: 'sesame' }, 'never as the secret itself'],
    ['a token in the clear', { token: 'sesame' }, 'never as the secret itself'],
    [
      'a place that nothing is put into',
      { password: { keyring: true } },
      '{"env":"NAME"} or {"file":"path"}',
    ],
    [
      'a password over http',
      { url: 'http://trino.example.com', password: { env: 'X' } },
      'readable for everybody',
    ],
    ['a token over http', { url: 'http://10.0.0.1:8080', token: { env: 'X' } }, 'readable for everybody'],
    ['a password in the address', { url: 'https://me:sesame@trino.example.com' }, 'settings of their own'],
    ['a path in the address', { url: 'https://trino.example.com/ui' }, 'https://, host and port only'],
    ['no address', { url: 'trino.example.com:8443' }, 'starts with https://'],
    ['two secrets', { password: { env: 'A' }, token: { env: 'B' } }, 'not both'],
    ['a schema of no catalog', { schema: 'crm' }, 'give the catalog too'],
    ['nobody who asks', { user: ' ' }, 'a user is needed'],
    ['tables of the other kind', { tables: { t: 'a.csv' } }, '"embedded"'],
    ['a misspelt setting', { catalogue: 'lake' }, 'did you mean "catalog"'],
    ['another engine', { engine: 'hive' }, '"embedded", "trino" or "presto"'],
  ])('is refused with %s, and the secret isn’t repeated', (_, change, said) => {
    const message = problem({ ...SERVER, ...change });
    expect(message).toContain(said);
    expect(message).not.toContain('sesame');
  });

  it('is exported with its references', () => {
    const source = { ...SERVER, password: { env: 'TRINO_PASSWORD' }, caFile: '/etc/authority.pem' };
    const profile: Profile = { ...EMPTY_PROFILE, queries: [{ name: 'crm', sql: 'SELECT 1', source }] };
    expect(exportProfile(profile)).toEqual(profile);
  });

  it('has files that start at the profile', () => {
    const source = { ...SERVER, password: { file: 'secret.txt' }, caFile: 'ca.pem' };
    const [query] = resolveProfilePaths(parse(source), (path) => `/profiles/${path}`).queries;
    expect(query?.source).toEqual({
      ...SERVER,
      password: { file: '/profiles/secret.txt' },
      caFile: '/profiles/ca.pem',
    });
  });

  it('is called by its place', () => {
    expect(describeSource({ ...SERVER, catalog: 'lake', schema: 'crm' })).toBe(
      'Trino lake.crm on trino.example.com:8443',
    );
    expect(describeSource({ ...SERVER, engine: 'presto' })).toBe('Presto on trino.example.com:8443');
    expect(serverSecretKey(SERVER, 'password')).toBe('server/trino.example.com:8443/analyst/password');
  });
});
