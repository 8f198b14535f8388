import { createHash } from 'node:crypto';

/**
 * A name that a person chose, as part of a file's name: readable where it can be, unique by its hash, and made of
 * lower-case letters, digits and `-` only.
 */
export function namedFile(name: string): string {
  const readable = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 24)
    .replaceAll(/^-+|-+$/g, '');
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return readable === '' ? digest : `${readable}-${digest}`;
}
