import { type EditedText, editText } from './edited-text.ts';
import { editSpelling } from './presto-spelling.ts';
import { readTokens, type Token, withoutEnd } from './tokens.ts';

/** The person's SQL in the words of the embedded engine; places lead back to their own text. */
export interface RewrittenSql {
  readonly spelled: EditedText;
  /** Names of functions that it may call. */
  readonly names: ReadonlySet<string>;
}

/** Throws `CannotSay` for what has no equal here. */
export function rewriteSql(sql: string): RewrittenSql {
  const text = withoutEnd(sql);
  const spelled = editText(text, editSpelling(text, readTokens(text)));
  return { spelled, names: new Set(namesIn(readTokens(spelled.text))) };
}

/** Syntax that DuckDB's parser turns into calls. */
const CALLED_BY: Readonly<Record<string, string>> = { extract: 'date_part', zone: 'timezone' };

function* namesIn(tokens: readonly Token[]): Generator<string> {
  for (const { kind, key, text } of tokens) {
    if (kind === 'word') yield CALLED_BY[key] ?? key;
    else if (kind === 'quoted') yield text.slice(1, -1);
  }
}
