/**
 * How hashes rest in staged files and ledgers: the 64 hexadecimal digits of a SHA-256, read as if they were
 * base64, which makes 48 bytes of them. 32 would do, but DuckDB's `unhex` branches on every digit, and no
 * processor can foresee digits that look like noise: it costs four times as much as this table look-up, half as
 * much as the hash itself. Way back it is twice as fast as `hex`.
 */

/** Bytes of a packed hash. */
export const PACKED_BYTES = 48;

/** `digits`: SQL for 64 hexadecimal digits in lowercase, which must be certain: others would be another hash. */
export function packSql(digits: string): string {
  return `system.main.from_base64(${digits})`;
}

/** SQL for the 64 hexadecimal digits, in lowercase. */
export function unpackSql(packed: string): string {
  return `system.main.to_base64(${packed})`;
}

/** SQL for a hash of 32 bytes, as tada wrote them before, in the packed form. */
export function repackSql(plain: string): string {
  return packSql(`system.main.lower(system.main.hex(${plain}))`);
}
