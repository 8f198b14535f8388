import type { DataFile } from '../../../wizard/source-service.ts';

/** Endings of the files that can be read; a compressed one ends in .gz. */
export const DATA_ENDINGS: readonly string[] = [
  'csv',
  'tsv',
  'txt',
  'parquet',
  'json',
  'ndjson',
  'jsonl',
  'gz',
  'xlsx',
  'xlsm',
  'duckdb',
];

/** The name of the file to begin with: the one that looks like customers, else the only one there is. */
export function proposeFile(files: readonly DataFile[]): string | undefined {
  const data = files.filter(({ isFolder }) => !isFolder);
  const customers = data.find(({ name }) => /^customers?\b/i.test(name));
  return customers?.name ?? (data.length === 1 ? data[0]?.name : undefined);
}
