import type { EmbeddedSource, Profile, Query, SecretReference, Source } from './schema.ts';

/**
 * A profile whose relative paths (tables, SQL files, files with secrets or certificates) went through `resolve`,
 * which gets a path as written and returns an absolute one. Done once, when a file is applied, so that a run
 * finds its files wherever it is started from.
 */
export function resolveProfilePaths(profile: Profile, resolve: (path: string) => string): Profile {
  const resolveSecret = <Reference extends SecretReference>(reference: Reference) =>
    'file' in reference ? { file: resolve(reference.file) } : reference;
  const resolveSource = (source: Source): Source => {
    if (source.engine === 'embedded') return { ...source, tables: resolveTables(source.tables, resolve) };
    const { password, token, caFile } = source;
    return {
      ...source,
      ...(password !== undefined && { password: resolveSecret(password) }),
      ...(token !== undefined && { token: resolveSecret(token) }),
      ...(caFile !== undefined && { caFile: resolve(caFile) }),
    };
  };
  const resolveQuery = (query: Query): Query => ({
    ...query,
    ...(query.sqlFile !== undefined && { sqlFile: resolve(query.sqlFile) }),
    source: resolveSource(query.source),
  });
  return {
    ...profile,
    credentials: profile.credentials.map((credential) => ({
      ...credential,
      ...(credential.secret !== undefined && { secret: resolveSecret(credential.secret) }),
      ...(credential.accessToken !== undefined && { accessToken: resolveSecret(credential.accessToken) }),
    })),
    queries: profile.queries.map(resolveQuery),
  };
}

function resolveTables(
  tables: EmbeddedSource['tables'],
  resolve: (path: string) => string,
): EmbeddedSource['tables'] {
  return Object.fromEntries(
    Object.entries(tables).map(([table, files]) => [
      table,
      typeof files === 'string' ? resolve(files) : files.map(resolve),
    ]),
  );
}
