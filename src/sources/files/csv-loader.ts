import type { DuckDBConnection } from '@duckdb/node-api';
import type { EngineCall } from '../../core/ports/engine.ts';
import type { UnreadableRows } from '../../core/ports/sources.ts';
import { cancelledError } from '../engine-errors.ts';
import type { CsvDialect } from './csv-dialect.ts';
import { CsvReader, type CsvRecord, TOO_LONG, UNCLOSED_QUOTE } from './csv-reader.ts';
import { readBytes } from './read-bytes.ts';
import { RowAppender } from './row-appender.ts';
import type { TextEncoding } from './text-encoding.ts';
import { longLine, UNREADABLE_KEPT, unclosedQuote, wrongWidth } from './unreadable-rows.ts';

/**
 * Reads a file with tada's own CSV reader into a table that lives in memory (its spill files are encrypted),
 * so that text in another encoding is never written to disk as it is.
 */
export async function loadCsv(
  connection: DuckDBConnection,
  table: string,
  file: { readonly path: string; readonly isGzip: boolean; readonly encoding: TextEncoding },
  dialect: CsvDialect,
  call: EngineCall = {},
): Promise<UnreadableRows> {
  const width = dialect.columns.length;
  const appender = await RowAppender.open(connection, table, width);
  const examples: { readonly file: string; readonly line: number; readonly problem: string }[] = [];
  let count = 0;
  let isHeader = dialect.hasHeader;

  const take = (record: CsvRecord) => {
    if (record.line <= dialect.skippedLines || (record.isBlank && width > 1)) return;
    // One that swallows no other line costs no other row.
    if (record.problem === UNCLOSED_QUOTE && record.lines > 1) throw unclosedQuote(file.path, record.line);
    if (record.problem === TOO_LONG) throw longLine(file.path, record.line);
    if (isHeader) {
      isHeader = false;
      return;
    }
    const fields = withoutSurplus(record.fields, width);
    const problem = record.problem ?? wrongWidth(fields.length, width) ?? wrongBytes(fields, file.encoding);
    if (problem === undefined) {
      appender.append(fields);
      return;
    }
    count += record.lines;
    if (examples.length < UNREADABLE_KEPT) examples.push({ file: file.path, line: record.line, problem });
  };

  const reader = new CsvReader(dialect.delimiter);
  for await (const text of readText(file)) {
    if (call.signal?.aborted) throw cancelledError();
    for (const record of reader.push(text)) take(record);
  }
  for (const record of reader.finish()) take(record);
  appender.close();
  return { count, examples };
}

/** Delimiters at the end of a line that nothing follows add no columns; DuckDB reads such rows the same way. */
function withoutSurplus(fields: CsvRecord['fields'], width: number): CsvRecord['fields'] {
  if (fields.length <= width || fields.slice(width).some((field) => field !== null)) return fields;
  return fields.slice(0, width);
}

/** The decoder puts U+FFFD where bytes make no character; the value that stood there is lost. */
function wrongBytes(fields: readonly (string | null)[], encoding: TextEncoding): string | undefined {
  return fields.some((field) => field?.includes('\ufffd'))
    ? `it has bytes that aren't ${encoding}`
    : undefined;
}

async function* readText(file: {
  readonly path: string;
  readonly isGzip: boolean;
  readonly encoding: TextEncoding;
}): AsyncGenerator<string> {
  const decoder = new TextDecoder(file.encoding);
  for await (const bytes of readBytes(file.path, file.isGzip)) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}
