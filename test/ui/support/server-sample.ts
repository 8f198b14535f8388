import type { TableInfo } from '../../../src/core/ports/sources.ts';
import { CUSTOMERS } from './fake-services.ts';

/** A table on a server: text columns, and one that is no value. */
export const PEOPLE: TableInfo = {
  name: 'people',
  files: [],
  columns: [...CUSTOMERS.columns, { name: 'tags', type: 'ARRAY(VARCHAR)' }],
  unreadable: { count: 0, examples: [] },
};

/** The server it is on, with a password that is kept. */
export const SOURCE = {
  engine: 'trino',
  url: 'https://trino.example.com:8443',
  user: 'analyst',
  catalog: 'hive',
  schema: 'crm',
  password: { keyring: true },
} as const;
