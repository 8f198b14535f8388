import { z } from 'zod';
import { AUDIENCE_ID_TYPES } from '../identifiers/types.ts';
import { scheduleSchema } from '../schedules/schema.ts';
import type { Filter } from '../segments/filter.ts';
import { campaignSchema, defaultAttributesSchema } from './campaign-schema.ts';
import { type Combination, combinationSchema } from './combination-schema.ts';
import { filterSchema } from './filter-schema.ts';
import { filledLine, line, name, timeZone } from './pieces.ts';

/**
 * The profile: everything a person sets up, in the one form that is stored, applied and exported. The zod
 * schemas are the types. Unknown keys are refused by name, so a misspelt setting is never ignored.
 */

const numericId = z.string().regex(/^\d{1,32}$/, 'an id is written as digits, in quotes');

/**
 * The name of an environment variable. TikTok's secrets and tokens are 40 hex digits: such a text is the
 * secret itself in the wrong place, and must not get into a message as a "name".
 */
const environmentVariable = z.string().regex(/^(?![0-9A-Fa-f]{32,}$)[A-Za-z_][A-Za-z0-9_]{0,127}$/, {
  error: '"env" takes the name of an environment variable, never the secret itself',
});

/** Where a secret is kept; the secret itself is never part of a profile. */
export const secretReferenceSchema = z.union(
  [
    z.strictObject({ env: environmentVariable }),
    z.strictObject({ file: z.string().min(1) }),
    z.strictObject({ keyring: z.literal(true) }),
  ],
  {
    error:
      'a secret is given as {"env":"NAME"}, {"file":"path"} or {"keyring":true}, never as the secret itself',
  },
);
export type SecretReference = z.infer<typeof secretReferenceSchema>;

export const environmentSchema = z.enum(['simulator', 'sandbox', 'production']);
export type Environment = z.infer<typeof environmentSchema>;

export const credentialSchema = z.strictObject({
  name,
  description: line.optional(),
  environment: environmentSchema,
  appId: z.string().regex(/^\d+$/, 'an app id is written as digits, in quotes').optional(),
  secret: secretReferenceSchema.optional(),
  accessToken: secretReferenceSchema.optional(),
  /** The redirect URL registered with the app, when it isn't tada's own callback on this machine. */
  redirectUri: z.string().optional(),
  /** ISO time at which TikTok last accepted the token. */
  lastValidated: z.string().optional(),
});
export type Credential = z.infer<typeof credentialSchema>;

/** An assigned ISO 3166 code. A code that isn't would make every national phone number unusable, quietly. */
function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || ['ZZ', 'EU', 'UN', 'EZ', 'QO', 'XA', 'XB'].includes(code)) return false;
  const isCurrent = Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
  return (
    isCurrent && new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined
  );
}

const destinationBase = {
  name,
  description: line.optional(),
  credential: name,
  advertiserIds: z.array(numericId).min(1, 'at least one advertiser id is needed'),
  defaultCountry: z
    .string()
    .regex(/^[A-Z]{2}$/, 'a country is two capital letters (ISO 3166), such as "US"')
    .refine(isCountry, { error: 'no country has this code; the United Kingdom, for one, is "GB"' })
    .optional(),
  emailRule: z.enum(['standard', 'legacy']).optional(),
  phoneRule: z.enum(['plus', 'digits']).optional(),
  access: z
    .strictObject({ adminOnly: z.boolean().optional(), restrictedPii: z.boolean().optional() })
    .optional(),
};

export const audienceDestinationSchema = z.strictObject({
  ...destinationBase,
  kind: z.literal('audience'),
  audienceName: filledLine.optional(),
  idTypes: z.array(z.enum(AUDIENCE_ID_TYPES)).min(1).optional(),
  channel: z.enum(['streaming', 'file']).optional(),
  mode: z.enum(['match', 'add', 'remove']).optional(),
  idfaCase: z.enum(['upper', 'lower']).optional(),
  /** Users in one request; TikTok publishes no limit, 1,000 is what other clients send. */
  batchSize: z.int().min(1).max(10_000).optional(),
  /** Leave out addresses such as test@test.com that stand for "no e-mail". */
  dropPlaceholders: z.boolean().optional(),
});
export type AudienceDestination = z.infer<typeof audienceDestinationSchema>;

export const eventsDestinationSchema = z.strictObject({
  ...destinationBase,
  kind: z.literal('events'),
  eventSource: z.enum(['offline', 'web']),
  eventSourceId: filledLine.optional(),
  fixedEventName: filledLine.optional(),
  limitedDataUse: z.boolean().optional(),
  autoTracking: z.boolean().optional(),
  /** Time zone of timestamps that carry none. */
  timeZone: timeZone.optional(),
  /** Send events older than TikTok's 28 days anyway. */
  sendOldEvents: z.boolean().optional(),
  batchSize: z.int().min(1).max(1000, 'TikTok takes at most 1,000 events in a request').optional(),
});
export type EventsDestination = z.infer<typeof eventsDestinationSchema>;

export const destinationSchema = z.discriminatedUnion('kind', [
  audienceDestinationSchema,
  eventsDestinationSchema,
]);
export type Destination = z.infer<typeof destinationSchema>;

/** TikTok field → the query's columns that feed it (several: a full profile). */
export const columnsSchema = z.record(
  z.string(),
  z.union([z.string().transform((column) => [column]), z.array(z.string()).min(1)]),
);
export type Columns = z.infer<typeof columnsSchema>;

export const templateSchema = z.strictObject({
  name,
  description: line.optional(),
  destination: name,
  /** Left out: the query's column names are matched to TikTok's fields without regard to case. */
  columns: columnsSchema.optional(),
  /** What the destination leaves open. */
  audienceName: filledLine.optional(),
  eventSourceId: filledLine.optional(),
  fixedEventName: filledLine.optional(),
  access: z
    .strictObject({
      orchestrations: z.boolean().optional(),
      campaigns: z.boolean().optional(),
      restrictedPii: z.boolean().optional(),
    })
    .optional(),
});
export type Template = z.infer<typeof templateSchema>;

export const embeddedSourceSchema = z.strictObject({
  engine: z.literal('embedded'),
  /** Table name → file, or several files read as one table. Relative paths start at the profile file; a sheet of a
   * workbook or a table of a database stands behind a `#`. */
  tables: z.record(
    z.string().regex(/^[\p{L}_][\p{L}\p{N}_ -]*$/u, 'a table name starts with a letter'),
    z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
  ),
});
export type EmbeddedSource = z.infer<typeof embeddedSourceSchema>;

/** Hosts that a password reaches without leaving this machine. */
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

function serverUrlOf(text: string): URL | undefined {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url : undefined;
}

const serverUrl = z
  .string()
  .refine((text) => serverUrlOf(text) !== undefined, {
    error: 'the address of the server starts with https:// (or http://), such as "https://trino.example.com"',
  })
  .refine((text) => isBareUrl(serverUrlOf(text)), {
    error:
      'the address is made of https://, host and port only; user and password have settings of their own',
  });

function isBareUrl(url: URL | undefined): boolean {
  return url === undefined || (url.href === `${url.origin}/` && url.username === '' && url.password === '');
}

/** A server that speaks Trino's protocol, and the tables that it holds. */
export const serverSourceSchema = z
  .strictObject({
    engine: z.enum(['trino', 'presto']),
    url: serverUrl,
    /** Where tables are looked up that the SQL gives without catalog and schema. */
    catalog: filledLine.optional(),
    schema: filledLine.optional(),
    user: line.min(1, 'the server wants to know who asks: a user is needed'),
    /** tada's own secret store keeps one for each user of a server, whatever query it is for. */
    password: secretReferenceSchema.optional(),
    /** A JSON Web Token, in place of a password. */
    token: secretReferenceSchema.optional(),
    /** PEM file with the certificates of an authority that this machine doesn't know. Starts at the profile file. */
    caFile: z.string().min(1).optional(),
  })
  .refine(({ password, token }) => password === undefined || token === undefined, {
    path: ['token'],
    error: 'a server is given a password or a token, not both',
  })
  .refine(({ schema, catalog }) => schema === undefined || catalog !== undefined, {
    path: ['schema'],
    error: 'a schema is part of a catalog: give the catalog too',
  })
  .refine((source) => !sendsSecretInClear(source), {
    path: ['url'],
    error:
      'a password or token would travel readable for everybody on the way: use https:// (http:// only to this machine)',
  });
export type ServerSource = z.infer<typeof serverSourceSchema>;

function sendsSecretInClear({
  url,
  password,
  token,
}: {
  readonly url: string;
  readonly password?: SecretReference | undefined;
  readonly token?: SecretReference | undefined;
}): boolean {
  if (password === undefined && token === undefined) return false;
  const address = serverUrlOf(url);
  return address?.protocol === 'http:' && !LOOPBACK_HOSTS.has(address.hostname);
}

/** Where a query's rows come from. */
export const sourceSchema = z.discriminatedUnion('engine', [embeddedSourceSchema, serverSourceSchema]);
export type Source = z.infer<typeof sourceSchema>;

export const querySchema = z
  .strictObject({
    name,
    description: line.optional(),
    sql: z.string().min(1).optional(),
    sqlFile: z.string().min(1).optional(),
    source: sourceSchema,
  })
  .refine((query) => (query.sql === undefined) !== (query.sqlFile === undefined), {
    error: 'a query has either "sql" or "sqlFile"',
  });
export type Query = z.infer<typeof querySchema>;

/** A saved audience definition that reads data itself: the rows of a table that a filter fits, or a query of one's own. */
export interface SourceSegment {
  readonly name: string;
  readonly description?: string | undefined;
  readonly source: Source;
  readonly table?: string | undefined;
  /** Left out: every row of the table. */
  readonly filter?: Filter | undefined;
  readonly sql?: string | undefined;
}

/** One whose people are those of other segments; it reads what they read. */
export interface CombinedSegment {
  readonly name: string;
  readonly description?: string | undefined;
  readonly combine: Combination;
}

export type Segment = SourceSegment | CombinedSegment;

export function isCombined(segment: Segment): segment is CombinedSegment {
  return 'combine' in segment;
}

/** Those that read data themselves. */
export function sourceSegments(segments: readonly Segment[]): readonly SourceSegment[] {
  return segments.flatMap((segment) => (isCombined(segment) ? [] : [segment]));
}

export const segmentSchema = z
  .strictObject({
    name,
    description: line.optional(),
    source: sourceSchema.optional(),
    table: filledLine.optional(),
    filter: filterSchema.optional(),
    sql: z.string().min(1, 'leave it out instead of leaving it empty').optional(),
    combine: combinationSchema.optional(),
  })
  .transform(({ source, combine, ...own }, context): Segment => {
    const refuse = (path: readonly string[], message: string) => {
      context.addIssue({ code: 'custom', path: [...path], message });
      return z.NEVER;
    };
    const { table, filter, sql } = own;
    if (combine !== undefined) {
      const other = Object.entries({ source, table, filter, sql }).find(([, value]) => value !== undefined);
      if (other === undefined) return { ...own, combine };
      return refuse(
        [other[0]],
        'a segment with "combine" reads what its segments read, and has nothing else',
      );
    }
    if (source === undefined) return refuse(['source'], 'is missing');
    if (sql === undefined && table === undefined) {
      return refuse([], 'a segment needs "table" and "filter", or "sql", or "combine"');
    }
    if (sql !== undefined && (table !== undefined || filter !== undefined)) {
      return refuse(['sql'], 'a segment has either "sql", or "table" and "filter"');
    }
    return { ...own, source };
  });

export const orchestrationSetSchema = z.strictObject({
  audienceName: filledLine.optional(),
  audienceId: numericId.optional(),
  mode: z.enum(['match', 'add', 'remove']).optional(),
  eventSourceId: filledLine.optional(),
  fixedEventName: filledLine.optional(),
});
export type OrchestrationSet = z.infer<typeof orchestrationSetSchema>;

export const orchestrationSchema = z.strictObject({
  name,
  description: line.optional(),
  query: name,
  template: name,
  /** What destination and template leave open. */
  set: orchestrationSetSchema.optional(),
  schedule: scheduleSchema.optional(),
});
export type Orchestration = z.infer<typeof orchestrationSchema>;

export const profileSchema = z.strictObject({
  credentials: z.array(credentialSchema).default([]),
  destinations: z.array(destinationSchema).default([]),
  templates: z.array(templateSchema).default([]),
  queries: z.array(querySchema).default([]),
  orchestrations: z.array(orchestrationSchema).default([]),
  segments: z.array(segmentSchema).default([]),
  campaigns: z.array(campaignSchema).default([]),
  /** By the name of the destination. */
  defaultAttributes: z.record(name, defaultAttributesSchema).default({}),
});
export type Profile = z.infer<typeof profileSchema>;

export const EMPTY_PROFILE: Profile = {
  credentials: [],
  destinations: [],
  templates: [],
  queries: [],
  orchestrations: [],
  segments: [],
  campaigns: [],
  defaultAttributes: {},
};
