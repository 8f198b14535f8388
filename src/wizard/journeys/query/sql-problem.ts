/** What is wrong with a query, and where; 1-based, the column in characters. */
export interface SqlProblem {
  readonly line: number;
  readonly column?: number;
  readonly message: string;
}

/**
 * The place in an engine's message: `Line 2: column emial doesn't exist` with the line and a caret below it.
 * The engine cuts long lines, so the shown part is looked up in the query. Undefined when the message tells no
 * place.
 */
export function locateProblem(sql: string, message: string): SqlProblem | undefined {
  const [headline = '', shown = '', caret = ''] = message.split('\n');
  const found = /^Line (\d+): (.*)$/.exec(headline);
  if (found === null) return undefined;
  const line = Number(found[1]);
  const problem = { line, message: found[2] ?? '' };
  const caretAt = caret.indexOf('^');
  if (caretAt === -1) return problem;
  const text = shown.replace(/^ {2}…?/, '').replace(/…$/, '');
  const start = (sql.split('\n')[line - 1] ?? '').replaceAll('\t', ' ').indexOf(text);
  if (start === -1) return problem;
  const shift = shown.length - shown.replace(/^ {2}…?/, '').length;
  return { ...problem, column: start + caretAt - shift + 1 };
}
