import { KnownError } from '../../../src/core/errors.ts';
import type { ColumnInfo, SampleRows } from '../../../src/core/ports/sources.ts';
import type { RunRecord } from '../../../src/core/ports/storage.ts';
import type { Advertiser, TokenGrant } from '../../../src/core/ports/tiktok.ts';
import { checkProfile } from '../../../src/core/profiles/check.ts';
import { duplicateEntity, removeEntity, renameEntity } from '../../../src/core/profiles/edit.ts';
import { findEntity, getEntity } from '../../../src/core/profiles/entities.ts';
import { type Credential, type Profile, profileSchema } from '../../../src/core/profiles/schema.ts';
import { isServer } from '../../../src/core/profiles/source-tables.ts';
import type { Authorization, CredentialService, TokenView } from '../../../src/wizard/credential-service.ts';
import type { ScheduleService } from '../../../src/wizard/schedule-service.ts';
import type { ServerService } from '../../../src/wizard/server-service.ts';
import type { Services, SimulatorAccess } from '../../../src/wizard/services.ts';
import type { DataFile, SourceService } from '../../../src/wizard/source-service.ts';
import { draftsInMemory } from './drafts-in-memory.ts';
import { historyInMemory } from './history-in-memory.ts';

/*
 * Services that keep everything in memory and hold to what the real ones promise: profiles are checked as on
 * disk, secrets are kept apart, queries name columns that exist. What a test needs to go wrong, it replaces.
 */

export interface FakeOptions {
  readonly profile?: Profile;
  readonly isDemo?: boolean;
  /** By access token. */
  readonly tokens?: Readonly<Record<string, TokenView>>;
  /** By path. */
  readonly files?: Readonly<Record<string, SampleRows>>;
  readonly runs?: readonly RunRecord[];
  /** Earlier entries of fields, by kind. */
  readonly typedBefore?: Readonly<Record<string, readonly string[]>>;
  readonly credentials?: Partial<CredentialService>;
  readonly sources?: Partial<SourceService>;
  readonly servers?: Partial<ServerService>;
  /** What scheduled runs have to say. */
  readonly attention?: readonly string[];
}

export interface Fake {
  readonly services: Services;
  profile(): Profile;
  /** Secrets by key, as they were handed over to be kept. */
  readonly secrets: Map<string, string>;
  readonly copied: string[];
  readonly openedPages: string[];
  /** Every authorization that was started, the newest last. */
  readonly authorizations: FakeAuthorization[];
}

export interface FakeAuthorization {
  readonly url: string;
  isClosed: boolean;
  /** The browser comes back. */
  grant(accessToken: string): void;
  refuse(error: Error): void;
}

export const ADVERTISER: Advertiser = {
  id: '7654321098765432109',
  name: 'Acme Essentials',
  status: 'STATUS_ENABLE',
  currency: 'USD',
  timeZone: 'America/Los_Angeles',
  role: 'OPERATOR',
};

export const VIEW: TokenView = { user: 'Ada', advertisers: [ADVERTISER], advertisersProblem: undefined };

export const SIMULATOR: SimulatorAccess = {
  appId: '7000000000000000001',
  secret: 'simulated-secret',
  accessToken: 'simulated-token',
  advertiserIds: [ADVERTISER.id],
  sampleFolder: '/samples',
};

export const CUSTOMERS: SampleRows = {
  columns: ['customer_id', 'email', 'phone'].map((name) => ({ name, type: 'VARCHAR' })),
  rows: [
    ['C1', 'jane.doe@example.com', '+14155550123'],
    ['C2', 'bob@example.org', '+14155550124'],
    ['C3', null, '+14155550125'],
  ],
};

export function fakeServices(options: FakeOptions = {}): Fake {
  const { isDemo = false, runs = [], files = { '/samples/customers.csv': CUSTOMERS } } = options;
  const tokens: Readonly<Record<string, TokenView>> = options.tokens ?? {
    'good-token': VIEW,
    'simulated-token': VIEW,
  };
  let profile = profileSchema.parse(options.profile ?? {});
  const secrets = new Map<string, string>();
  for (const { name, accessToken } of profile.credentials) {
    if (accessToken !== undefined) secrets.set(`${name}/accessToken`, 'good-token');
  }
  const copied: string[] = [];
  const openedPages: string[] = [];
  const authorizations: FakeAuthorization[] = [];

  const update = async (change: (before: Profile) => Profile): Promise<Profile> => {
    const next = profileSchema.parse(change(profile));
    const [problem] = checkProfile(next);
    if (problem !== undefined) throw known('configuration', problem, 'Change it.');
    profile = next;
    return profile;
  };

  const inspectToken: CredentialService['inspectToken'] = async (_, accessToken) => {
    const view = tokens[accessToken];
    if (view === undefined)
      throw known('invalid-credentials', 'TikTok refuses this token.', 'Authorize again.');
    return view;
  };

  const authorize = async (redirectUri = 'http://127.0.0.1:3456/callback'): Promise<Authorization> => {
    const { promise, resolve, reject } = Promise.withResolvers<TokenGrant>();
    const url = `https://tiktok.example/auth?state=s${authorizations.length}`;
    const made: FakeAuthorization = {
      url,
      isClosed: false,
      grant: (accessToken) => resolve(grantOf(accessToken)),
      refuse: reject,
    };
    authorizations.push(made);
    return {
      url,
      redirectUri,
      callbackProblem: undefined,
      granted: promise,
      paste: async (text) => {
        const token = /auth_code=([\w-]+)/.exec(text)?.[1] ?? text;
        if (tokens[token] === undefined) throw known('usage', 'That is not the code.', 'Paste it again.');
        return grantOf(token);
      },
      close: async () => {
        made.isClosed = true;
      },
    };
  };

  const credentials: CredentialService = {
    secretPlace: async () => 'the system keyring',
    authorize: (_, redirectUri) => authorize(redirectUri),
    inspectToken,
    save: async (credential, given) => {
      const references: Pick<Credential, 'secret' | 'accessToken'> = {};
      for (const each of ['secret', 'accessToken'] as const) {
        const secret = given[each];
        if (secret === undefined) continue;
        secrets.set(`${credential.name}/${each}`, secret);
        references[each] = { keyring: true };
      }
      await update((before) => {
        const old = findEntity(before, 'credential', credential.name);
        const { secret, accessToken } = old ?? {};
        const kept = {
          ...(secret === undefined ? {} : { secret }),
          ...(accessToken === undefined ? {} : { accessToken }),
        };
        const others = before.credentials.filter(({ name }) => name !== credential.name);
        return { ...before, credentials: [...others, { ...credential, ...kept, ...references }] };
      });
    },
    draftOf: async (name) => {
      const { environment, appId } = getEntity(profile, 'credential', name);
      return { environment, appId, secret: secrets.get(`${name}/secret`) };
    },
    inspect: async (name) =>
      await inspectToken(
        { environment: 'production', appId: undefined, secret: undefined },
        secrets.get(`${name}/accessToken`) ?? '',
      ),
    rename: async (name, newName) => {
      await update((before) => renameEntity(before, { kind: 'credential', name }, newName).profile);
    },
    duplicate: async (name) => {
      const { created } = duplicateEntity(profile, { kind: 'credential', name });
      await update((before) => duplicateEntity(before, { kind: 'credential', name }).profile);
      return created.name;
    },
    remove: async (name, { withDependents = false }) => {
      await update(
        (before) => removeEntity(before, { kind: 'credential', name }, { withDependents }).profile,
      );
    },
    audiences: async () => [],
    eventSets: async () => [],
    pixels: async () => [],
    missingSecrets: async () => [],
    createEventSet: () => notHere('createEventSet'),
    ...options.credentials,
  };

  return {
    profile: () => profile,
    secrets,
    copied,
    openedPages,
    authorizations,
    services: {
      version: '0.0.0',
      user: 'tester',
      simulator: isDemo ? SIMULATOR : undefined,
      profile: { path: '/profile.json', load: () => profile, update },
      credentials,
      sources: { ...fakeSources(files), ...options.sources },
      servers: {
        lookAround: async () => ({ catalogs: ['hive', 'system'], schemas: ['crm'] }),
        keepSecret: async ({ url, user }, secret) =>
          void secrets.set(`server/${new URL(url).host}/${user}`, secret),
        ...options.servers,
      },
      delivery: {
        kindOf: () => 'audience',
        check: () => notHere('check'),
        preview: () => notHere('preview'),
        previewEvents: () => notHere('previewEvents'),
        previewSegment: () => notHere('previewSegment'),
        previewCampaign: () => notHere('previewCampaign'),
        measureCampaign: () => notHere('measureCampaign'),
        run: () => notHere('run'),
        resume: () => notHere('resume'),
        undo: () => notHere('undo'),
      },
      runs: {
        list: () => ({ runs, broken: [] }),
        show: () => notHere('show'),
        rejects: () => notHere('rejects'),
        audiences: () => [],
        compare: () => notHere('compare'),
        remove: () => notHere('remove'),
        prune: () => notHere('prune'),
        pruning: () => notHere('pruning'),
        keptDays: () => undefined,
        keepFor: () => notHere('keepFor'),
        tidy: () => notHere('tidy'),
        bundle: () => notHere('bundle'),
        report: () => notHere('report'),
      },
      schedules: noSchedules(options.attention),
      drafts: draftsInMemory(),
      fieldHistory: historyInMemory(options.typedBefore),
      ledgers: { export: () => notHere('export'), import: () => notHere('import') },
      audiences: { checkDeletion: () => undefined, delete: () => notHere('delete') },
      prepareSecrets: async () => undefined,
      openPage: async (url) => {
        openedPages.push(url);
        return { opened: true };
      },
      saveRejects: () => notHere('saveRejects'),
      editSql: () => notHere('editSql'),
      copy: (text) => void copied.push(text),
      close: async () => undefined,
    },
  };
}

/** Files as tables, and the SQL that set-up needs: the columns of one table, with other names. */
function fakeSources(files: Readonly<Record<string, SampleRows>>): SourceService {
  const fileOf = (path: string): SampleRows => {
    const found = files[path];
    if (found === undefined) throw known('source-unreadable', `There is no file ${path}.`, 'Check the path.');
    return found;
  };
  const run: SourceService['sample'] = async (tables, sql, limit) => {
    const [, selected = '', tableName = ''] = /^SELECT\s+([\s\S]+?)\s+FROM\s+"?([^"\s]+)/i.exec(sql) ?? [];
    const [path] = isServer(tables) ? [] : (tables[tableName] ?? []);
    if (path === undefined)
      throw known('query-failed', `Line 1: table ${tableName} doesn't exist.`, 'Change it.');
    const table = fileOf(path);
    if (selected === '*') return { columns: table.columns, rows: table.rows.slice(0, limit) };
    const picked = selected.split(',').map((part) => {
      const [source = '', alias = source] = part.trim().split(/\s+AS\s+/i);
      const position = table.columns.findIndex(({ name }) => name === source);
      if (position === -1) throw unknownColumn(sql, source);
      return { column: { name: alias, type: 'VARCHAR' } satisfies ColumnInfo, position };
    });
    return {
      columns: picked.map(({ column }) => column),
      rows: table.rows.slice(0, limit).map((row) => picked.map(({ position }) => row[position] ?? null)),
    };
  };
  return {
    missingFiles: () => [],
    listFolder: async (folder = '/samples') => ({
      folder,
      files: [...new Set(Object.keys(files).map((path) => path.split('#')[0] ?? path))]
        .filter((path) => path.startsWith(folder))
        .map((path): DataFile => ({ name: path.split('/').at(-1) ?? '', path, isFolder: false, size: 1000 })),
    }),
    // A file of several sheets is given by them: `/samples/book.xlsx#People`.
    parts: async (path) =>
      Object.keys(files).flatMap((each) => {
        const [file, part] = each.split('#');
        return part !== undefined && file === path.split('#')[0] ? [part] : [];
      }),
    inspect: async (tables) =>
      Object.entries(tables).map(([name, [path = '']]) => ({
        name,
        files: [path],
        columns: fileOf(path).columns,
        unreadable: { count: 0, examples: [] },
      })),
    describe: async (tables, sql, call) => (await run(tables, sql, 0, call)).columns,
    sample: run,
    count: async (tables, sql, call) => (await run(tables, sql, Number.POSITIVE_INFINITY, call)).rows.length,
  };
}

/** As the engine says it: the line, and a caret under the place. */
function unknownColumn(sql: string, column: string): KnownError {
  const index = sql.indexOf(column);
  const line = sql.slice(0, index).split('\n').length;
  const start = sql.lastIndexOf('\n', index) + 1;
  const text = sql.split('\n')[line - 1] ?? '';
  return known(
    'query-failed',
    `Line ${line}: column ${column} doesn't exist.\n  ${text}\n  ${' '.repeat(index - start)}^`,
    'Change the query at the marked place.',
  );
}

export function known(kind: KnownError['kind'], message: string, hint: string): KnownError {
  return new KnownError({ kind, message, hint });
}

function grantOf(accessToken: string): TokenGrant {
  return { accessToken, advertiserIds: [], scopes: [], expiresIn: undefined };
}

function notHere(what: string): never {
  throw new Error(`${what} is not part of this test`);
}

/** A machine on which nothing runs by itself. */
export function noSchedules(attention: readonly string[] = []): ScheduleService {
  const nothing = { scheduler: 'crontab', entries: [], pieces: [], warnings: [], notes: [] };
  return {
    systemZone: () => 'UTC',
    list: async () => [],
    print: async () => nothing,
    install: async () => nothing,
    remove: async () => [],
    attention: () => attention,
  };
}
