import { isAscii } from 'node:buffer';
import { Utf8Counter } from './utf8-counter.ts';

/** As WHATWG names them, for `TextDecoder`. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | GuessedEncoding | 'windows-1252';

/** Told by what the text would be in them, because nothing in the file says so. */
type GuessedEncoding =
  | 'shift_jis'
  | 'euc-jp'
  | 'gb18030'
  | 'big5'
  | 'euc-kr'
  | 'windows-1251'
  | 'koi8-r'
  | 'windows-1253';

/** What people call them; the others need no telling. */
export const GUESSED_NAMES: Readonly<Partial<Record<TextEncoding, string>>> = {
  shift_jis: 'Shift_JIS (Japanese)',
  'euc-jp': 'EUC-JP (Japanese)',
  gb18030: 'GBK (Chinese)',
  big5: 'Big5 (Chinese)',
  'euc-kr': 'EUC-KR (Korean)',
  'windows-1251': 'Windows-1251 (Cyrillic)',
  'koi8-r': 'KOI8-R (Cyrillic)',
  'windows-1253': 'Windows-1253 (Greek)',
};

const MARKS: readonly (readonly [encoding: TextEncoding, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The encoding a byte-order mark tells. */
export function markedEncoding(bytes: Buffer): TextEncoding | undefined {
  return MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
}

/** The encoding of the first part of a text; undefined for what is no text. */
export function detectEncoding(bytes: Buffer): TextEncoding | undefined {
  const marked = markedEncoding(bytes) ?? detectWide(bytes);
  if (marked !== undefined) return marked;
  if (bytes.includes(0)) return undefined;
  const counter = new Utf8Counter();
  counter.push(bytes);
  if (counter.isMostlyUtf8) return 'utf-8';
  return controlShare(bytes) > 0.01 ? undefined : guessEncoding(bytes);
}

/** True for bytes that are text but for zeros among them, which some programs fill values up with. */
export function isTextWithZeros(bytes: Buffer): boolean {
  return controlShare(bytes.filter((byte) => byte !== 0)) === 0;
}

/** UTF-16 without its mark: Latin letters have a zero in every other byte; other scripts' line ends have. */
function detectWide(bytes: Buffer): TextEncoding | undefined {
  if (!bytes.includes(0)) return undefined;
  const length = Math.min(bytes.length, 4096) & ~1;
  const start = bytes.subarray(0, length);
  for (const encoding of ['utf-16le', 'utf-16be'] as const) {
    const text = new TextDecoder(encoding).decode(start, { stream: true });
    const ascii = text.match(/[\t\r\n -~]/g)?.length ?? 0;
    const isTable = /[\r\n]/.test(text) && /[,;\t|@]/.test(text);
    // In the wrong order, many of a text's characters are controls or not assigned.
    if (isTable && ascii * 20 >= text.length && !/[^\t\r\n\P{C}]/u.test(text)) return encoding;
  }
  return undefined;
}

function controlShare(bytes: Uint8Array): number {
  let controls = 0;
  for (const byte of bytes) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) controls += 1;
  return controls / bytes.length;
}

/** Fewer bytes beyond ASCII tell nothing. */
const FEWEST_BYTES = 4;

/** What is neither ASCII nor UTF-8: by the characters it would be, or Windows-1252, which takes any bytes. */
export function guessEncoding(bytes: Buffer): TextEncoding {
  const high = bytes.reduce((count, byte) => count + (byte < 128 ? 0 : 1), 0);
  if (high < FEWEST_BYTES) return 'windows-1252';
  return guessEastAsian(bytes) ?? guessAlphabet(bytes, high) ?? 'windows-1252';
}

/** `isCommon`: first and second byte of a character that people often write. */
const EAST_ASIAN: readonly {
  readonly encoding: GuessedEncoding;
  readonly isCommon: (first: number, second: number) => boolean;
}[] = [
  {
    encoding: 'shift_jis',
    isCommon: (first) => within(first, 0x81, 0x83) || within(first, 0x88, 0x97),
  },
  // Kana are in nearly every Japanese text, and in no Chinese or Korean one.
  { encoding: 'euc-jp', isCommon: (first) => within(first, 0xa1, 0xa5) || within(first, 0xb0, 0xcf) },
  { encoding: 'euc-kr', isCommon: (first, second) => within(first, 0xb0, 0xc8) && second >= 0xa1 },
  {
    encoding: 'gb18030',
    isCommon: (first, second) =>
      second >= 0xa1 && (within(first, 0xb0, 0xd7) || first === 0xa1 || first === 0xa3),
  },
  { encoding: 'big5', isCommon: (first) => within(first, 0xa4, 0xc6) || first === 0xa1 },
];

const COMMON_SHARE = 0.85;

function guessEastAsian(bytes: Buffer): GuessedEncoding | undefined {
  let best: GuessedEncoding | undefined;
  let highest = COMMON_SHARE;
  for (const { encoding, isCommon } of EAST_ASIAN) {
    const text = new TextDecoder(encoding).decode(bytes, { stream: true });
    if (text.includes('\ufffd')) continue;
    // Words of these scripts stand together; a letter with an accent stands between others without.
    const alone = text.match(/(?<![^\0-\x7f])[^\0-\x7f](?![^\0-\x7f])/g)?.length ?? 0;
    const wide = text.match(/[^\0-\x7f]/g)?.length ?? 0;
    if (alone * 3 > wide) continue;
    if (encoding === 'euc-jp' && !/[\u3040-\u30ff]/.test(text)) continue;
    const share = commonShare(bytes, isCommon);
    if (share > highest) {
      highest = share;
      best = encoding;
    }
  }
  return best;
}

function commonShare(bytes: Buffer, isCommon: (first: number, second: number) => boolean): number {
  let pairs = 0;
  let common = 0;
  for (let place = 0; place < bytes.length - 1; place += 1) {
    const first = bytes[place] ?? 0;
    if (first < 128) continue;
    pairs += 1;
    place += 1;
    if (isCommon(first, bytes[place] ?? 0)) common += 1;
  }
  return pairs === 0 ? 0 : common / pairs;
}

/** The ten letters that are most frequent in a language of each. */
const ALPHABETS: readonly (readonly [encoding: GuessedEncoding, letters: RegExp])[] = [
  ['windows-1251', /[оеаинтсрвл]/g],
  ['koi8-r', /[оеаинтсрвл]/g],
  ['windows-1253', /[αοιετσνηυρ]/g],
];

/** An alphabet other than the Latin one: whole words lie beyond ASCII, in small letters for the most part. */
function guessAlphabet(bytes: Buffer, high: number): GuessedEncoding | undefined {
  const words = bytes.toString('latin1').match(/[\x80-\xff]{3,}/g) ?? [];
  if (words.reduce((sum, word) => sum + word.length, 0) < high * 0.7) return undefined;
  let best: GuessedEncoding | undefined;
  let most = high * 0.35;
  for (const [encoding, letters] of ALPHABETS) {
    const count = new TextDecoder(encoding).decode(bytes).match(letters)?.length ?? 0;
    if (count > most) {
      most = count;
      best = encoding;
    }
  }
  return best;
}

function within(byte: number, first: number, last: number): boolean {
  return byte >= first && byte <= last;
}

/** Bytes of lines beyond ASCII that are enough to guess by. */
const GUESSED_BY = 64 * 1024;

/** Guesses the encoding of a text whose first part was ASCII, by the lines that are not. */
export async function guessLateEncoding(parts: AsyncIterable<Buffer>): Promise<TextEncoding> {
  const lines: Buffer[] = [];
  let length = 0;
  for await (const part of parts) {
    if (isAscii(part)) continue;
    for (let start = 0; start < part.length && length < GUESSED_BY; ) {
      const end = part.indexOf(10, start);
      const line = part.subarray(start, end === -1 ? part.length : end + 1);
      if (!isAscii(line) && end !== -1) {
        lines.push(Buffer.from(line));
        length += line.length;
      }
      start += line.length;
    }
    if (length >= GUESSED_BY) break;
  }
  return guessEncoding(Buffer.concat(lines));
}
