import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { duckdbServer, oneColumn } from '../sources/trino/support/duckdb-server.ts';
import { startTestSimulator } from './support/cli.ts';
import { inventPeople, openDelivery, walk } from './support/delivery-wizard.ts';

const PASSWORD = 'sesame-canary';

test('a query over a Trino server is set up, tested and kept, its password in the secret store only', async () => {
  const place = await openDelivery(await startTestSimulator(), inventPeople(3));
  const people = place.write('people.csv', place.people.csv);
  const info = ['table_name', 'column_name', 'data_type'].map((name) => ({ name, type: 'VARCHAR' }));
  const server = await duckdbServer({ people: [people] }, join(place.folder, 'server'), {
    password: PASSWORD,
    answers: {
      'system.metadata.catalogs': oneColumn('catalog_name', ['hive', 'system']),
      'information_schema.schemata': oneColumn('schema_name', ['crm', 'information_schema']),
      'information_schema.columns': {
        columns: info,
        rows: [
          ['people', 'email', 'varchar'],
          ['people', 'phone', 'varchar'],
        ],
      },
    },
  });
  const wizard = place.open({ cwd: place.folder });
  await walk(wizard, [
    ['Change what is set up', 'up', 'up', 'enter'],
    [/Queries +1/, '4'],
    ['Set up a new query', 'down', 'enter'],
    ['Where is the data?', 'down', 'enter'],
    ['Address of the server'],
  ]);
  wizard.type(server.url);
  await walk(wizard, [[server.url, 'enter'], ['What runs there?', 'enter'], ['with the rights']]);
  wizard.type('tester');
  await walk(wizard, [
    [/❯ tester/, 'enter'],
    ['How does the user sign in?', 'enter'],
    ['Password of tester'],
  ]);
  wizard.type('wrong');
  await walk(wizard, [
    [/❯ •••••/, 'enter'],
    ["doesn't let tester in", 'up', 'enter'],
    ['Password of tester', 'ctrl+u'],
  ]);
  wizard.type(PASSWORD);
  await walk(wizard, [
    [new RegExp(`❯ •{${PASSWORD.length}}`), 'enter'],
    ['lets tester in.', 'enter'],
    ['Which catalog holds the tables?', 'enter'],
    ['Which schema of hive?', 'enter'],
    ['Which table holds the people?', 'enter'],
    ['It gives the columns EMAIL, PHONE.', 'enter'],
    ['Save this query', 'enter'],
    [/people {2}Trino hive\.crm/],
  ]);
  const profile = JSON.parse(readFileSync(join(place.home, 'profile.json'), 'utf8'));
  expect(profile.queries.at(-1)).toEqual({
    name: 'people',
    sql: 'SELECT\n  email AS EMAIL,\n  phone AS PHONE\nFROM people',
    source: {
      engine: 'trino',
      url: server.url,
      catalog: 'hive',
      schema: 'crm',
      user: 'tester',
      password: { keyring: true },
    },
  });
  const exported = await place.tada('export', 'people');
  expect(exported.stdout).not.toContain('keyring');
  expect(exported.stderr).toContain('The secret for the server of the query "people" stays here');
  expect(wizard.transcript()).not.toContain(PASSWORD);
  expect(wizard.transcript()).not.toContain('@customers.example');
  for (const entry of readdirSync(place.home, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), 'latin1');
    expect([entry.name, text.includes(PASSWORD)]).toEqual([entry.name, false]);
  }
});
