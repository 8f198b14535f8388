/**
 * What counts as space around a value. Wider than `String.prototype.trim`: spreadsheets and address books also
 * leave control characters, byte-order marks, zero-width characters and the marks of writing direction that
 * phones put around a copied number.
 *
 * Inclusive ranges of code points; the two notations below are made from them, so that SQL and JavaScript
 * can't drift apart.
 */
export const TRIMMED_RANGES: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x20],
  [0x7f, 0xa0],
  [0xad, 0xad],
  [0x1680, 0x1680],
  [0x180e, 0x180e],
  [0x2000, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x206f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];

/** The body of a character class in RE2's notation, to stand between `[` and `]`. */
export const TRIM_CLASS_RE2 = TRIMMED_RANGES.map(
  ([first, last]) => `\\x{${first.toString(16)}}-\\x{${last.toString(16)}}`,
).join('');

function isTrimmed(codeUnit: number): boolean {
  // The common case, decided without the table.
  if (codeUnit > 0x20 && codeUnit < 0x7f) return false;
  return TRIMMED_RANGES.some(([first, last]) => codeUnit >= first && codeUnit <= last);
}

/** Takes away everything of {@link TRIMMED_RANGES} at both ends; the inside is left as it is. */
export function trimText(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isTrimmed(value.charCodeAt(start))) start += 1;
  while (end > start && isTrimmed(value.charCodeAt(end - 1))) end -= 1;
  return start === 0 && end === value.length ? value : value.slice(start, end);
}

const PAIRS: Readonly<Record<string, string>> = {
  '<': '>',
  '"': '"',
  "'": "'",
  '{': '}',
  '“': '”',
  '„': '“',
  '‘': '’',
  '«': '»',
};

/**
 * Trims, takes away one pair of `<>`, `{}`, `""` or `''` around the whole value, or of the quotes that word processors
 * make of these, and trims again. Exports quote twice, and address books write `<me@example.com>`. A single apostrophe in front goes too, and `="…"` around
 * the whole: spreadsheets mark text with them.
 */
export function unwrapText(value: string): string {
  const text = trimText(value);
  if (text.startsWith('="') && text.endsWith('"') && text.length > 2) return trimText(text.slice(2, -1));
  const opening = text.charAt(0);
  const closing = PAIRS[opening];
  if (closing === undefined) return text;
  if (text.length > 1 && text.endsWith(closing)) return trimText(text.slice(1, -1));
  return opening === "'" ? trimText(text.slice(1)) : text;
}
