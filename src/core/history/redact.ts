import { readableRequestId, scrub } from '../remedies/scrub.ts';
import { maskSql } from './mask-sql.ts';

/** What is known of this machine and must not travel with a bundle: names of the user, the host, folders. */
export interface RedactionContext {
  readonly hidden: readonly string[];
}

const REMOVED = '(removed)';

/** Whatever stands under these keys is left out: secrets, wrapped keys, who sat at the keyboard. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'secret',
  'accessToken',
  'password',
  'token',
  'url',
  'wrappedKey',
  'stageKey',
  'fingerprint',
  'user',
  'testEventCode',
]);

/** Files and folders, alone, in a list or by table name: only the last part of a path is shown. */
const PATHS: ReadonlySet<string> = new Set(['tables', 'file', 'files', 'sqlFile']);

/** Times of tada's own, which look like a telephone number to a careful eye. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/**
 * The one place where a support bundle loses what it must not carry. Takes any JSON value and gives one of
 * the same shape: secrets and names of people left out by their keys, paths cut down to file names, literals
 * of SQL masked, and every other text scrubbed of addresses, numbers, tokens and hashes wherever it stands.
 */
export function redact(value: unknown, context: RedactionContext, key = ''): unknown {
  if (LEFT_OUT.has(key) && value !== undefined && value !== null) return REMOVED;
  if (typeof value === 'string') return redactText(value, context, key);
  if (Array.isArray(value)) return value.map((each) => redact(each, context, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      clean(name, context),
      redact(inner, context, PATHS.has(key) ? key : name),
    ]),
  );
}

function redactText(text: string, context: RedactionContext, key: string): string {
  if (ISO_TIME.test(text)) return text;
  if (key === 'requestId') return readableRequestId(text) ?? REMOVED;
  if (PATHS.has(key)) return clean(lastPart(text), context);
  if (key === 'sql') {
    return maskSql(text)
      .split('\n')
      .map((line) => `${/^\s*/.exec(line)?.[0] ?? ''}${clean(line, context)}`)
      .join('\n');
  }
  return clean(withoutDrawnSql(text), context);
}

/** A message about a query shows the line of SQL with a caret under the place: the line may name somebody. */
function withoutDrawnSql(message: string): string {
  return message
    .replace(/\n[\s\S]*?\n\s*\^/g, ' (line of SQL left out)')
    .replace(/(?<!\p{L})'[^']*'/gu, "'•••'");
}

/** Scrubs a text; paths within it keep their last part only. */
function clean(text: string, { hidden }: RedactionContext): string {
  let plain = text;
  for (const known of hidden.toSorted((a, b) => b.length - a.length)) {
    plain = plain.replaceAll(known, isPath(known) ? '…' : REMOVED);
  }
  return scrub(plain.replace(FOLDERS, ''));
}

/** The folders of an absolute path, on any system, that leads to something. */
const FOLDERS = /(?<![\p{L}\p{N}.:/\\])(?:[A-Za-z]:)?[\\/](?:[^\\/\s"'“”<>|]+[\\/])+(?=[^\\/\s"'“”<>|])/gu;

function isPath(text: string): boolean {
  return /[\\/]/.test(text);
}

function lastPart(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
