import { existsSync } from 'node:fs';
import { describeEntity } from '../../core/profiles/entities.ts';
import {
  type Profile,
  type SecretReference,
  type Source,
  sourceSegments,
} from '../../core/profiles/schema.ts';
import { splitSourcePath } from '../../sources/files/source-path.ts';
import type { MissingFile } from '../../wizard/source-service.ts';

/** Files that queries and segments read, and that aren't here, as after a profile came from another machine. */
export function missingFiles({
  queries,
  segments,
}: Pick<Profile, 'queries' | 'segments'>): readonly MissingFile[] {
  return [
    ...queries.flatMap(({ name, sqlFile, source }) =>
      missingOf('query', name, [...(sqlFile === undefined ? [] : [sqlFile]), ...filesOf(source)]),
    ),
    ...sourceSegments(segments).flatMap(({ name, source }) => missingOf('segment', name, filesOf(source))),
  ];
}

function filesOf(source: Source): readonly string[] {
  if (source.engine === 'embedded') return Object.values(source.tables).flat();
  return source.caFile === undefined ? [] : [source.caFile];
}

function missingOf(
  kind: MissingFile['kind'],
  name: string,
  paths: readonly string[],
): readonly MissingFile[] {
  return paths
    .filter((path) => !existsSync(splitSourcePath(path).file))
    .map((path) => ({
      kind,
      name,
      path,
      problem: `The ${describeEntity({ kind, name })} reads ${path}, which isn't here.`,
    }));
}

/**
 * What to type so that a secret is found where a profile says it is; typed or pasted text is neither shown nor kept in
 * the shell's history. Undefined where a shell has no such command.
 */
export function commandForSecret(
  reference: SecretReference | undefined,
  platform: NodeJS.Platform,
): string | undefined {
  if (reference === undefined || 'keyring' in reference) return 'tada';
  if (platform === 'win32') return undefined;
  if ('env' in reference) return `read -rs ${reference.env} && export ${reference.env}`;
  return `(umask 077; read -rs it && printf %s "$it" > ${quote(reference.file)})`;
}

function quote(word: string): string {
  return /^[A-Za-z0-9_/.:=@+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}
