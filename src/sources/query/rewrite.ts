import { type EditedText, editText } from './edited-text.ts';
import { editSpelling } from './presto-spelling.ts';
import { editTextColumns } from './text-columns.ts';
import { readTokens, type Token, withoutEnd } from './tokens.ts';

/** The person's SQL in the words of the embedded engine; places lead back to their own text. */
export interface RewrittenSql {
  /** What DuckDB can read as it is. */
  readonly spelled: EditedText;
  /** The same, fit for tables whose columns are all text; the first that DuckDB can bind is meant. */
  readonly typed: readonly EditedText[];
  /** Names of functions and operators that either of them may call. */
  readonly names: ReadonlySet<string>;
}

/** Throws `CannotSay` for what has no equal here. */
export function rewriteSql(sql: string): RewrittenSql {
  const text = withoutEnd(sql);
  const spelled = editText(text, editSpelling(text, readTokens(text)));
  const tokens = readTokens(spelled.text);
  const typed = [false, true].map((isLoose): EditedText => {
    const edited = editText(spelled.text, editTextColumns(spelled.text, tokens, isLoose));
    return { text: edited.text, toOriginal: (index) => spelled.toOriginal(edited.toOriginal(index)) };
  });
  const names = [spelled, ...typed].flatMap(({ text: each }) => [...namesIn(readTokens(each))]);
  return { spelled, typed, names: new Set(names) };
}

/** Syntax that DuckDB's parser turns into calls. */
const CALLED_BY: Readonly<Record<string, string>> = { extract: 'date_part', zone: 'timezone', '/': '//' };

function* namesIn(tokens: readonly Token[]): Generator<string> {
  for (const { kind, key, text } of tokens) {
    if (kind === 'word' || kind === 'symbol') yield CALLED_BY[key] ?? key;
    else if (kind === 'quoted') yield text.slice(1, -1);
  }
}
