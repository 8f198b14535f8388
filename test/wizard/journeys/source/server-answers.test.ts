import { describe, expect, test } from 'vitest';
import {
  EMPTY_PROFILE,
  type ServerSource,
  serverSourceSchema,
} from '../../../../src/core/profiles/schema.ts';
import { reduceForm, startForm } from '../../../../src/wizard/journeys/common/form.ts';
import {
  newQuery,
  QUERY_FORM,
  savedQuery,
  withFiles,
  withServer,
  withServerPlace,
} from '../../../../src/wizard/journeys/query/query-form.ts';
import {
  checkAuthentication,
  checkConnection,
  checkServerSecret,
  checkServerUrl,
  knownServers,
  NEW_SERVER,
  secretInWords,
  serverAnswers,
  toServerSource,
  withServerChange,
} from '../../../../src/wizard/journeys/source/server-answers.ts';

const SAVED: ServerSource = {
  engine: 'trino',
  url: 'https://trino.example.com:8443',
  catalog: 'hive',
  schema: 'crm',
  user: 'analyst',
  password: { keyring: true },
};
const VIEW = { catalogs: ['hive'], schemas: undefined };

describe('a server that is set up', () => {
  test('becomes a source that refers to its secret and never holds it', () => {
    const answers = { ...NEW_SERVER, url: ' trino.example.com:8443/ ', user: ' analyst ', secret: 'sesame' };
    const source = toServerSource({ ...answers, catalog: 'hive', schema: 'crm' });
    expect(source).toEqual(SAVED);
    expect(serverSourceSchema.parse(source)).toEqual(SAVED);
    expect(JSON.stringify(source)).not.toContain('sesame');
  });

  test('has no schema without a catalog, and no secret where none is asked for', () => {
    const answers = {
      ...NEW_SERVER,
      url: 'http://localhost:8080',
      user: 'me',
      secret: 'sesame',
      schema: 'crm',
    };
    expect(toServerSource({ ...answers, authentication: 'none' })).toEqual({
      engine: 'trino',
      url: 'http://localhost:8080',
      user: 'me',
    });
  });

  test.each([
    ['', 'The address of the server is needed.'],
    ['ftp://trino', 'The address of the server starts with https://'],
    ['https://trino.example.com/ui', 'The address is made of https://, host and port only'],
    ['https://me:sesame@trino.example.com', 'user and password have settings of their own'],
  ])('refuses the address %j', (url, said) => {
    expect(checkServerUrl(url)).toContain(said);
  });

  test('sends no secret where everybody on the way could read it', () => {
    const answers = { ...NEW_SERVER, url: 'http://trino.example.com', user: 'me' };
    expect(checkAuthentication(answers)).toContain('readable for everybody on the way');
    expect(checkAuthentication({ ...answers, authentication: 'none' })).toBeUndefined();
    expect(checkAuthentication({ ...answers, url: 'http://127.0.0.1:8080' })).toBeUndefined();
  });

  test('must be tested after any change of the way to it, and only then', () => {
    const tested = { ...NEW_SERVER, url: 'https://t.example', user: 'me', secret: 'x', view: VIEW };
    expect(checkConnection(tested)).toBeUndefined();
    expect(checkConnection(withServerChange(tested, { catalog: 'hive' }))).toBeUndefined();
    for (const change of [
      { url: 'https://u.example' },
      { user: 'you' },
      { secret: 'y' },
      { engine: 'presto' },
      { caFile: '/ca.pem' },
    ] as const) {
      expect([change, checkConnection(withServerChange(tested, change))]).toEqual([
        change,
        'Not tested yet.',
      ]);
    }
  });
});

describe('a saved server', () => {
  test('stays as it is, its secret where it is', () => {
    const answers = serverAnswers(SAVED);
    expect(toServerSource(answers)).toEqual(SAVED);
    expect(checkConnection(answers)).toBeUndefined();
    expect(secretInWords(answers)).toBe('kept');
  });

  test('asks for the secret again where it belongs to another user or server', () => {
    for (const change of [{ user: 'someone' }, { url: 'https://other.example' }]) {
      const changed = withServerChange(serverAnswers(SAVED), change);
      expect(checkServerSecret(changed)).toBe('The password is needed.');
      expect(toServerSource(changed).password).toBeUndefined();
    }
    const fromVariable = serverAnswers({ ...SAVED, password: { env: 'TRINO_PASSWORD' } });
    expect(checkServerSecret(withServerChange(fromVariable, { user: 'someone' }))).toBeUndefined();
    expect(secretInWords(fromVariable)).toBe('in the variable TRINO_PASSWORD');
  });

  test('leads from a change of its address over the secret and the test back to the review', () => {
    const query = { name: 'crm', sql: 'SELECT 1', source: SAVED };
    let state = startForm(QUERY_FORM, savedQuery(query), 'review');
    const act = (action: Parameters<typeof reduceForm<typeof state.at, typeof state.answers>>[2]) => {
      state = reduceForm(QUERY_FORM, state, action);
      return state.at;
    };
    act({ type: 'edit', step: 'server' });
    expect(act({ type: 'answer', answers: withServer(state.answers, { url: 'https://new.example' }) })).toBe(
      'secret',
    );
    expect(act({ type: 'answer', answers: withServer(state.answers, { secret: 'x' }) })).toBe('connection');
    expect(act({ type: 'answer', answers: withServer(state.answers, { view: VIEW }) })).toBe('review');
    expect(state.answers.server).toMatchObject({ url: 'https://new.example', password: { keyring: true } });
  });

  test('is offered to other queries, each place once, and needs no more than a test there', () => {
    const source = SAVED;
    const queries = ['a', 'b'].map((name) => ({ name, sql: 'SELECT 1', source }));
    expect(knownServers({ ...EMPTY_PROFILE, queries })).toEqual([source]);
    const answers = newQuery({ ...EMPTY_PROFILE, queries });
    const started = startForm(QUERY_FORM, answers);
    expect(started.at).toBe('place');
    const chosen = reduceForm(QUERY_FORM, started, {
      type: 'answer',
      answers: withServerPlace(answers, source),
    });
    expect(chosen.at).toBe('connection');
    const files = reduceForm(QUERY_FORM, reduceForm(QUERY_FORM, chosen, { type: 'back' }), {
      type: 'answer',
      answers: withFiles(chosen.answers),
    });
    expect(files.at).toBe('file');
    expect(files.answers.server).toBeUndefined();
  });
});
