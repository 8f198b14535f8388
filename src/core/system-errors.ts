/** What the operating system says when work on a file fails, by the code that Node puts on its errors. */

/** `ENOSPC` and the like of an error that came from the system, else undefined. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** No such file or folder. */
export function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** No room for what was to be written: on the disk, in the user's quota, or in one file (`ulimit -f`). */
export function isDiskFull(code: string | undefined): boolean {
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
}
