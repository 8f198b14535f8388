/** First code points of the digit rows that numbering software reads: full-width, Arabic-Indic, Eastern Arabic-Indic. */
const DIGIT_ROWS: readonly number[] = [0xff10, 0x0660, 0x06f0];

/** Full-width, and the small and superscript forms that Unicode folds into the same sign. */
const PLUS_SIGNS: ReadonlySet<string> = new Set(['+', '＋', '﹢', '⁺']);

/** A number that a spreadsheet or a data frame turned into a fraction: the `.0` isn't part of it. */
const WRITTEN_AS_FRACTION = /^(\+?\d+)\.0+$/;

/** `x123`, `ext. 123`, `extension 123`, `#123`, `;ext=123` behind the number. */
const EXTENSION = /(?<=\d\)?)[\s,;.-]*(?:;?ext=|extension|extn|ext|x|#)[\s.:]*\d{1,7}$/i;

const KINDS =
  'tel|telefon|telephone|telefono|phone|mobile|mobil|movil|cell|handy|whatsapp|home|work|office|private|privat';
/** What kind of number it is, in front of it or behind it, as address books and people write it. */
const KIND_IN_FRONT = new RegExp(`^(?:${KINDS})[.:\\s]+`, 'i');
const KIND_BEHIND = new RegExp(`\\s*(?:\\((?:${KINDS})\\)|\\s(?:${KINDS}))$`, 'i');

/** Spaces of every kind, hyphens and dashes, dots, slashes, brackets, and marks without width. */
const SEPARATORS =
  /[\s\p{Pd}\u2212\u30fc./()[\]~\u00ad\u00b7\u2027\u200b-\u200f\u202a-\u202e\u2060-\u2069\uff08\uff09\uff0e\uff0f\uff3b\uff3d]/gu;

const PLAIN = /^\+?\d+$/;

function foldCharacter(character: string): string {
  if (PLUS_SIGNS.has(character)) return '+';
  const code = character.charCodeAt(0);
  const row = DIGIT_ROWS.find((first) => code >= first && code <= first + 9);
  return row === undefined ? character : String(code - row);
}

/**
 * The digits of a phone number, with one `+` in front where it was written with one; undefined for anything
 * that isn't written as a phone number: letters (also `1.41555E+10`, whose digits are lost), two numbers in
 * one value, a `+` in the middle.
 */
export function phoneDigits(text: string): string | undefined {
  if (PLAIN.test(text)) return text;
  const ascii = text
    .replace(/[^ -~]/gu, foldCharacter)
    .replace(KIND_IN_FRONT, '')
    .replace(KIND_BEHIND, '');
  const digits = (WRITTEN_AS_FRACTION.exec(ascii)?.[1] ?? ascii)
    .replace(EXTENSION, '')
    .replace(SEPARATORS, '')
    .replace(/^\++/, '+');
  return PLAIN.test(digits) ? digits : undefined;
}
