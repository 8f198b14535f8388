/** What takes the place of a literal. */
const MASK = '•••';
/** Numbers of fewer digits are limits, days and years; longer ones may be a telephone, a postcode, an id. */
const SHORTEST_HIDDEN_NUMBER = 5;

const LINE_COMMENT = /--[^\n]*/y;
const TEXT = /(?<escapes>[eE])?'(?:[^'\\]|''|\\(?:[\s\S]|$))*'?/y;
const PLAIN_TEXT = /'(?:[^']|'')*'?/y;
const DOLLAR_TEXT = /\$(\w*)\$[\s\S]*?(?:\$\1\$|$)/y;
const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const QUOTED_NAME = /"(?:[^"]|"")*"?/y;
const NUMBER = /[\d.][\d_.]*(?:[eE][+-]?\d+)?/y;

/**
 * SQL with its literals masked and its comments gone, for somebody who has to understand a query and must not
 * see whom it is about: `WHERE email = 'jane@…'` keeps its shape and loses the address. Names of columns and
 * tables stay. A text that is never closed is masked to the end.
 */
export function maskSql(sql: string): string {
  let masked = '';
  for (let place = 0; place < sql.length; ) {
    const [length, replacement] = readPiece(sql, place);
    masked += replacement;
    place += length;
  }
  return masked;
}

/** The piece of SQL at a place: how long it is, and what is shown of it. */
function readPiece(sql: string, place: number): readonly [length: number, replacement: string] {
  const comment = match(LINE_COMMENT, sql, place);
  if (comment !== undefined) return [comment.length, ''];
  if (sql.startsWith('/*', place)) return [commentEnd(sql, place) - place, ' '];
  const text = readText(sql, place);
  if (text !== undefined) return [text.length, `'${MASK}'`];
  const name = match(WORD, sql, place) ?? match(QUOTED_NAME, sql, place);
  if (name !== undefined) return [name.length, name];
  const number = match(NUMBER, sql, place);
  if (number === undefined) return [1, sql.charAt(place)];
  const isLong = number.replaceAll(/\D/g, '').length >= SHORTEST_HIDDEN_NUMBER;
  return [number.length, isLong ? MASK : number];
}

/** A backslash escapes only in E'…'; anywhere else the quote behind it ends the text. */
function readText(sql: string, place: number): string | undefined {
  const escaped = /[eE]/.test(sql.charAt(place)) ? match(TEXT, sql, place) : undefined;
  return escaped ?? match(PLAIN_TEXT, sql, place) ?? match(DOLLAR_TEXT, sql, place);
}

/** The end of a block comment, which may hold others. */
function commentEnd(sql: string, start: number): number {
  let depth = 0;
  for (let place = start; place < sql.length; place += 1) {
    const pair = sql.slice(place, place + 2);
    if (pair !== '/*' && pair !== '*/') continue;
    depth += pair === '/*' ? 1 : -1;
    place += 1;
    if (depth === 0) return place + 1;
  }
  return sql.length;
}

function match(pattern: RegExp, text: string, place: number): string | undefined {
  pattern.lastIndex = place;
  return pattern.exec(text)?.[0];
}
