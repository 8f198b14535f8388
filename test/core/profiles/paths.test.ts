import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { resolveProfilePaths } from '../../../src/core/profiles/paths.ts';
import { exampleProfile } from './example-profile.ts';

const resolved = resolveProfilePaths(exampleProfile, (path) => posix.resolve('/profiles', path));

test('tables, SQL files and files with secrets become absolute', () => {
  expect(resolved.queries[0]?.source).toMatchObject({ tables: { Customer360: '/profiles/customers.csv' } });
  expect(resolved.queries[1]).toMatchObject({
    sqlFile: '/profiles/orders.sql',
    source: { tables: { orders: ['/profiles/a.csv', '/profiles/b.csv'] } },
  });
  expect(resolved.credentials[0]).toMatchObject({
    secret: { env: 'ACME_SECRET' },
    accessToken: { file: '/profiles/token.txt' },
  });
});

test('everything else stays, and what is absolute stays too', () => {
  expect(resolved.destinations).toEqual(exampleProfile.destinations);
  expect(resolveProfilePaths(resolved, (path) => posix.resolve('/elsewhere', path))).toEqual(resolved);
});
