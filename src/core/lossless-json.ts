/**
 * Parses JSON without losing digits: an integer too big for a JavaScript number comes back as its text.
 * TikTok's ids have 15 to 19 digits, and some of its answers carry them as numbers; so does a BIGINT in an
 * answer of Trino. Several times slower than `JSON.parse`. Throws a SyntaxError for text that isn't JSON.
 */
export function parseLosslessJson(text: string): unknown {
  return JSON.parse(text, keepDigits);
}

/** The third argument, with the text of the value, is part of the language since ES2025. */
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) {
    return value;
  }
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? source : value;
}
