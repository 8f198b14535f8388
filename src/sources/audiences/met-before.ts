/** One bit for each value that so many bits of a hash may have, in words of 32. */
const FIRST_WORDS = 2 ** 20;
const SECOND_WORDS = 2 ** 22;
/** Rows that the first has room for; it fits where a processor has things at hand, and the second doesn't. */
const FIRST_ROWS = 2 ** 20;

/**
 * Whether a hash was met before, by 25 or 27 bits of it. It forgets nothing, so what comes twice is always noticed
 * the second time. It is sometimes wrong the other way, because two hashes may share these bits: so it is for 1.5%
 * of the rows of a million, 6% of ten million, and about half of a hundred million. What it notices needs a closer look.
 * A million rows take 4 MB, and it never has more than 20.
 */
export class MetBefore {
  readonly #first = new Int32Array(FIRST_WORDS);
  #second: Int32Array | undefined;
  #rows = 0;

  /**
   * Notes the keys `keys[0]`, `keys[stride]`, … of those rows whose `isWanted` is 1. Sets `isMet` to 1 for rows whose
   * key came before, perhaps, and to 0 for others.
   */
  noteAll(keys: Int32Array, stride: number, rows: number, isWanted: Uint8Array, isMet: Uint8Array): void {
    isMet.fill(0, 0, rows);
    this.#rows += rows;
    const isFull = this.#rows > FIRST_ROWS;
    look(this.#first, isFull ? 0 : 1, keys, stride, rows, isWanted, isMet);
    if (!isFull) return;
    this.#second ??= new Int32Array(SECOND_WORDS);
    look(this.#second, 1, keys, stride, rows, isWanted, isMet);
  }
}

/**
 * Adds to `isMet` what `words` know, and notes the keys there where `isNoting` is 1. Without a branch: the words lie
 * anywhere in memory, and so a processor asks for many at a time.
 */
function look(
  words: Int32Array,
  isNoting: 0 | 1,
  keys: Int32Array,
  stride: number,
  rows: number,
  isWanted: Uint8Array,
  isMet: Uint8Array,
): void {
  const last = words.length - 1;
  for (let row = 0; row < rows; row += 1) {
    const key = keys[row * stride] ?? 0;
    const place = (key >>> 5) & last;
    const word = words[place] ?? 0;
    const wanted = isWanted[row] ?? 0;
    isMet[row] = (isMet[row] ?? 0) | (wanted & (word >>> key));
    words[place] = word | ((wanted & isNoting) << key);
  }
}
