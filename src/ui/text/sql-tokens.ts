/** A stretch of SQL and what it is; offsets in UTF-16 units, the end not included. */
export interface SqlToken {
  readonly from: number;
  readonly to: number;
  readonly kind: 'keyword' | 'string' | 'number' | 'comment';
}

const TOKENS =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>'(?:[^']|'')*'?)|"(?:[^"]|"")*"?|(?<number>\b\d+(?:\.\d+)?\b)|(?<word>[\p{L}_][\p{L}\p{N}_]*)/gu;

const KEYWORDS = new Set(
  `all and any as asc between by case cast cross current_date current_timestamp desc distinct else end escape except
  exists extract false first following for from full group having if in inner intersect interval is join last
  lateral left like limit natural not null nullif nulls offset on or order ordinality outer over partition preceding
  range recursive right row rows select some then true try_cast unbounded union unnest using values when where
  window with`.split(/\s+/),
);

/** What is worth a colour in a query: enough to see an unclosed quote or a comment, no grammar. */
export function sqlTokens(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const match of sql.matchAll(TOKENS)) {
    const kind = kindOf(match.groups ?? {});
    if (kind !== undefined) {
      tokens.push({ from: match.index, to: match.index + match[0].length, kind });
    }
  }
  return tokens;
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): SqlToken['kind'] | undefined {
  if (groups.comment !== undefined) {
    return 'comment';
  }
  if (groups.string !== undefined) {
    return 'string';
  }
  if (groups.number !== undefined) {
    return 'number';
  }
  return groups.word !== undefined && KEYWORDS.has(groups.word.toLowerCase()) ? 'keyword' : undefined;
}

export interface Suggestions {
  /** Where the word starts that they would replace. */
  readonly from: number;
  /** Ready to be put in, quoted where SQL needs it. */
  readonly options: readonly string[];
}

const MOST_SUGGESTIONS = 20;

/** Names that begin with what stands before the cursor; none inside quotes and comments. */
export function suggestionsAt(sql: string, cursor: number, names: readonly string[]): Suggestions {
  const typed = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(sql.slice(0, cursor))?.[0] ?? '';
  const from = cursor - typed.length;
  const isInText = sqlTokens(sql).some(
    ({ kind, from: start, to }) =>
      (kind === 'string' || kind === 'comment') &&
      start < cursor &&
      (cursor < to || !isClosed(sql, start, to)),
  );
  if (typed === '' || isInText) {
    return { from, options: [] };
  }
  const wanted = typed.toLowerCase();
  const options = names
    .filter((name) => name.toLowerCase().startsWith(wanted) && name !== typed)
    .slice(0, MOST_SUGGESTIONS)
    .map(quotedName);
  return { from, options };
}

/** A line comment goes on until the line does; a quote or block comment until it is closed. */
function isClosed(sql: string, from: number, to: number): boolean {
  const token = sql.slice(from, to);
  if (token.startsWith('--')) {
    return false;
  }
  return token.startsWith('/*') ? token.endsWith('*/') : token.length > 1 && token.endsWith("'");
}

function quotedName(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
