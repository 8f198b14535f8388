import { createHash } from 'node:crypto';
import {
  ADD,
  ADD_LANES,
  AND,
  type CompiledModule,
  compile,
  constant,
  get,
  lanesOf,
  loadIntoAllLanes,
  loadLanes,
  loopWhile,
  moduleOf,
  OR,
  PAGE_BYTES,
  set,
  shiftLeft,
  shiftRight,
  shuffle,
  start,
  storeLanes,
  tee,
  XOR,
} from './wasm-code.ts';

/**
 * SHA-256 (FIPS 180-4) of many short messages, four at a time in the lanes of WebAssembly's vectors. Node's own
 * library hashes a block faster, but each call costs as much as ten blocks, and DuckDB's takes three times as long.
 * What comes out is compared with Node's library: when it is made, and for one message of every batch.
 */

/** Messages of one batch, as many as rows that DuckDB hands over at once. */
export const BATCH = 2048;

/** A block; a message has at most 55 bytes of it, the rest says where it ends. */
export const BLOCK_BYTES = 64;
export const MESSAGE_BYTES = 55;

/** Words of a hash. */
export const HASH_WORDS = 8;

const INPUT = 0;
const OUTPUT = BATCH * BLOCK_BYTES;
const CONSTANTS = OUTPUT + BATCH * HASH_WORDS * 4;
const PAGES = Math.ceil((CONSTANTS + 256) / PAGE_BYTES);

/** The first 32 bits behind the point of the roots of the first primes, by which the standard defines its constants. */
function rootsOfPrimes(count: number, root: (prime: number) => number): readonly number[] {
  const primes: number[] = [];
  for (let number = 2; primes.length < count; number += 1) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return primes.map((prime) => ((root(prime) % 1) * 2 ** 32) | 0);
}

const INITIAL = rootsOfPrimes(8, Math.sqrt);
const ROUND_CONSTANTS = rootsOfPrimes(64, Math.cbrt);

/** Locals of the function; 0 is the number of groups that are left. */
const IN = 1;
const OUT = 2;
const ROUND = 3;
const STATE = 4;
const WORDS = STATE + 8;
const SAVED = WORDS + 16;
const FIRST = SAVED + 1;
const SECOND = FIRST + 1;
const LAST = SECOND + 1;

const word = (index: number) => WORDS + (index & 15);
/** The eight variables stay where they are and change their names with every round. */
const state = (name: 'abcdefgh', round: number) =>
  Array.from(name, (_, index) => STATE + ((index - round + 64) & 7));

/** The exclusive or of a value turned right by each of `turns`, and moved right by `moved`. */
function sigma(value: number, turns: readonly number[], moved?: number): readonly number[] {
  const parts = turns.flatMap((bits) => [
    [...get(value), ...shiftRight(bits)],
    [...get(value), ...shiftLeft(32 - bits)],
  ]);
  if (moved !== undefined) parts.push([...get(value), ...shiftRight(moved)]);
  return parts.flatMap((part, index) => (index === 0 ? part : [...part, ...XOR]));
}

/** The next word of the schedule takes the place of the one sixteen before. */
function schedule(index: number): readonly number[] {
  return [
    ...get(word(index)),
    ...sigma(word(index + 1), [7, 18], 3),
    ...ADD_LANES,
    ...get(word(index + 9)),
    ...ADD_LANES,
    ...sigma(word(index + 14), [17, 19], 10),
    ...ADD_LANES,
    ...set(word(index)),
  ];
}

function round(index: number): readonly number[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state('abcdefgh', index);
  return [
    ...[...get(h), ...sigma(e, [6, 11, 25]), ...ADD_LANES],
    // Choice: f where e, else g.
    ...[...get(f), ...get(g), ...XOR, ...get(e), ...AND, ...get(g), ...XOR, ...ADD_LANES],
    ...[...get(ROUND), ...loadIntoAllLanes(CONSTANTS + 4 * (index & 15)), ...ADD_LANES],
    ...[...get(word(index)), ...ADD_LANES, ...tee(FIRST)],
    ...[...get(d), ...ADD_LANES, ...set(d)],
    // Majority of a, b and c.
    ...[...get(a), ...get(b), ...AND, ...get(a), ...get(b), ...OR, ...get(c), ...AND, ...OR],
    ...[...sigma(a, [2, 13, 22]), ...ADD_LANES, ...get(FIRST), ...ADD_LANES, ...set(h)],
  ];
}

const ROUNDS = Array.from({ length: 16 }, (_, index) => index);

/** Four values of four words each, by lanes: what was the n-th word of each becomes the n-th value. */
function transpose(
  values: readonly number[],
  into: (index: number, value: readonly number[]) => readonly number[],
) {
  const [p = 0, q = 0, r = 0, s = 0] = values;
  const low = shuffle([0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23]);
  const high = shuffle([8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31]);
  const firstHalves = shuffle([0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]);
  const secondHalves = shuffle([8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31]);
  const pairs = (order: readonly number[]) => [
    ...[...get(p), ...get(q), ...order, ...set(FIRST)],
    ...[...get(r), ...get(s), ...order, ...set(SECOND)],
  ];
  const both = (halves: readonly number[]) => [...get(FIRST), ...get(SECOND), ...halves];
  return [
    ...pairs(high),
    ...into(2, both(firstHalves)),
    ...[...both(secondHalves), ...set(SAVED)],
    ...pairs(low),
    ...into(0, both(firstHalves)),
    ...into(1, both(secondHalves)),
    ...into(3, get(SAVED)),
  ];
}

/** Messages are big-endian. */
const SWAP_BYTES = shuffle([3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12]);

/** Four words of each of the four messages. */
function loadWords(quarter: number): readonly number[] {
  const target = [0, 1, 2, 3].map((index) => word(4 * quarter + index));
  const loads = target.flatMap((local, message) => [
    ...[...get(IN), ...loadLanes(INPUT + BLOCK_BYTES * message + 16 * quarter), ...tee(local)],
    ...[...get(local), ...SWAP_BYTES, ...set(local)],
  ]);
  return [...loads, ...transposeInPlace(target)];
}

function transposeInPlace(locals: readonly number[]): readonly number[] {
  const [p = 0, q = 0, r = 0, s = 0] = locals;
  const targets = [p, q, r, s];
  // The pairs are read twice, so the second half is kept until both are done.
  return transpose(locals, (index, value) => [
    ...value,
    ...set(index === 2 ? LAST : (targets[index] ?? 0)),
  ]).concat([...get(LAST), ...set(r)]);
}

function storeWords(half: number): readonly number[] {
  const locals = [0, 1, 2, 3].map((index) => STATE + 4 * half + index);
  const sums = locals.flatMap((local, index) => [
    ...[...get(local), ...lanesOf(INITIAL[4 * half + index] ?? 0), ...ADD_LANES, ...set(local)],
  ]);
  const stores = transpose(locals, (message, value) => [
    ...[...get(OUT), ...value, ...storeLanes(OUTPUT + 4 * HASH_WORDS * message + 16 * half)],
  ]);
  return [...sums, ...stores];
}

function build(): Uint8Array<ArrayBuffer> {
  const oneGroup = [
    ...[0, 1, 2, 3].flatMap(loadWords),
    ...INITIAL.flatMap((value, index) => [...lanesOf(value), ...set(STATE + index)]),
    ...[...constant(0), ...set(ROUND)],
    ...ROUNDS.flatMap(round),
    ...[...constant(64), ...set(ROUND)],
    ...loopWhile([
      ...ROUNDS.flatMap((index) => [...schedule(index), ...round(index)]),
      ...[...get(ROUND), ...constant(64), ...ADD, ...tee(ROUND), ...constant(-256), ...ADD],
    ]),
    ...[0, 1].flatMap(storeWords),
    ...[...get(IN), ...constant(4 * BLOCK_BYTES), ...ADD, ...set(IN)],
    ...[...get(OUT), ...constant(16 * HASH_WORDS), ...ADD, ...set(OUT)],
    ...[...get(0), ...constant(-1), ...ADD, ...tee(0)],
  ];
  return moduleOf(PAGES, { integers: 3, lanes: LAST + 1 - STATE }, loopWhile(oneGroup));
}

/** Undefined until it is asked for. */
let compiled: { readonly module: CompiledModule | undefined } | undefined;

/** Compiled once for all: a small list is hashed in less time than that takes. */
function compiledOnce(): CompiledModule | undefined {
  compiled ??= { module: compile(build()) };
  return compiled.module;
}

/** A batch of messages and their hashes. */
export class Sha256Lanes {
  /** Blocks, one behind another; message m begins at m × BLOCK_BYTES. */
  readonly blocks: Uint8Array<ArrayBuffer>;
  /** The same as words, to empty a block quickly. */
  readonly blockWords: Int32Array<ArrayBuffer>;
  /** The hashes, HASH_WORDS for each message, in its order. */
  readonly hashes: Uint32Array<ArrayBuffer>;
  readonly #run: (count: number) => void;
  /** The message of the last batch that was compared. */
  #checked = 0;

  /** `begin` makes the module run; undefined where the processor has no vectors, or the runtime no WebAssembly. */
  constructor(begin: typeof start = start) {
    const started = begin(PAGES, compiledOnce());
    const memory = started?.memory ?? new ArrayBuffer(PAGES * PAGE_BYTES);
    this.blocks = new Uint8Array(memory, INPUT, BATCH * BLOCK_BYTES);
    this.blockWords = new Int32Array(memory, INPUT, (BATCH * BLOCK_BYTES) / 4);
    this.hashes = new Uint32Array(memory, OUTPUT, BATCH * HASH_WORDS);
    new Int32Array(memory, CONSTANTS, ROUND_CONSTANTS.length).set(ROUND_CONSTANTS);
    this.#run =
      started === undefined
        ? (count) => this.#hashInLibrary(count)
        : (count) => started.run(Math.ceil(count / 4));
  }

  /** Writes the end of message m behind its `length` bytes, of which there are at most MESSAGE_BYTES. */
  finish(m: number, length: number): void {
    const start = m * BLOCK_BYTES;
    this.blocks[start + length] = 0x80;
    this.blocks[start + BLOCK_BYTES - 2] = length >> 5;
    this.blocks[start + BLOCK_BYTES - 1] = (length << 3) & 0xff;
  }

  /** Hashes the first `count` messages. Throws where Node's library has another hash for one of them. */
  hash(count: number): void {
    if (count === 0) return;
    this.#run(count);
    this.#checked = (this.#checked + 1) % count;
    this.#check(this.#checked);
  }

  #hashInLibrary(count: number): void {
    for (let m = 0; m < count; m += 1) {
      const digest = this.#digest(m);
      for (let word = 0; word < HASH_WORDS; word += 1) {
        this.hashes[m * HASH_WORDS + word] = digest.readUInt32BE(word * 4);
      }
    }
  }

  #check(m: number): void {
    const expected = this.#digest(m);
    for (let word = 0; word < HASH_WORDS; word += 1) {
      if (this.hashes[m * HASH_WORDS + word] !== expected.readUInt32BE(word * 4)) {
        throw new Error('A hash came out differently than in the library.');
      }
    }
  }

  /** What Node's library says about a message. */
  #digest(m: number): Buffer {
    const block = this.blocks.subarray(m * BLOCK_BYTES, (m + 1) * BLOCK_BYTES);
    const length = ((block[BLOCK_BYTES - 2] ?? 0) * 256 + (block[BLOCK_BYTES - 1] ?? 0)) / 8;
    return createHash('sha256').update(block.subarray(0, length)).digest();
  }
}
