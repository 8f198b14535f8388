import { HASHES_OF_NOTHING } from '../../core/identifiers/hash.ts';
import { PLACEHOLDER_HASHES } from '../../core/identifiers/placeholders.ts';
import type { AudienceIdType, IdentifierRules } from '../../core/identifiers/types.ts';
import type { TextVector } from '../duckdb/text-vector.ts';
import { type Answer, coreAnswers } from './core-answers.ts';
import { type FastValue, fastValue, LEFT_OVER } from './fast-values.ts';
import type { MetBefore } from './met-before.ts';
import { BATCH, BLOCK_BYTES, HASH_WORDS, type Sha256Lanes } from './sha256-lanes.ts';
import { CODE, rejectCode } from './value-codes.ts';

const BLOCK_WORDS = BLOCK_BYTES / 4;
const HASH_DIGITS = 64;

/** Words of a half of a hash. */
export const HALF_WORDS = HASH_WORDS / 2;

/** The values of hexadecimal digits; 0xff for other bytes. */
const DIGIT_VALUES = new Uint8Array(256).fill(0xff);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  DIGIT_VALUES[digit.charCodeAt(0)] = value;
  DIGIT_VALUES[digit.toUpperCase().charCodeAt(0)] = value;
}

/** How the hashes begin that need a closer look than that they are hashes. */
const KNOWN_BEGINNINGS: ReadonlySet<number> = new Set(
  [...HASHES_OF_NOTHING, ...PLACEHOLDER_HASHES].map((hash) => Number.parseInt(hash.slice(0, 8), 16)),
);

const FIRST_BIT = 0x80000000;

const EMPTY = rejectCode('empty');

/** From the texts of a column to codes and hashes, a batch at a time. What it leaves is good until the next batch. */
export class ColumnJudge {
  /** What became of each row's value. */
  readonly codes = new Uint8Array(BATCH);
  /** The halves of the hashes of rows that have one, as DuckDB keeps UUIDs in memory. */
  readonly halves = [new Int32Array(BATCH * HALF_WORDS), new Int32Array(BATCH * HALF_WORDS)] as const;
  /** 1 for rows that have a hash. */
  readonly hasHash = new Uint8Array(BATCH);
  /** 1 for rows whose hash came before, perhaps; see MetBefore. */
  readonly isMet = new Uint8Array(BATCH);
  readonly #fast: FastValue;
  readonly #askCore: (value: string) => Answer;
  readonly #lanes: Sha256Lanes;
  readonly #met: MetBefore;
  /** The row of each message that waits to be hashed. */
  readonly #rows = new Int32Array(BATCH);
  /** The text of the first row. */
  #firstText: Uint8Array | undefined;
  #isOneText = true;

  /** Columns of a type share what was met before. */
  constructor(type: AudienceIdType, rules: IdentifierRules, lanes: Sha256Lanes, met: MetBefore) {
    this.#fast = fastValue(type, rules);
    this.#askCore = coreAnswers(type, rules);
    this.#lanes = lanes;
    this.#met = met;
  }

  /** Whether all rows so far had a text, the same one. */
  get isOneText(): boolean {
    return this.#isOneText;
  }

  /** Judges the first `count` texts, at most BATCH. */
  judge(texts: TextVector, count: number): void {
    if (this.#isOneText) this.#isOneText = this.#allAsFirst(texts, count);
    const { bytes, starts, lengths } = texts;
    const { blocks, blockWords } = this.#lanes;
    const fast = this.#fast;
    let messages = 0;
    for (let row = 0; row < count; row += 1) {
      const length = lengths[row] ?? -1;
      const from = starts[row] ?? 0;
      if (length === -1) {
        this.#setAnswer(row, EMPTY, false);
        continue;
      }
      if (length === HASH_DIGITS && this.#passHash(bytes, from, row)) continue;
      const block = messages * BLOCK_BYTES;
      const firstWord = messages * BLOCK_WORDS;
      for (let word = firstWord; word < firstWord + BLOCK_WORDS; word += 1) blockWords[word] = 0;
      const settled = fast(bytes, from, from + length, blocks, block);
      if (settled === LEFT_OVER) {
        this.#leaveToCore(bytes, from, from + length, row);
        continue;
      }
      this.#lanes.finish(messages, settled >> 8);
      this.#setAnswer(row, settled & 0xff, true);
      this.#rows[messages] = row;
      messages += 1;
    }
    this.#hash(messages);
    this.#noteMet(count);
  }

  #allAsFirst({ bytes, starts, lengths }: TextVector, count: number): boolean {
    for (let row = 0; row < count; row += 1) {
      const from = starts[row] ?? 0;
      const length = lengths[row] ?? -1;
      if (length === -1) return false;
      const text = bytes.subarray(from, from + length);
      this.#firstText ??= text.slice();
      if (Buffer.compare(this.#firstText, text) !== 0) return false;
    }
    return true;
  }

  #setAnswer(row: number, code: number, hasHash: boolean): void {
    this.codes[row] = code;
    this.hasHash[row] = hasHash ? 1 : 0;
  }

  #hash(messages: number): void {
    this.#lanes.hash(messages);
    const { hashes } = this.#lanes;
    const [first, second] = this.halves;
    // The same as #setWord, which the copying of a million hashes would notice.
    for (let message = 0; message < messages; message += 1) {
      const target = (this.#rows[message] ?? 0) * HALF_WORDS;
      const source = message * HASH_WORDS;
      first[target] = hashes[source + 3] ?? 0;
      first[target + 1] = hashes[source + 2] ?? 0;
      first[target + 2] = hashes[source + 1] ?? 0;
      first[target + 3] = (hashes[source] ?? 0) ^ FIRST_BIT;
      second[target] = hashes[source + 7] ?? 0;
      second[target + 1] = hashes[source + 6] ?? 0;
      second[target + 2] = hashes[source + 5] ?? 0;
      second[target + 3] = (hashes[source + 4] ?? 0) ^ FIRST_BIT;
    }
  }

  #noteMet(count: number): void {
    const [, second] = this.halves;
    // The last 32 bits: of a half, the first word in memory.
    this.#met.noteAll(second, HALF_WORDS, count, this.hasHash, this.isMet);
  }

  /**
   * Sets the n-th 32 bits of a row's hash. A UUID lies in memory as a number of 128 bits, its last word first (on
   * every machine that DuckDB runs on), and its first bit is turned, so that UUIDs sort as numbers with a sign do.
   */
  #setWord(row: number, word: number, value: number): void {
    const [first, second] = this.halves;
    const half = word < HALF_WORDS ? first : second;
    const place = word & (HALF_WORDS - 1);
    half[row * HALF_WORDS + HALF_WORDS - 1 - place] = place === 0 ? value ^ FIRST_BIT : value;
  }

  /** Takes a value that is a hash already; false when it is none, or one that the core knows something about. */
  #passHash(bytes: Uint8Array, from: number, row: number): boolean {
    let isUpper = false;
    let beginning = 0;
    for (let word = 0; word < HASH_WORDS; word += 1) {
      let value = 0;
      for (let place = 0; place < 8; place += 1) {
        const byte = bytes[from + word * 8 + place] ?? 0;
        const digit = DIGIT_VALUES[byte] ?? 0xff;
        if (digit === 0xff) return false;
        if (digit > 9 && byte < 0x61) isUpper = true;
        value = (value << 4) | digit;
      }
      if (word === 0) beginning = value >>> 0;
      this.#setWord(row, word, value);
    }
    if (KNOWN_BEGINNINGS.has(beginning)) return false;
    this.#setAnswer(row, isUpper ? CODE.uppercaseSha256 : CODE.sha256, true);
    return true;
  }

  #leaveToCore(bytes: Uint8Array, from: number, to: number, row: number): void {
    const value = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');
    const { code, hash } = this.#askCore(value);
    this.#setAnswer(row, code, hash !== undefined);
    if (hash === undefined) return;
    for (let word = 0; word < HASH_WORDS; word += 1) {
      this.#setWord(row, word, Number.parseInt(hash.slice(word * 8, word * 8 + 8), 16));
    }
  }
}
