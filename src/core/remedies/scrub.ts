import { decoded } from './decoded.ts';

/**
 * Takes personal data, secrets and terminal control characters out of a text that somebody else wrote, so
 * that it can be shown and kept. TikTok echoes what it was sent in some messages ("Invalid value for …"), and
 * a message can be pasted from anywhere. What is encoded, for a URL or as Base64, is looked at as it reads. Ids of advertisers, audiences and event sets (up to 9 digits, or 15
 * and more) stay readable; digits of a telephone number's length do not. Shortened to 500 characters.
 */
export function scrub(text: string): string {
  let clean = decoded(shorten(text));
  for (const [pattern, replacement] of REPLACEMENTS) {
    clean = clean.replace(pattern, replacement);
  }
  clean = clean.replace(DIGIT_GROUPS, maskTelephone).replace(/\s+/g, ' ').trim();
  return clean.length <= LONGEST_MESSAGE ? clean : `${clean.slice(0, LONGEST_MESSAGE - 1)}…`;
}

/** A request id fit for showing: letters, digits and a few signs, at most 128; anything else is undefined. */
export function readableRequestId(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') {
    return undefined;
  }
  const text = String(value).trim();
  return /^[\w.:-]{1,128}$/.test(text) ? text : undefined;
}

/** Hides e-mail addresses and leaves everything else, lines included, as it is. */
export function maskEmails(text: string): string {
  return text.replace(EMAIL, '[e-mail]');
}

/** An apostrophe belongs to a name (o'brien@…), but one in front of it to the text around. */
const EMAIL = /(?!'+[^\s@'])[^\s@"<>(){},;:=]{0,128}[^\s@]@[^\s@"'<>(){},;:=]+\.[\p{L}\p{N}-]{2,}/gu;

/** Bounds the work of the patterns below; longer than any message that will be shown. */
const LONGEST_INPUT = 4000;
const LONGEST_MESSAGE = 500;

/** Order matters: secrets by name first, then shapes from the most to the least specific. */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  // Terminal escapes, then every other control, format or bidirectional character.
  [/\p{Cc}\[[0-9;?]*[ -/]*[@-~]/gu, ''],
  [/\p{Cc}\][^\p{Cc}]*\p{Cc}?/gu, ''],
  [/[\p{Cc}\p{Cf}\u{2028}\u{2029}]+/gu, ' '],
  [
    /(["']?(?:access[-_ ]?token|refresh[-_ ]?token|app[-_ ]?secret|client[-_ ]?secret|secret|auth[-_ ]?code|password)["']?\s*[:=]\s*)(?:bearer\s+)?(?:"[^"]*"|'[^']*'|[^\s"',;&}]+)/giu,
    '$1[hidden]',
  ],
  [/\bbearer\s+[\w.~+/=-]{8,}/giu, '[hidden]'],
  // Tokens of TikTok's account holders: act.…, rft.…, clt.…
  [/\b(?:act|rft|clt)\.[\w!.~+/=-]{8,}/giu, '[hidden]'],
  [EMAIL, '[e-mail]'],
  [/(?<![\w-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])/giu, '[device id]'],
  // Letter by letter, as some write what they don't want to be found.
  [/(?<!\S)(?:\S[ \u00a0]){8,}\S(?!\S)/gu, '[hidden]'],
  // Hashes and tokens: 32 or more letters and digits in a row.
  [/(?<![\p{L}\p{N}])(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{32,}(?![\p{L}\p{N}])/gu, '[hidden]'],
  [/(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)/gu, '[ip]'],
  [/(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}(?::|[0-9a-f]{1,4}|(?::[0-9a-f]{1,4})+)(?![\w:])/giu, '[ip]'],
  [
    /(?<![\w:])[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6}::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?(?![\w:])/giu,
    '[ip]',
  ],
  [/\+\s?\(?\d[\d\s().-]{5,18}\d/gu, '[phone]'],
  [/\(\d{2,5}\)[\s.-]?\d{2,5}[\s.-]?\d{2,5}(?:[\s.-]?\d{2,5})?/gu, '[phone]'],
  [/(?<![\p{L}\p{N}_])\d{10,14}(?![\p{L}\p{N}_])/gu, '[number]'],
];

const DIGIT_GROUPS = /(?<![\w.-])\d{1,5}(?:[ ./-]\d{1,5}){1,6}(?![\w-])/g;

/** Groups of digits that add up to a telephone number; dates keep theirs. */
function maskTelephone(groups: string): string {
  const digits = groups.replace(/\D/g, '').length;
  const isDate = /^\d{4}([-/.])\d{2}\1\d{2}(?!\d)/.test(groups);
  return digits >= 8 && digits <= 15 && !isDate ? '[phone]' : groups;
}

/** Cuts at the end of a word, so that half a token isn't left behind. */
function shorten(text: string): string {
  return text.length <= LONGEST_INPUT ? text : text.slice(0, LONGEST_INPUT).replace(/\S+$/, '');
}
