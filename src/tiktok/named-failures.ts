/** The name of a field, which may be shown; anything else isn't one. */
const IS_ABOUT_FAILURE = /^(?=\w{1,40}$)\w*(fail|error|invalid|illegal|reject)/i;

/**
 * The field of a success in which TikTok names what it did not do after all: a list or a table with something in it,
 * or a count above zero. For changes of audiences and for events no such field is documented; where one came, the
 * success would be a false one. Texts are left alone, since a message may stand beside a success.
 */
export function namedFailures(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  return Object.entries(data).find(([name, value]) => IS_ABOUT_FAILURE.test(name) && isSome(value))?.[0];
}

function isSome(value: unknown): boolean {
  if (typeof value === 'number') return value > 0;
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
