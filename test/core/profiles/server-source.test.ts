import { describe, expect, it } from 'vitest';
import { exportProfile } from '../../../src/core/profiles/export.ts';
import { mergeProfile } from '../../../src/core/profiles/merge.ts';
import { parseProfileFile } from '../../../src/core/profiles/parse.ts';
import { resolveProfilePaths } from '../../../src/core/profiles/paths.ts';
import { EMPTY_PROFILE, type Profile, type Source } from '../../../src/core/profiles/schema.ts';
import { droppedServerKeys } from '../../../src/core/profiles/server-secrets.ts';
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
    expect(problem({ ...SERVER, password: { keyring: true } })).toBe('it is taken');
    expect(problem({ ...SERVER, url: 'http://trino.example.com' })).toBe('it is taken');
    expect(problem({ ...SERVER, url: 'http://localhost:8080', password: { env: 'X' } })).toBe('it is taken');
    expect(problem({ ...SERVER, url: 'http://[::1]:8080', token: { env: 'X' } })).toBe('it is taken');
  });

  it.each([
    ['a password in the clear', { password: 'sesame' }, 'never as the secret itself'],
    ['a token in the clear', { token: 'sesame' }, 'never as the secret itself'],
    ['a place that there isn’t', { password: { vault: 'x' } }, '{"env":"NAME"}, {"file":"path"}'],
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

  const KEPT: Source = { ...SERVER, password: { keyring: true } };
  const profileOf = (...sources: readonly Source[]): Profile => ({
    ...EMPTY_PROFILE,
    queries: sources.map((source, index) => ({ name: `q${index}`, sql: 'SELECT 1', source })),
  });

  it('is exported without a secret that only this machine has, which comes back when the file is applied', () => {
    const exported = exportProfile(profileOf(KEPT));
    expect(exported.queries[0]?.source).toEqual(SERVER);
    const { profile, changes } = mergeProfile(profileOf(KEPT), exported);
    expect(profile.queries[0]?.source).toEqual(KEPT);
    expect(changes.unchanged).toHaveLength(1);
  });

  it.each([
    ['another user', { ...SERVER, user: 'someone' }],
    ['another server', { ...SERVER, url: 'https://elsewhere.example.com' }],
    ['a secret of its own', { ...SERVER, password: { env: 'X' } }],
  ])('doesn’t get the kept secret where a file names %s', (_, source) => {
    expect(mergeProfile(profileOf(KEPT), profileOf(source)).profile.queries[0]?.source).toEqual(source);
  });

  it('gives up a kept secret with the last query that needs it', () => {
    const key = 'server/trino.example.com:8443/analyst/password';
    expect(droppedServerKeys(profileOf(KEPT, KEPT), profileOf(KEPT))).toEqual([]);
    expect(droppedServerKeys(profileOf(KEPT), profileOf())).toEqual([key]);
    expect(droppedServerKeys(profileOf(KEPT), profileOf({ ...KEPT, password: { env: 'X' } }))).toEqual([key]);
    expect(droppedServerKeys(profileOf({ ...SERVER, token: { env: 'X' } }), profileOf())).toEqual([]);
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
