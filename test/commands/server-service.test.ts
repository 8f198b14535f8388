import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  createServerService,
  forgetDroppedSecrets,
  resolveWithSession,
  type SessionSecrets,
} from '../../src/commands/services/server-service.ts';
import { configurationError } from '../../src/core/errors.ts';
import { EMPTY_PROFILE, type Profile, type ServerSource } from '../../src/core/profiles/schema.ts';
import { engineRig, knownError } from '../sources/support/engine-rig.ts';
import { duckdbServer, oneColumn, sourceOf } from '../sources/trino/support/duckdb-server.ts';
import { fakeServer, page, status } from '../sources/trino/support/fake-server.ts';

const session: SessionSecrets = new Map();
const store = new Map<string, string>();
const resolve = resolveWithSession(session, async (_, key) => {
  const secret = store.get(key);
  if (secret === undefined) throw configurationError('Nothing is kept.', 'Enter it.');
  return secret;
});
const rig = engineRig({ resolveSecret: resolve });
const services = createServerService({
  engine: rig.engine,
  secrets: { set: async (key, secret) => void store.set(key, secret) },
  session,
});

const ANSWERS = {
  'system.metadata.catalogs': oneColumn('catalog_name', ['lake', 'system', 'hive']),
  'information_schema.schemata': oneColumn('schema_name', ['information_schema', 'crm', 'sales']),
};

async function lake(): Promise<ServerSource> {
  const server = await duckdbServer({}, rig.path('server'), { password: 'sesame', answers: ANSWERS });
  return sourceOf(server, { password: { keyring: true } });
}

describe('looking around on a server', () => {
  test('tells its catalogs and the schemas of one, with a password that is kept nowhere yet', async () => {
    const source = await lake();
    expect(await services.lookAround(source, 'sesame')).toEqual({
      catalogs: ['hive', 'lake', 'system'],
      schemas: ['crm', 'information_schema', 'sales'],
    });
    expect([...store.keys()]).toEqual([]);
    // What was found good is used from now on, for SQL as well.
    expect((await rig.engine.describe(source, 'SELECT 1 AS n')).map(({ name }) => name)).toEqual(['n']);
    await services.keepSecret(source, 'sesame');
    expect([...store]).toEqual([[`server/${new URL(source.url).host}/tester/password`, 'sesame']]);
  });

  test('a wrong password is told as such, and doesn’t take the place of the right one', async () => {
    const source = await lake();
    await services.lookAround(source, 'sesame');
    const error = await knownError(services.lookAround(source, 'wrong-canary'));
    expect(error.message).toMatch(/^127\.0\.0\.1:\d+ doesn't let tester in \(HTTP 401\)\.$/);
    expect(`${error.message} ${error.hint}`).not.toContain('canary');
    expect((await services.lookAround(source, undefined)).catalogs).toHaveLength(3);
  });

  test('a catalog or schema that isn’t there is told with the nearest name', async () => {
    const source = await lake();
    const catalog = await knownError(services.lookAround({ ...source, catalog: 'lkae' }, 'sesame'));
    expect(catalog.message).toMatch(/^127\.0\.0\.1:\d+ has no catalog "lkae"; did you mean "lake"\?$/);
    expect(catalog.hint).toBe('There is hive, lake, system.');
    const schema = await knownError(services.lookAround({ ...source, schema: 'crn' }, 'sesame'));
    expect(schema.message).toContain('The catalog lake has no schema "crn"; did you mean "crm"?');
    await expect(services.lookAround({ ...source, catalog: 'LAKE' }, 'sesame')).resolves.toBeDefined();
  });

  test('a server that lists nothing to this user still lets them in', async () => {
    const error = { message: 'no', errorName: 'PERMISSION_DENIED', errorType: 'USER_ERROR' };
    const denied = page({ state: 'FAILED', error });
    const server = await fakeServer(denied, page({ columns: { one: 'integer' }, data: '[[1]]' }), denied);
    const { catalog: _, schema: __, ...anywhere } = sourceOf(server);
    expect(await services.lookAround(anywhere, undefined)).toEqual({
      catalogs: undefined,
      schemas: undefined,
    });
  });

  test('a server that isn’t there is said after two tries', async () => {
    const busy = await fakeServer(status(503));
    const error = await knownError(services.lookAround(sourceOf(busy), undefined));
    expect(error.message).toContain('It is too busy or not ready (HTTP 503).');
    expect(busy.seen).toHaveLength(2);

    const closed = createServer();
    await new Promise<void>((listening) => closed.listen(0, '127.0.0.1', listening));
    const { port } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    const gone = { engine: 'trino', url: `http://127.0.0.1:${port}`, user: 'tester' } as const;
    expect((await knownError(services.lookAround(gone, undefined))).message).toContain('ECONNREFUSED');
    const nowhere = { ...gone, url: 'https://trino.invalid' };
    const unknown = await knownError(services.lookAround(nowhere, undefined));
    expect(unknown.message).toMatch(/There is no server of this name|could not be made/);
  });

  test('a certificate of nobody known is told with the way to name its authority', async () => {
    const { readFileSync } = await import('node:fs');
    const { createServer: createSecure } = await import('node:https');
    const pem = (name: string) =>
      readFileSync(new URL(`../sources/trino/fixtures/loopback.${name}`, import.meta.url));
    const server = createSecure({ key: pem('key'), cert: pem('pem') }, (_, response) => response.end());
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const source = { engine: 'trino', url: `https://127.0.0.1:${port}`, user: 'tester' } as const;
    const error = await knownError(services.lookAround(source, undefined));
    expect(error.message).toMatch(/Its certificate can't be trusted/);
    expect(error.hint).toContain('caFile');
  });
});

test('a secret that nothing needs goes with the change, and one that can’t go is told', async () => {
  const source: ServerSource = {
    ...sourceOf({ url: 'https://t.example' } as never),
    token: { keyring: true },
  };
  const before: Profile = { ...EMPTY_PROFILE, queries: [{ name: 'q', sql: 'SELECT 1', source }] };
  const deleted: string[] = [];
  const secrets = { delete: async (key: string) => void deleted.push(key) };
  await forgetDroppedSecrets(secrets, before, before);
  expect(deleted).toEqual([]);
  await forgetDroppedSecrets(secrets, before, EMPTY_PROFILE);
  expect(deleted).toEqual(['server/t.example/tester/token']);
  const locked = { delete: () => Promise.reject(configurationError('It is locked.', 'Unlock it.')) };
  const error = await knownError(forgetDroppedSecrets(locked, before, EMPTY_PROFILE));
  expect(error.message).toMatch(/^The change is saved, but .* could not be removed\. It is locked\.$/);
});
