import { configurationError, KnownError } from '../../core/errors.ts';
import type { Engine, EngineCall } from '../../core/ports/engine.ts';
import type { ResolveSecret, SecretStore } from '../../core/ports/storage.ts';
import { didYouMean } from '../../core/profiles/nearest.ts';
import type { Profile, ServerSource } from '../../core/profiles/schema.ts';
import { droppedServerKeys, SERVER_SECRETS } from '../../core/profiles/server-secrets.ts';
import { serverSecretKey } from '../../core/profiles/source-tables.ts';
import type { ServerService, ServerView } from '../../wizard/server-service.ts';

/** A person waits for the answer: a server that isn't there is said after one more try. */
const ATTEMPTS = 2;
/** Names that are read of a kind; a server with more has them typed. */
const MOST_NAMES = 5000;
/** Names that fit into a sentence. */
const TOLD_NAMES = 6;

/** Secrets that were typed and found good, by key, until they are kept or tada ends. */
export type SessionSecrets = Map<string, string>;

/** Looks secrets up among those of the session before anything else. */
export function resolveWithSession(session: SessionSecrets, resolve: ResolveSecret): ResolveSecret {
  return async (reference, key) =>
    ('keyring' in reference ? session.get(key) : undefined) ?? (await resolve(reference, key));
}

export interface ServerDependencies {
  readonly engine: Pick<Engine, 'sample'>;
  readonly secrets: Pick<SecretStore, 'set'>;
  /** What the engine's secrets are looked up in first. */
  readonly session: SessionSecrets;
}

/** Servers as they are being set up: what they show, and their secrets. */
export function createServerService({ engine, secrets, session }: ServerDependencies): ServerService {
  return {
    lookAround: async (source, secret, call) => {
      const key = keyOf(source);
      if (secret === undefined || key === undefined) return await lookAround(engine, source, call);
      const before = session.get(key);
      session.set(key, secret);
      try {
        return await lookAround(engine, source, call);
      } catch (error) {
        // What doesn't work must not take the place of what other queries of this session work with.
        if (before === undefined) session.delete(key);
        else session.set(key, before);
        throw error;
      }
    },
    keepSecret: async (source, secret) => {
      const key = keyOf(source);
      if (key === undefined) return;
      await secrets.set(key, secret);
      session.set(key, secret);
    },
  };
}

/** The key of the secret that the source leaves to tada to keep. */
function keyOf(source: ServerSource): string | undefined {
  const secret = SERVER_SECRETS.find((each) => {
    const reference = source[each];
    return reference !== undefined && 'keyring' in reference;
  });
  return secret === undefined ? undefined : serverSecretKey(source, secret);
}

async function lookAround(
  engine: Pick<Engine, 'sample'>,
  source: ServerSource,
  call: EngineCall = {},
): Promise<ServerView> {
  const { catalog, schema, ...anywhere } = source;
  const patience = { ...call, attempts: ATTEMPTS };
  const names = async (sql: string): Promise<readonly string[] | undefined> => {
    try {
      const { rows } = await engine.sample(anywhere, sql, MOST_NAMES, patience);
      if (rows.length === MOST_NAMES) return undefined;
      return rows.flatMap(([name]) => (typeof name === 'string' ? [name] : [])).toSorted();
    } catch (error) {
      // The server answered: it only doesn't show this to everybody.
      if (error instanceof KnownError && error.kind === 'query-failed') return undefined;
      throw error;
    }
  };
  const host = new URL(source.url).host;
  const catalogs = await names('SELECT catalog_name FROM system.metadata.catalogs');
  if (catalogs === undefined) await engine.sample(anywhere, 'SELECT 1 AS one', 1, patience);
  if (catalog === undefined) return { catalogs, schemas: undefined };
  refuseUnknown(`${host} has no catalog`, catalog, catalogs);
  const quoted = catalog.replaceAll('"', '""');
  const schemas = await names(`SELECT schema_name FROM "${quoted}".information_schema.schemata`);
  if (schema !== undefined) refuseUnknown(`The catalog ${catalog} has no schema`, schema, schemas);
  return { catalogs, schemas };
}

/** Servers don't tell capital from small letters in these names. */
function refuseUnknown(problem: string, name: string, known: readonly string[] | undefined): void {
  if (known === undefined || known.some((each) => each.toLowerCase() === name.toLowerCase())) return;
  const told = known.slice(0, TOLD_NAMES).join(', ');
  const rest = known.length > TOLD_NAMES ? ` and ${known.length - TOLD_NAMES} more` : '';
  throw configurationError(
    `${problem} "${name}"${didYouMean(name, known) || '.'}`,
    known.length === 0 ? 'Its user is shown none.' : `There is ${told}${rest}.`,
  );
}

/** Removes servers' secrets that nothing refers to any more once a changed profile is saved. */
export async function forgetDroppedSecrets(
  secrets: Pick<SecretStore, 'delete'>,
  before: Profile,
  after: Profile,
): Promise<void> {
  for (const key of droppedServerKeys(before, after)) {
    try {
      await secrets.delete(key);
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      throw configurationError(
        `The change is saved, but a secret that nothing needs any more (${key}) could not be removed. ${error.message}`,
        error.hint,
        error,
      );
    }
  }
}
