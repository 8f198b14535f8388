/**
 * How hashes rest in staged files and ledgers: a SHA-256 as two numbers of 128 bits, which DuckDB knows as UUIDs.
 * Numbers need no place for their length and are written, compared and keyed without a look at each byte; bytes of
 * any length cost twice as much when they are written and ten times as much when they are keyed.
 */

/** The type of a packed hash in SQL; where there is no hash, the whole is NULL. */
export const HASH_TYPE = 'STRUCT(a UUID, b UUID)';

/** Bytes of a hash in the form before this one, in which its digits were read as base64. */
const BASE64_BYTES = 48;

/** `digits`: SQL for 64 hexadecimal digits, which must be certain, or NULL. */
export function packSql(digits: string): string {
  const half = (from: number) => `system.main.substr(${digits}, ${from}, 32)::UUID`;
  return `CASE WHEN ${digits} IS NOT NULL THEN system.main.struct_pack(a := ${half(1)}, b := ${half(33)}) END`;
}

/** SQL for the 64 hexadecimal digits, in lowercase. */
export function unpackSql(packed: string): string {
  const half = (name: 'a' | 'b') => `system.main.struct_extract(${packed}, '${name}')::BLOB`;
  return `system.main.lower(system.main.hex(${half('a')} || ${half('b')}))`;
}

/** SQL for a hash as bytes, as tada wrote them before, in the packed form. */
export function repackSql(bytes: string): string {
  const digits = `CASE WHEN system.main.octet_length(${bytes}) = ${BASE64_BYTES}
    THEN system.main.to_base64(${bytes}) ELSE system.main.lower(system.main.hex(${bytes})) END`;
  return packSql(`(${digits})`);
}

/** The type of {@link keySql}. */
export const KEY_TYPE = 'UUID';

/**
 * 128 bits of a SHA-256 as a number, the first half of it. Lists of people are compared by these: they take a third
 * of the memory of the hashes in a join, and two different hashes out of a billion share one with a chance of 1 in
 * 10^21.
 */
export function keySql(packed: string): string {
  return `system.main.struct_extract(${packed}, 'a')`;
}
