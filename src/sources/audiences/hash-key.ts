/**
 * 128 bits of a SHA-256 as a number. Lists of people are compared by these: they take a third of the memory of
 * the hashes in a join, and two different hashes out of a billion share one with a chance of 1 in 10^21.
 */
export function keySql(hash: string): string {
  return `system.main.md5_number(${hash})`;
}
