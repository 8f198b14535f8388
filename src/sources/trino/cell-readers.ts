import { DOUBLE, type DuckDBType, FLOAT, VARCHAR } from '@duckdb/node-api';
import { queryFailed } from '../engine-errors.ts';
import type { LoadedValue } from '../files/row-appender.ts';
import type { ServerColumn } from './page.ts';

/** How values of one column go from a page into the engine. */
export interface CellReader {
  readonly type: DuckDBType;
  /** True where a page may hold integers that JSON.parse rounds. */
  readonly isInteger: boolean;
  /** Undefined for a value that the column's type doesn't have. */
  readonly read: (value: unknown) => LoadedValue | undefined;
}

const readText = (value: unknown): LoadedValue | undefined => (typeof value === 'string' ? value : undefined);

const TEXT: CellReader = { type: VARCHAR, isInteger: false, read: readText };

const INTEGER: CellReader = {
  type: VARCHAR,
  isInteger: true,
  read: (value) => {
    if (Number.isSafeInteger(value)) return String(value);
    return typeof value === 'string' && /^-?\d+$/.test(value) ? value : undefined;
  },
};

const BOOLEAN: CellReader = {
  type: VARCHAR,
  isInteger: false,
  read: (value) => (typeof value === 'boolean' ? String(value) : undefined),
};

/** Kept as a number, so that the embedded engine writes it as text in its own one way. */
function floating(type: DuckDBType): CellReader {
  return {
    type,
    isInteger: false,
    read: (value) => {
      if (typeof value === 'number') return value;
      return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : undefined;
    },
  };
}

/** Bytes arrive as base64 and are kept as hexadecimal digits: they are hashes, mostly. */
const BYTES: CellReader = {
  type: VARCHAR,
  isInteger: false,
  read: (value) => (typeof value === 'string' ? Buffer.from(value, 'base64').toString('hex') : undefined),
};

/** By the name of the type, without what stands in brackets or behind it. */
const READERS: Readonly<Record<string, CellReader>> = {
  boolean: BOOLEAN,
  tinyint: INTEGER,
  smallint: INTEGER,
  integer: INTEGER,
  bigint: INTEGER,
  real: floating(FLOAT),
  double: floating(DOUBLE),
  decimal: TEXT,
  varchar: TEXT,
  char: TEXT,
  varbinary: BYTES,
  json: TEXT,
  date: TEXT,
  time: TEXT,
  timestamp: TEXT,
  interval: TEXT,
  uuid: TEXT,
  ipaddress: TEXT,
  ipprefix: TEXT,
  unknown: TEXT,
};

/**
 * A reader for every column of a result, so that each value has the text that the embedded engine gives it.
 * Values made of several (arrays, maps, rows) and rare types have no such text: rejects with `query-failed`,
 * naming the column and a way to say it in SQL.
 */
export function cellReaders(columns: readonly ServerColumn[]): readonly CellReader[] {
  return columns.map(({ name, type }) => {
    const [kind = ''] = /^[a-z]+/.exec(type.toLowerCase()) ?? [];
    const reader = READERS[kind];
    if (reader !== undefined) return reader;
    throw queryFailed(
      `The column ${name} is of the type ${type}, which holds more than one value or none that is text.`,
      `Take one value out of it, give it as text with json_format(CAST(${name} AS JSON)), or leave the column out.`,
    );
  });
}
