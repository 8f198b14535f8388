import { describe, expect, test } from 'vitest';
import type { ServerService, ServerView } from '../../../../src/wizard/server-service.ts';
import { CUSTOMERS, fakeServices, known } from '../../support/fake-services.ts';
import { PEOPLE, SOURCE } from '../../support/server-sample.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';

/** A server with a password, a catalog and a table; `asked` has what it was asked with. */
function server(change: Partial<ServerService> = {}) {
  const asked: unknown[] = [];
  const sampled: string[] = [];
  const lookAround: ServerService['lookAround'] = async (source, secret): Promise<ServerView> => {
    asked.push([source.catalog, secret]);
    if (secret !== undefined && secret !== 'sesame') {
      throw known(
        'source-unreadable',
        'trino.example.com:8443 doesn’t let analyst in (HTTP 401).',
        'Check it.',
      );
    }
    return { catalogs: ['hive', 'system'], schemas: source.catalog === 'hive' ? ['crm'] : undefined };
  };
  const fake = fakeServices({
    profile: { credentials: [], queries: [] } as never,
    servers: { lookAround, ...change },
    sources: {
      inspect: async () => [PEOPLE],
      sample: async (_, sql) => {
        sampled.push(sql);
        return CUSTOMERS;
      },
      describe: async () => [{ name: 'EMAIL', type: 'VARCHAR' }],
    },
  });
  return { fake, asked, sampled };
}

/** The way to a server, up to its password. */
async function signIn(fake: ReturnType<typeof server>['fake'], options = {}) {
  const view = await showWizard(fake, { id: 'query' }, options);
  await walk(view, 'down', 'enter');
  await view.paste('trino.example.com:8443');
  await walk(view, 'enter', 'enter');
  await view.paste('analyst');
  await walk(view, 'enter', 'enter');
  expect(view.frame()).toContain('Password of analyst');
  return view;
}

describe('a query over a server', () => {
  test('is set up from its address to the proposed SQL, its password kept apart', async () => {
    const { fake, asked, sampled } = server();
    const view = await signIn(fake);
    await view.paste('sesame');
    expect(view.frame()).not.toContain('sesame');
    await walk(view, 'enter');
    expect(view.frame()).toContain('trino.example.com:8443 lets analyst in.');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Which catalog holds the tables?');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Which schema of hive?');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Which table holds the people?');
    expect(view.frame()).toMatch(/people +4 columns/);
    await walk(view, 'enter');
    expect(sampled).toEqual(['SELECT customer_id, email, phone FROM people']);
    expect(view.frame()).toContain('phone AS PHONE');
    await walk(view, 'enter');
    expect(view.frame()).toMatch(/Secret +entered/);
    expect(fake.secrets.size).toBe(0);
    await walk(view, 'enter');
    expect(fake.profile().queries).toEqual([
      {
        name: 'people',
        sql: 'SELECT\n  email AS EMAIL,\n  phone AS PHONE\nFROM people',
        source: SOURCE,
      },
    ]);
    expect([...fake.secrets]).toEqual([['server/trino.example.com:8443/analyst', 'sesame']]);
    expect(asked).toEqual([
      [undefined, 'sesame'],
      ['hive', 'sesame'],
    ]);
    expect(view.frame()).not.toContain('sesame');
  });

  test.each([
    [80, 24],
    [40, 15],
  ])(
    'says what is wrong with the connection, and lets it be put right, at %i × %i',
    async (columns, rows) => {
      const { fake } = server();
      const view = await signIn(fake, { columns, rows });
      await view.paste('wrong-canary');
      await walk(view, 'enter');
      expect(view.frame()).toMatch(/doesn’t let\s+analyst in/);
      expect(view.frame()).toContain('Try again');
      expect(view.frame()).not.toContain('canary');
      await walk(view, 'up', 'enter');
      expect(view.frame()).toContain('Password of analyst');
      await view.press('ctrl+u');
      await view.paste('sesame');
      await walk(view, 'enter');
      expect(view.frame()).toMatch(/lets\s+analyst in/);
    },
  );

  test('is typed where the server lists nothing, and refused where there is no such catalog', async () => {
    const { fake } = server({
      lookAround: async ({ catalog }) => {
        if (catalog === 'hvie') throw known('configuration', 'No catalog "hvie"; did you mean "hive"?', '');
        return { catalogs: undefined, schemas: undefined };
      },
    });
    const view = await signIn(fake);
    await view.paste('sesame');
    await walk(view, 'enter', 'enter');
    await view.paste('hvie');
    await walk(view, 'enter');
    expect(view.frame()).toContain('did you mean "hive"?');
    await view.press('ctrl+u');
    await view.paste('hive');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Which schema of hive?');
  });

  test('can be written without a table that is picked', async () => {
    const view = await signIn(server().fake);
    await view.paste('sesame');
    await walk(view, 'enter', 'enter', 'enter', 'enter', 'down', 'enter');
    expect(view.frame()).toContain('SQL');
    await view.paste('SELECT email AS EMAIL FROM sales.people');
    await walk(view, 'ctrl+s');
    expect(view.frame()).toContain('Save this query');
  });

  test('takes a server that another query has, with one test and without its password', async () => {
    const { fake, asked } = server();
    const queries = [{ name: 'other', sql: 'SELECT 1 AS EMAIL', source: SOURCE }];
    await fake.services.profile.update((profile) => ({ ...profile, queries }));
    const view = await showWizard(fake, { id: 'query' });
    expect(view.frame()).toContain('On Trino hive.crm on trino.example.com:8443');
    await walk(view, 'down', 'enter');
    expect(view.frame()).toContain('lets analyst in.');
    expect(asked).toEqual([['hive', undefined]]);
    await walk(view, 'enter', 'enter', 'enter', 'enter', 'enter', 'enter');
    expect(fake.profile().queries.map(({ source }) => source)).toEqual([SOURCE, SOURCE]);
    expect(fake.secrets.size).toBe(0);
  });

  test('that is saved is tested again before another address is kept', async () => {
    const { fake } = server();
    const queries = [{ name: 'crm', sql: 'SELECT email AS EMAIL FROM people', source: SOURCE }];
    await fake.services.profile.update((profile) => ({ ...profile, queries }));
    const view = await showWizard(fake, { id: 'query', name: 'crm' });
    await walk(view, 'down', 'enter');
    expect(view.frame()).toContain('Address of the server');
    await view.press('ctrl+u');
    await view.paste('https://trino2.example.com');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Password of analyst');
    await view.paste('sesame');
    await walk(view, 'enter', 'enter');
    expect(view.frame()).toContain('Query crm');
    await walk(view, 'home', 'enter');
    expect(fake.profile().queries[0]?.source).toEqual({ ...SOURCE, url: 'https://trino2.example.com' });
  });
});
