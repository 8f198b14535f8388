/** SQL cut into tokens, as DuckDB's scanner does it; blanks and comments are left out. */

export type TokenKind = 'word' | 'quoted' | 'text' | 'number' | 'symbol';

export interface Token {
  readonly kind: TokenKind;
  /** As it is written. */
  readonly text: string;
  /** Words in lowercase; other tokens as they are written. */
  readonly key: string;
  /** UTF-16 indexes into the SQL; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

const BLANK = /[\s\ufeff]+|--[^\n]*/y;
const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const NUMBER = /0[xX][0-9a-fA-F_]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const TEXT = /'(?:[^']|'')*'?/y;
const ESCAPED_TEXT = /[eE]'(?:[^'\\]|''|\\[\s\S])*'?/y;
const QUOTED = /"(?:[^"]|"")*"?/y;
const DOLLAR_TEXT = /\$(\w*)\$[\s\S]*?(?:\$\1\$|$)/y;
const SYMBOL = /<=>|->>|::|<=|>=|<>|!=|\|\||->|=>|:=|[\s\S]/uy;

function match(pattern: RegExp, sql: string, place: number): string | undefined {
  pattern.lastIndex = place;
  return pattern.exec(sql)?.[0];
}

/** The end of a block comment, which may hold others. */
function commentEnd(sql: string, start: number): number {
  let depth = 0;
  for (let place = start; place < sql.length; place += 1) {
    const pair = sql.slice(place, place + 2);
    if (pair === '/*') depth += 1;
    else if (pair === '*/') depth -= 1;
    else continue;
    place += 1;
    if (depth === 0) return place + 1;
  }
  return sql.length;
}

export function readTokens(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let place = 0;
  while (place < sql.length) {
    const blank = match(BLANK, sql, place);
    if (blank !== undefined) {
      place += blank.length;
      continue;
    }
    if (sql.startsWith('/*', place)) {
      place = commentEnd(sql, place);
      continue;
    }
    const [kind, text] = readToken(sql, place);
    const end = place + text.length;
    tokens.push({ kind, text, key: kind === 'word' ? text.toLowerCase() : text, start: place, end });
    place = end;
  }
  return tokens;
}

function readToken(sql: string, place: number): readonly [TokenKind, string] {
  const text = match(ESCAPED_TEXT, sql, place) ?? match(TEXT, sql, place) ?? match(DOLLAR_TEXT, sql, place);
  if (text !== undefined) return ['text', text];
  const word = match(WORD, sql, place);
  if (word !== undefined) return ['word', word];
  const quoted = match(QUOTED, sql, place);
  if (quoted !== undefined) return ['quoted', quoted];
  const number = match(NUMBER, sql, place);
  if (number !== undefined) return ['number', number];
  return ['symbol', match(SYMBOL, sql, place) ?? sql.charAt(place)];
}

/** The statement without semicolons and comments behind it. */
export function withoutEnd(sql: string): string {
  const tokens = readTokens(sql);
  let last = tokens.length - 1;
  while (tokens[last]?.text === ';') last -= 1;
  return sql.slice(0, tokens[last]?.end ?? 0);
}
