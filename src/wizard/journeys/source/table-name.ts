import { embeddedSourceSchema } from '../../../core/profiles/schema.ts';
import { subjectOf } from './file-parts.ts';

/** How data files end; a compressed one has two endings. */
const ENDINGS = /(?:\.(?:csv|tsv|txt|parquet|json|ndjson|jsonl|xlsx|xlsm|duckdb|ddb|gz|zst))+$/i;

/** What customer-data platforms call the table with one row for each customer. */
const CUSTOMER_TABLE = 'Customer360';

/**
 * The name under which a query finds a file: `Customer360` for customers, otherwise the file's own name made
 * fit for SQL, so that it needs no quotes.
 */
export function proposeTableName(file: string): string {
  const base = (subjectOf(file).split(/[\\/]/).at(-1) ?? '').replace(ENDINGS, '');
  if (/^customers?([_ -]?360)?$/i.test(base)) return CUSTOMER_TABLE;
  const name = base.replaceAll(/[^\p{L}\p{N}]+/gu, '_').replaceAll(/^_+|_+$/g, '');
  if (name === '') return 'data';
  return /^\p{L}/u.test(name) ? name : `data_${name}`;
}

/** What is wrong with a table's name; undefined when nothing is. */
export function checkTableName(name: string): string | undefined {
  if (name === '') return 'A table needs a name.';
  const isUsable = embeddedSourceSchema.shape.tables.safeParse({ [name]: 'file' }).success;
  return isUsable
    ? undefined
    : 'A table name starts with a letter; letters, digits, spaces, _ and - may follow.';
}
