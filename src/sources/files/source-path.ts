import { statSync } from 'node:fs';

/** A file, and which sheet or table of it is meant. */
export interface SourcePath {
  readonly file: string;
  /** Name of a sheet of a workbook, or of a table of a database file. */
  readonly part: string | undefined;
}

/** Files that hold several tables; only looked at where no such file is there. */
const WITH_PARTS = /^(.+?\.(?:xlsx|xlsm|duckdb|ddb|db))#(.+)$/i;

/**
 * Cuts `customers.xlsx#Sheet name` into file and part. Names may hold `#` on both sides, so what is on the disk
 * decides: a file of the whole name is that file; otherwise the longest beginning that is a file. Where there is
 * none, the ending decides, so that the message names the file that is missed.
 */
export function splitSourcePath(path: string): SourcePath {
  if (!path.includes('#') || isFile(path)) return { file: path, part: undefined };
  for (let mark = path.lastIndexOf('#'); mark > 0; mark = path.lastIndexOf('#', mark - 1)) {
    const file = path.slice(0, mark);
    const part = path.slice(mark + 1);
    if (part !== '' && isFile(file)) return { file, part };
  }
  const [, file, part] = WITH_PARTS.exec(path) ?? [];
  return { file: file ?? path, part };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
