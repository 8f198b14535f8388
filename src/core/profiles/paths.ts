import { isCombined, type Profile, type Query, type SecretReference, type Source } from './schema.ts';

/**
 * A profile whose relative paths (tables, SQL files, files with secrets or certificates) went through `resolve`,
 * which gets a path as written and returns an absolute one. Done once, when a file is applied, so that a run
 * finds its files wherever it is started from.
 */
export function resolveProfilePaths(profile: Profile, resolve: (path: string) => string): Profile {
  const resolveSecret = resolveSecretWith(resolve);
  return {
    ...profile,
    credentials: profile.credentials.map((credential) => ({
      ...credential,
      ...(credential.secret !== undefined && { secret: resolveSecret(credential.secret) }),
      ...(credential.accessToken !== undefined && { accessToken: resolveSecret(credential.accessToken) }),
    })),
    queries: profile.queries.map((query) => resolveQueryPaths(query, resolve)),
    segments: profile.segments.map((segment) =>
      isCombined(segment) ? segment : { ...segment, source: resolveSourcePaths(segment.source, resolve) },
    ),
  };
}

function resolveSecretWith(resolve: (path: string) => string) {
  return <Reference extends SecretReference>(reference: Reference) =>
    'file' in reference ? { file: resolve(reference.file) } : reference;
}

function resolveQueryPaths(query: Query, resolve: (path: string) => string): Query {
  return {
    ...query,
    ...(query.sqlFile !== undefined && { sqlFile: resolve(query.sqlFile) }),
    source: resolveSourcePaths(query.source, resolve),
  };
}

function resolveSourcePaths(source: Source, resolve: (path: string) => string): Source {
  if (source.engine === 'embedded') {
    const tables = Object.entries(source.tables).map(([table, files]) => [
      table,
      typeof files === 'string' ? resolve(files) : files.map(resolve),
    ]);
    return { ...source, tables: Object.fromEntries(tables) };
  }
  const { password, token, caFile } = source;
  const resolveSecret = resolveSecretWith(resolve);
  return {
    ...source,
    ...(password !== undefined && { password: resolveSecret(password) }),
    ...(token !== undefined && { token: resolveSecret(token) }),
    ...(caFile !== undefined && { caFile: resolve(caFile) }),
  };
}
