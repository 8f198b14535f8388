/** What a bucket holds where no key is. */
const FREE = 0;
/** The one key that would say so has the place of another. */
const STANDS_FOR_FREE = 1;

/** Buckets of the first table and of the last; 4 bytes each. */
const FIRST_BUCKETS = 2 ** 14;
const LAST_BUCKETS = 2 ** 24;

/**
 * Whether a hash was met before, by 32 bits of it: a set of whole numbers in one array. It forgets nothing, so what
 * comes twice is always noticed the second time. It is sometimes wrong the other way: two hashes may share their 32
 * bits (of ten million some ten thousand do), and once twelve million are known, every other one counts as met; so
 * what it notices needs a closer look. A million take 8 MB, and it never has more than 64.
 */
export class MetBefore {
  #buckets = new Int32Array(FIRST_BUCKETS);
  #count = 0;
  /** Without a use for them, reads might be left out. */
  touched = 0;

  /**
   * Notes the keys `keys[0]`, `keys[stride]`, … of those rows whose `isWanted` is 1. Sets `isMet` to 1 for rows whose
   * key came before, perhaps, and to 0 for others.
   */
  noteAll(keys: Int32Array, stride: number, rows: number, isWanted: Uint8Array, isMet: Uint8Array): void {
    this.#touch(keys, stride, rows);
    for (let row = 0; row < rows; row += 1) {
      isMet[row] = isWanted[row] === 1 && this.note(keys[row * stride] ?? 0) ? 1 : 0;
    }
  }

  /** True where the key came before, perhaps; from now on it has. */
  note(bits: number): boolean {
    const key = bits === FREE ? STANDS_FOR_FREE : bits | 0;
    if (this.#count * 4 >= this.#buckets.length * 3) {
      if (this.#buckets.length >= LAST_BUCKETS) return true;
      this.#grow();
    }
    const isNew = insert(this.#buckets, key);
    if (isNew) this.#count += 1;
    return !isNew;
  }

  /**
   * Reads the buckets where the keys belong. The table is larger than what a processor has at hand, and these reads,
   * which wait for nothing, are fetched many at a time; those of `note` wait for each other.
   */
  #touch(keys: Int32Array, stride: number, rows: number): void {
    const buckets = this.#buckets;
    const last = buckets.length - 1;
    let sum = 0;
    for (let row = 0; row < rows; row += 1) sum ^= buckets[(keys[row * stride] ?? 0) & last] ?? 0;
    this.touched = sum;
  }

  #grow(): void {
    const buckets = new Int32Array(this.#buckets.length * 2);
    for (const key of this.#buckets) if (key !== FREE) insert(buckets, key);
    this.#buckets = buckets;
  }
}

/** Puts a key into the first free bucket from its own on; false where it is there. */
function insert(buckets: Int32Array, key: number): boolean {
  const last = buckets.length - 1;
  for (let place = key & last; ; place = (place + 1) & last) {
    const found = buckets[place];
    if (found === key) return false;
    if (found === FREE) {
      buckets[place] = key;
      return true;
    }
  }
}
