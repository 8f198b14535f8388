/**
 * A sheet of a workbook or a table of a database file stands behind its path: `customers.xlsx#Sheet name`.
 * Which files have such parts is the engine's to say; nothing here looks at the disk.
 */

/** Files that may have parts, by their ending. */
const WITH_PART = /^(.*\.(?:xlsx|xlsm|duckdb|ddb|db))#(.+)$/i;

/** What a new workbook's sheets are called in some languages; no name for a table. */
const PLAIN_SHEET =
  /^(?:sheet|tabelle|feuil|hoja|foglio|planilha|blad|ark|arkusz|sayfa|лист|シート|工作表|시트)[ _-]?\d*$/iu;

export function withPart(path: string, part: string): string {
  return `${path}#${part}`;
}

/** True when a file has several parts and the path names none of them. */
export function needsPart(path: string, parts: readonly string[]): boolean {
  return parts.length > 1 && !parts.some((part) => path.endsWith(`#${part}`));
}

/** What a path is about: the name of its sheet or table where that says more than the file's. */
export function subjectOf(path: string): string {
  const [, file = path, part = ''] = WITH_PART.exec(path) ?? [];
  return part === '' || PLAIN_SHEET.test(part) ? file : part;
}

/** The last piece of a path, with the part that may follow. */
export function nameOfFile(path: string | undefined): string {
  const [, file = path ?? '', part] = WITH_PART.exec(path ?? '') ?? [];
  const name = file.split(/[\\/]/).at(-1) ?? '';
  return part === undefined ? name : withPart(name, part);
}
