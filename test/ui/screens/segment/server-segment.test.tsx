import { expect, test } from 'vitest';
import type { SourceTables } from '../../../../src/core/ports/sources.ts';
import { profileSchema } from '../../../../src/core/profiles/schema.ts';
import type { ServerView } from '../../../../src/wizard/server-service.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { CUSTOMERS, fakeServices } from '../../support/fake-services.ts';
import { PEOPLE, SOURCE } from '../../support/server-sample.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';

/** A server with a password, a catalog and a table; `counted` has where and what was counted. */
function server(view: Partial<ServerView> = {}, segments: readonly object[] = []) {
  const counted: [SourceTables, string][] = [];
  const fake = fakeServices({
    profile: profileSchema.parse({ segments }),
    servers: {
      lookAround: async ({ catalog }) => ({
        catalogs: ['hive', 'system'],
        schemas: catalog === 'hive' ? ['crm'] : undefined,
        ...view,
      }),
    },
    sources: {
      inspect: async () => [PEOPLE],
      sample: async () => CUSTOMERS,
      describe: async () => PEOPLE.columns,
      count: async (tables, sql) => {
        counted.push([tables, sql]);
        return 7;
      },
    },
  });
  return { fake, counted };
}

test.each([
  [80, 24],
  [40, 15],
])('a segment is made of a server’s table, its password kept apart, in %i × %i', async (columns, rows) => {
  const { fake, counted } = server();
  const view = await showWizard(fake, { id: 'segment' }, { columns, rows });
  await view.paste('loyal');
  await walk(view, 'enter');
  expect(view.frame()).toContain('2 A Trino or Presto server');
  await walk(view, '2');
  await view.paste('trino.example.com:8443');
  await walk(view, 'enter', 'enter');
  await view.paste('analyst');
  await walk(view, 'enter', 'enter');
  await view.paste('sesame');
  await walk(view, 'enter');
  expect(view.frame()).toMatch(/lets\s+analyst in/);
  await walk(view, 'enter');
  expect(view.frame()).toContain('Which catalog holds the tables?');
  expect(view.frame()).not.toContain('None');
  await walk(view, 'enter');
  expect(view.frame()).toContain('Which schema of hive?');
  expectToFit(view, columns, rows);
  await walk(view, 'enter');
  expect(view.frame()).toContain('Which table holds the rows?');
  await walk(view, 'enter');
  expect(view.frame()).toContain('7 rows fit.');
  expect(counted).toEqual([[SOURCE, expect.stringContaining('people')]]);
  await walk(view, '1');
  expect(view.frame()).toContain('Save this segment');
  expect(fake.secrets.size).toBe(0);
  await walk(view, 'enter');
  expect(fake.profile().segments).toEqual([{ name: 'loyal', source: SOURCE, table: 'people' }]);
  expect([...fake.secrets]).toEqual([['server/trino.example.com:8443/analyst', 'sesame']]);
  expect(view.frame()).not.toContain('sesame');
});

test('where a server doesn’t list its catalogs to its user, one has to be named', async () => {
  const { fake } = server({ catalogs: undefined, schemas: undefined });
  const view = await showWizard(fake, { id: 'segment' });
  await view.paste('loyal');
  await walk(view, 'enter', '2');
  await view.paste('trino.example.com:8443');
  await walk(view, 'enter', 'enter');
  await view.paste('analyst');
  await walk(view, 'enter', 'enter');
  await view.paste('sesame');
  await walk(view, 'enter', 'enter', 'enter');
  expect(view.frame()).toContain('A name is needed: the tables are listed from there.');
});

test('a saved one can be read from another schema, and then asks which of its tables', async () => {
  const { fake } = server({ schemas: ['crm', 'shop'] }, [{ name: 'loyal', source: SOURCE, table: 'people' }]);
  const view = await showWizard(fake, { id: 'segment', name: 'loyal' });
  expect(view.frame()).toMatch(/Connection +as saved/);
  await view.paste('schema');
  await walk(view, 'enter');
  expect(view.frame()).toContain('Which schema of hive?');
  await walk(view, 'down', 'enter');
  expect(view.frame()).toContain('Which table holds the rows?');
});
