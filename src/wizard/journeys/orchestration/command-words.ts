import { notifySchema } from '../../../core/schedules/schema.ts';
import { problemOf } from '../common/check-field.ts';

/** A word in double quotes, which may hold spaces, or one without them. */
const WORD = /"((?:[^"\\]|\\.)*)"(?=\s|$)|(\S+)/gs;

/**
 * The words of a command line: a program and its arguments. No shell reads them: apart from the quotes around a
 * whole word, within which `\"` and `\\` stand for themselves, every character is what it is.
 */
export function commandWords(text: string): string[] {
  return [...text.matchAll(WORD)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll(/\\(["\\])/g, '$1') ?? plain,
  );
}

/** The same words as one line, which {@link commandWords} reads back. */
export function commandLine(words: readonly string[] = []): string {
  return words
    .map((word) => (/^[^\s"]+$/.test(word) ? word : `"${word.replaceAll(/["\\]/g, '\\$&')}"`))
    .join(' ');
}

/** What is wrong with a command; empty is none at all, which is fine. */
export function checkCommand(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const isTorn = [...text.matchAll(WORD)].some(([, , plain]) => plain?.includes('"') === true);
  if (isTorn) return 'Quotes go around a whole word, such as "two words".';
  return problemOf(notifySchema, commandWords(text));
}

/** What tells of failures, as it was said, or as it was before while nothing was said. */
export function notifyAfter(
  said: string | undefined,
  before: readonly string[] | undefined,
): { readonly notify?: string[] } {
  const words = said === undefined ? [...(before ?? [])] : commandWords(said);
  return words.length === 0 ? {} : { notify: words };
}

/** The answer in a few words. */
export function notifyInWords(said: string | undefined, before: readonly string[] | undefined): string {
  const { notify } = notifyAfter(said, before);
  return notify === undefined ? 'nothing is started' : commandLine(notify);
}
