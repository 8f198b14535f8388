const EMPTY = 0;
const REMOVED = 1;
const FIRST_NUMBER = 2;
const FIRST_CAPACITY = 1024;

/**
 * Hash → number, for hashes of one length. Open addressing in two typed arrays: 36 bytes a slot, where a
 * `Map` of hexadecimal strings needs about 150 and ends at 16.7 million entries.
 */
export class HashTable {
  /** Bytes of a hash: 32 (SHA-256) or 16 (MD5). */
  readonly #bytes: number;
  readonly #words: number;
  readonly #key: Uint32Array;
  readonly #keyBytes: Buffer;
  #capacity = FIRST_CAPACITY;
  #slots: Uint32Array;
  #numbers: Uint32Array;
  #size = 0;
  #removed = 0;

  constructor(bytes: 16 | 32) {
    this.#bytes = bytes;
    this.#words = bytes / 4;
    this.#key = new Uint32Array(this.#words);
    this.#keyBytes = Buffer.from(this.#key.buffer);
    this.#slots = new Uint32Array(FIRST_CAPACITY * this.#words);
    this.#numbers = new Uint32Array(FIRST_CAPACITY);
  }

  get size(): number {
    return this.#size;
  }

  /** The number of a hash given as hexadecimal digits, or undefined. */
  get(hash: string): number | undefined {
    const slot = this.#find(hash);
    return slot < 0 ? undefined : this.#number(slot) - FIRST_NUMBER;
  }

  /** Adds a hash or changes its number. */
  set(hash: string, number: number): void {
    const existing = this.#find(hash);
    if (existing >= 0) {
      this.#numbers[existing] = number + FIRST_NUMBER;
      return;
    }
    if ((this.#size + this.#removed + 1) * 4 > this.#capacity * 3) {
      this.#rebuild();
      this.#keyBytes.write(hash, 'hex');
    }
    this.#insert(number + FIRST_NUMBER);
  }

  /** True when the hash was there. */
  delete(hash: string): boolean {
    const slot = this.#find(hash);
    if (slot < 0) return false;
    this.#numbers[slot] = REMOVED;
    this.#size--;
    this.#removed++;
    return true;
  }

  /** Every hash as lowercase hexadecimal digits, in no order. */
  *keys(): Generator<string> {
    const bytes = Buffer.from(this.#slots.buffer);
    for (let slot = 0; slot < this.#capacity; slot++) {
      if (this.#number(slot) < FIRST_NUMBER) continue;
      yield bytes.toString('hex', slot * this.#bytes, (slot + 1) * this.#bytes);
    }
  }

  /** Writes the hash into the key; returns its slot, or -1 when it isn't there. */
  #find(hash: string): number {
    this.#keyBytes.write(hash, 'hex');
    for (let slot = this.#home(); ; slot = (slot + 1) & (this.#capacity - 1)) {
      const number = this.#number(slot);
      if (number === EMPTY) return -1;
      if (number !== REMOVED && this.#holdsKey(slot)) return slot;
    }
  }

  #insert(number: number): void {
    let slot = this.#home();
    while (this.#number(slot) >= FIRST_NUMBER) slot = (slot + 1) & (this.#capacity - 1);
    if (this.#number(slot) === REMOVED) this.#removed--;
    this.#slots.set(this.#key, slot * this.#words);
    this.#numbers[slot] = number;
    this.#size++;
  }

  #rebuild(): void {
    const slots = this.#slots;
    const numbers = this.#numbers;
    // Grows only when it is full of hashes; full of removed ones it is just swept.
    if (this.#size * 2 >= this.#capacity) this.#capacity *= 2;
    this.#slots = new Uint32Array(this.#capacity * this.#words);
    this.#numbers = new Uint32Array(this.#capacity);
    this.#size = 0;
    this.#removed = 0;
    for (const [slot, number] of numbers.entries()) {
      if (number < FIRST_NUMBER) continue;
      this.#key.set(slots.subarray(slot * this.#words, (slot + 1) * this.#words));
      this.#insert(number);
    }
  }

  /** A cryptographic hash is evenly spread already: its first bits choose the slot. */
  #home(): number {
    return (this.#key[0] ?? 0) & (this.#capacity - 1);
  }

  #number(slot: number): number {
    return this.#numbers[slot] ?? EMPTY;
  }

  #holdsKey(slot: number): boolean {
    const start = slot * this.#words;
    for (let word = 0; word < this.#words; word++) {
      if (this.#slots[start + word] !== this.#key[word]) return false;
    }
    return true;
  }
}
