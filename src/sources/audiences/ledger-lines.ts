import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { AUDIENCE_ID_TYPES } from '../../core/identifiers/types.ts';
import type { EngineCall, LedgerLines } from '../../core/ports/engine.ts';
import { formatCount } from '../../core/wording.ts';
import { Database, type DatabaseSettings } from '../duckdb/database.ts';
import { exactPath, quoteList, quoteText } from '../duckdb/sql-text.ts';
import { queryFailed } from '../engine-errors.ts';
import { MEMBERS, packedHash } from './ledger.ts';
import { keySql, packSql, unpackSql } from './packed-hash.ts';
import { hasDatabaseFile, removeDatabaseFile } from './staged-file.ts';

const TYPES = quoteList(AUDIENCE_ID_TYPES);
/** `EMAIL,<64 hex digits>`, and `,uncertain` where no answer said whether it is in the audience. */
const LINE = `(${AUDIENCE_ID_TYPES.join('|')}),[0-9a-f]{64}(,uncertain)?`;

/** Writes a ledger as lines of text, sorted, so that the same ledger is the same file; see the Engine port. */
export async function writeLedgerLines(
  settings: DatabaseSettings,
  ledgerPath: string,
  linesPath: string,
  call: EngineCall,
): Promise<LedgerLines> {
  const database = await Database.shared(settings);
  try {
    // Made beforehand, because the engine would let others of the machine read it.
    writeFileSync(linesPath, '', { mode: 0o600 });
    chmodSync(linesPath, 0o600);
    const book = await database.attach(ledgerPath, 'READ_ONLY');
    const digits = unpackSql(await packedHash(database, book));
    const { count, uncertain } = await database.row(
      `SELECT count(*) AS count, count_if(NOT certain) AS uncertain FROM ${book}.members`,
    );
    await database.run(
      `COPY (SELECT (${TYPES})[type + 1] || ',' || digits || CASE WHEN certain THEN '' ELSE ',uncertain' END
       FROM (SELECT type, certain, ${digits} AS digits FROM ${book}.members) ORDER BY type, digits)
       TO ${quoteText(linesPath)} (FORMAT csv, HEADER false, DELIMITER '\t', QUOTE '')`,
      call,
    );
    return { count: Number(count), uncertain: Number(uncertain) };
  } finally {
    await database.release();
  }
}

/**
 * Makes a ledger of such lines, which follow the first line of a file, and puts it in the place of another one as a
 * whole: whoever looks finds the old one or the new one, also after a crash. See the Engine port.
 */
export async function readLedgerLines(
  settings: DatabaseSettings,
  filePath: string,
  ledgerPath: string,
  call: EngineCall,
): Promise<LedgerLines> {
  const arriving = `${ledgerPath}.import`;
  mkdirSync(dirname(ledgerPath), { recursive: true, mode: 0o700 });
  removeDatabaseFile(arriving);
  const database = await Database.shared(settings);
  try {
    const book = await database.attach(arriving, 'READ_WRITE');
    await database.run(
      `CREATE TEMP TABLE lines AS SELECT line FROM read_csv(${quoteText(exactPath(filePath))}, skip = 1, header = false,
       auto_detect = false, delim = '\t', quote = '', escape = '', new_line = '\\n', columns = {'line': 'VARCHAR'})`,
      call,
    );
    const wrong = await database.number(
      `SELECT count(*) FROM lines WHERE line IS NULL OR NOT regexp_full_match(line, ${quoteText(LINE)})`,
      call,
    );
    if (wrong > 0) throw notLines(`${formatCount(wrong)} of its lines aren't hashes`);
    await database.run(
      `CREATE TABLE ${book}.${MEMBERS};
       INSERT INTO ${book}.members
       SELECT list_position(${TYPES}, split_part(line, ',', 1)) - 1, ${packSql("split_part(line, ',', 2)")},
         split_part(line, ',', 3) = '' FROM lines;
       DROP TABLE lines`,
      call,
    );
    const { count, uncertain, different } = await database.row(
      `SELECT count(*) AS count, count_if(NOT certain) AS uncertain,
         count(DISTINCT (type, ${keySql('hash')})) AS different FROM ${book}.members`,
      call,
    );
    if (count !== different) throw notLines('some of its hashes are there twice');
    await database.run(`CHECKPOINT ${book}`);
    await database.detach(book);
    await settleOld(database, ledgerPath);
    replaceFile(arriving, ledgerPath);
    return { count: Number(count), uncertain: Number(uncertain) };
  } finally {
    await database.release();
    removeDatabaseFile(arriving);
  }
}

/**
 * What a killed process left beside the old ledger belongs to the old one; it must neither get lost before the new
 * one is in its place, nor be taken for the new one's afterwards.
 */
async function settleOld(database: Database, ledgerPath: string): Promise<void> {
  if (!hasDatabaseFile(ledgerPath)) return;
  try {
    const old = await database.attach(ledgerPath, 'READ_WRITE');
    await database.run(`CHECKPOINT ${old}`);
    await database.detach(old);
  } catch {
    // It can't be read any more, which may be why it is replaced.
  }
  rmSync(`${ledgerPath}.wal`, { force: true });
}

function replaceFile(from: string, to: string): void {
  flush(from, 'r+');
  renameSync(from, to);
  if (process.platform !== 'win32') flush(dirname(to), 'r');
}

function flush(path: string, flags: string): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function notLines(why: string): Error {
  return queryFailed(
    `The ledger file can't be used: ${why}.`,
    'Nothing was changed. Export it once more on the machine it comes from.',
  );
}
