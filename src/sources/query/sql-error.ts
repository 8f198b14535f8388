import { nearestName } from '../../core/detection/nearest-name.ts';
import type { KnownError } from '../../core/errors.ts';
import type { DuckDbError } from '../duckdb/translate-error.ts';
import { queryFailed } from '../engine-errors.ts';

/** Columns of a shown line of SQL; longer ones are cut around the caret. */
const SHOWN_WIDTH = 76;

/** UTF-16 index of a byte offset into the text's UTF-8: DuckDB counts bytes. */
export function indexOfByte(text: string, byteOffset: number): number {
  let bytes = 0;
  let index = 0;
  for (const character of text) {
    if (bytes >= byteOffset) break;
    bytes += Buffer.byteLength(character);
    index += character.length;
  }
  return index;
}

/** The line a place is in, and a caret under it. */
function drawPlace(sql: string, index: number): string {
  const start = sql.lastIndexOf('\n', index - 1) + 1;
  const lineEnd = sql.indexOf('\n', index);
  const line = sql
    .slice(start, lineEnd === -1 ? sql.length : lineEnd)
    .replaceAll('\t', ' ')
    .trimEnd();
  const column = Math.min(index - start, line.length);
  const cut = column > SHOWN_WIDTH - 16 ? column - SHOWN_WIDTH + 16 : 0;
  const shown = line.slice(cut, cut + SHOWN_WIDTH);
  const front = cut > 0 ? '…' : '';
  const back = cut + SHOWN_WIDTH < line.length ? '…' : '';
  return `  ${front}${shown}${back}\n  ${' '.repeat(column - cut + front.length)}^`;
}

/**
 * A problem with the person's SQL: what, in which line, and a caret under the place. `index` is where in the
 * text they wrote; undefined when it isn't known.
 */
export function sqlProblem(
  sql: string,
  index: number | undefined,
  problem: string,
  hint: string,
): KnownError {
  const sentence = problem.endsWith('?') ? problem : `${problem}.`;
  if (index === undefined) return queryFailed(sentence, hint);
  const line = sql.slice(0, index).split('\n').length;
  return queryFailed(`Line ${line}: ${sentence}\n${drawPlace(sql, index)}`, hint);
}

const CHANGE_QUERY = 'Change the query at the marked place.';

/** What the parser found wrong. */
export function describeSyntaxProblem(message: string): string {
  const [, near] = /^syntax error at or near "([\s\S]*)"$/.exec(message) ?? [];
  if (near !== undefined) return `the SQL can't be understood at ${near}`;
  if (message.startsWith('syntax error at end of input')) return 'the SQL ends too early';
  if (message.startsWith('unterminated quoted string')) return 'a quote is opened and never closed';
  return message.replace(/\.$/, '');
}

/** Turns an error of DuckDB about the person's statement into one they can act on. */
export function explainSqlError(
  error: DuckDbError,
  sql: string,
  index: number | undefined,
  columns: readonly string[],
): KnownError {
  const { report } = error;
  const [firstLine = ''] = report.exception_message.split('\n');
  if (report.error_subtype === 'COLUMN_NOT_FOUND' && report.name !== undefined) {
    const meant = nearestName(report.name, columns) ?? report.candidates?.split(',')[0];
    const suggestion = meant === undefined ? '' : `; did you mean ${written(meant)}?`;
    return sqlProblem(sql, index, `column ${report.name} doesn't exist${suggestion}`, CHANGE_QUERY);
  }
  const [, table, missing] =
    /^(?:Table|Values list) "(.*)" does not have a column named "(.*)"/.exec(firstLine) ?? [];
  if (missing !== undefined) {
    const meant = nearestName(missing, columns);
    const suggestion = meant === undefined ? '' : `; did you mean ${written(meant)}?`;
    return sqlProblem(sql, index, `${table} has no column ${missing}${suggestion}`, CHANGE_QUERY);
  }
  const [, field, outer] = /^Cannot extract field '(.*)' from expression "(.*)"/.exec(firstLine) ?? [];
  if (field !== undefined && outer !== undefined) {
    const inside = columns.find((name) => name.toLowerCase() === `${outer}.${field}`.toLowerCase());
    if (inside !== undefined) {
      return sqlProblem(sql, index, `${inside} is one name here`, `Write it in quotes: "${inside}".`);
    }
  }
  if (report.error_subtype === 'MISSING_ENTRY' && report.type?.endsWith('Function') === true) {
    return sqlProblem(
      sql,
      index,
      `${report.name}() isn't a function of this engine`,
      'Functions are those of Presto; check the spelling, or say it with other functions.',
    );
  }
  if (report.exception_type === 'Parser' || report.exception_type === 'Syntax') {
    return sqlProblem(sql, index, describeSyntaxProblem(firstLine), CHANGE_QUERY);
  }
  if (error.isAboutStatement) return sqlProblem(sql, index, plainBinderMessage(firstLine), CHANGE_QUERY);
  return sqlProblem(sql, index, firstLine.replace(/[!.]+$/, ''), valueHint(firstLine));
}

/** A name as it has to be written: in quotes where it is more than a word. */
function written(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) || name.startsWith('"')
    ? name
    : `"${name.replaceAll('"', '""')}"`;
}

/** What to do about a value that the query can't use. */
function valueHint(problem: string): string {
  if (problem.includes('divided by zero')) return 'NULLIF(x, 0) as the divisor gives NULL there.';
  if (problem.endsWith("can't be read as DATE"))
    return 'A CAST takes texts such as 2026-11-22; date(x) takes the day of a text with a time, date_parse other forms.';
  return 'TRY_CAST gives NULL where a value can’t be read.';
}

/** The engine's inner names for types and operators, as the person knows them. */
function plainNames(message: string): string {
  return message
    .replaceAll('STRING_LITERAL', 'VARCHAR')
    .replaceAll('INTEGER_LITERAL', 'INTEGER')
    .replaceAll('//(', '/(');
}

function plainBinderMessage(message: string): string {
  const [, call] = /^No function matches the given name and argument types '(.*)'\./.exec(message) ?? [];
  if (call !== undefined) return `${plainNames(call)}: no such function for these types`;
  const [, macro] = /^Macro (.+)\(\) (?:does not support|has multiple overloads)/.exec(message) ?? [];
  if (macro?.startsWith('tada ') === true) return "these two can't be compared";
  if (macro !== undefined) return `${macro}() doesn't take these arguments`;
  const [, table] = /^Referenced table "(.*)" not found/.exec(message) ?? [];
  if (table !== undefined) return `${table} is neither a table nor an alias of this query`;
  return plainNames(message).replace(/!|\.$/g, '');
}
