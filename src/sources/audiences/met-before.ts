/** What a bucket holds where no key is. */
const FREE = 0;

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

  /** True where the key came before, perhaps; from now on it has. */
  note(bits: number): boolean {
    // The one number that stands for a free bucket shares one with another.
    const key = bits === FREE ? 1 : bits | 0;
    if (this.#count * 4 >= this.#buckets.length * 3) {
      if (this.#buckets.length >= LAST_BUCKETS) return true;
      this.#grow();
    }
    const isNew = insert(this.#buckets, key);
    if (isNew) this.#count += 1;
    return !isNew;
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
