import { EVERY_BYTE, type PatternPart, parsePattern } from './pattern-parts.ts';

/**
 * Many patterns looked for at once, in one look-up for each byte: a deterministic automaton, whose states are made
 * when a text first needs them. Regular expressions of an engine cost a fixed amount for every call, and one call
 * for each question.
 */

/** What has to fit: the whole text, its front, or any part of it (where `^` and `$` are the text's own). */
export interface TablePattern {
  readonly fits: 'whole' | 'front' | 'part';
  readonly pattern: string;
}

type Node =
  | { readonly kind: 'byte'; readonly set: ReadonlySet<number>; readonly next: number }
  | { readonly kind: 'split'; readonly next: number[] }
  | { readonly kind: 'start' | 'end'; readonly next: number }
  | { readonly kind: 'match'; readonly name: number };

/** More states than any set of patterns needs for sensible texts; with more of them, the table begins anew. */
const MOST_STATES = 20_000;
const UNKNOWN = -1;

/**
 * What each byte is read as, where `read` says it of ASCII's characters; '' of those that are passed over. Zero itself
 * becomes a byte that UTF-8 doesn't have.
 */
export function bytesReadAs(read: (character: string) => string): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    if (byte === 0) return 0xff;
    return byte < 0x80 ? (encoder.encode(read(String.fromCharCode(byte)))[0] ?? PASSED_OVER) : byte;
  });
}

const encoder = new TextEncoder();
const PASSED_OVER = 0;
const EACH_ITSELF = bytesReadAs((character) => character);

/**
 * What a row begins with: the state itself, for bytes that are passed over, and the verdict on texts that end there.
 * Then comes the next state for each kind of byte.
 */
const SAME = 0;
const VERDICT = 1;
const FIRST_KIND = 2;

/** A state is where its row begins. */
export class PatternTable {
  readonly #nodes: Node[] = [];
  readonly #judge: (fitting: ReadonlySet<number>) => number;
  /** A byte out of each kind. */
  readonly #examples: readonly number[];
  /** Numbers in a row. */
  readonly #width: number;
  readonly #numbers = new Map<string, number>();
  readonly #members: (readonly number[])[] = [];
  /** For each byte, what it stands for, and times 256 where in a row its kind has its place. */
  readonly #reads: Int32Array;
  readonly #begin: readonly number[];
  #rows: Int32Array;
  /** Behind what was read. */
  #state = 0;

  /**
   * `judge` turns the numbers of the patterns that fit into the verdict, 0 or more; it is asked once for each set of
   * them. `map` says what each byte is read as, see {@link bytesReadAs}.
   */
  constructor(
    patterns: readonly TablePattern[],
    judge: (fitting: ReadonlySet<number>) => number,
    map: Uint8Array = EACH_ITSELF,
  ) {
    this.#judge = judge;
    this.#begin = patterns.map((pattern, name) => this.#addPattern(pattern, name));
    const { examples, kinds } = this.#sortBytes();
    this.#examples = examples;
    this.#width = FIRST_KIND + examples.length;
    this.#reads = Int32Array.from(map, (byte) =>
      byte === PASSED_OVER ? SAME : byte + 256 * (FIRST_KIND + (kinds[byte] ?? 0)),
    );
    this.#rows = new Int32Array(64 * this.#width);
    this.#restart();
  }

  /** Forgets what was read, to begin with a new text. */
  begin(): void {
    if (this.#members.length >= MOST_STATES) this.#restart();
    this.#state = 0;
  }

  /**
   * Reads the bytes from `from` up to `to`, and writes what they are read as into `target` from `at` on (and perhaps
   * one more byte, as long as it has room). Gives where the next would be written.
   */
  read(bytes: Uint8Array, from: number, to: number, target: Uint8Array, at: number): number {
    const reads = this.#reads;
    const end = to | 0;
    let state = this.#state | 0;
    let place = from | 0;
    let next = at | 0;
    for (;;) {
      const rows = this.#rows;
      // No call in it: the compiler asks once what it has to do with, and not for every byte.
      while (place < end) {
        const read = reads[bytes[place] ?? 0] ?? 0;
        const following = rows[state + (read >> 8)] ?? UNKNOWN;
        if (following === UNKNOWN) break;
        state = following;
        target[next] = read;
        next += read === SAME ? 0 : 1;
        place += 1;
      }
      if (place >= end) break;
      this.#learn(state, (reads[bytes[place] ?? 0] ?? 0) >> 8);
    }
    this.#state = state;
    return next;
  }

  /** On the text that was read. */
  verdict(): number {
    const known = this.#rows[this.#state + VERDICT] ?? UNKNOWN;
    return known === UNKNOWN ? this.#learnVerdict(this.#state) : known;
  }

  #restart(): void {
    this.#numbers.clear();
    this.#members.length = 0;
    this.#stateOf(this.#closure(this.#begin, true, false));
  }

  #learn(state: number, place: number): void {
    const byte = this.#examples[place - FIRST_KIND] ?? 0;
    const reached = (this.#members[state / this.#width] ?? []).flatMap((member) => {
      const node = this.#nodes[member];
      return node?.kind === 'byte' && node.set.has(byte) ? [node.next] : [];
    });
    const next = this.#stateOf(this.#closure(reached, false, false));
    this.#rows[state + place] = next;
  }

  #learnVerdict(state: number): number {
    const fitting = new Set<number>();
    for (const member of this.#closure(this.#members[state / this.#width] ?? [], false, true)) {
      const node = this.#nodes[member];
      if (node?.kind === 'match') fitting.add(node.name);
    }
    const verdict = this.#judge(fitting);
    this.#rows[state + VERDICT] = verdict;
    return verdict;
  }

  #stateOf(members: readonly number[]): number {
    const key = members.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const state = (this.#members.push(members) - 1) * this.#width;
    this.#numbers.set(key, state);
    if (state >= this.#rows.length) this.#grow();
    this.#rows.fill(UNKNOWN, state, state + this.#width);
    this.#rows[state + SAME] = state;
    return state;
  }

  #grow(): void {
    const rows = new Int32Array(this.#rows.length * 2);
    rows.set(this.#rows);
    this.#rows = rows;
  }

  /** The nodes that are reached without a byte, in rising order; those that only lead on are left out. */
  #closure(from: readonly number[], atStart: boolean, atEnd: boolean): readonly number[] {
    const seen = new Set<number>();
    const found: number[] = [];
    const left = [...from];
    for (let number = left.pop(); number !== undefined; number = left.pop()) {
      if (seen.has(number)) continue;
      seen.add(number);
      const node = this.#nodes[number];
      if (node === undefined) continue;
      if (node.kind === 'split') left.push(...node.next);
      else if (node.kind === 'start' && atStart) left.push(node.next);
      else if (node.kind === 'end' && atEnd) left.push(node.next);
      else if (node.kind !== 'start') found.push(number);
    }
    return found.sort((first, second) => first - second);
  }

  /** Gives the node where it begins. */
  #addPattern({ fits, pattern }: TablePattern, name: number): number {
    const part = parsePattern(pattern);
    const match = this.#add({ kind: 'match', name });
    const end = this.#add({ kind: 'end', next: match });
    if (fits === 'whole') return this.#addPart(part, end);
    const anything: PatternPart = {
      kind: 'repeat',
      part: { kind: 'byte', set: EVERY_BYTE },
      least: 0,
      most: undefined,
    };
    const front = this.#addPart(part, this.#addPart(anything, end));
    return fits === 'front' ? front : this.#addPart(anything, front);
  }

  #addPart(part: PatternPart, next: number): number {
    switch (part.kind) {
      case 'byte':
        return this.#add({ kind: 'byte', set: part.set, next });
      case 'sequence':
        return part.parts.reduceRight((following, each) => this.#addPart(each, following), next);
      case 'choice':
        return this.#add({ kind: 'split', next: part.parts.map((each) => this.#addPart(each, next)) });
      case 'repeat':
        return this.#addRepeat(part, next);
      default:
        return this.#add({ kind: part.kind, next });
    }
  }

  #addRepeat({ part, least, most }: Extract<PatternPart, { kind: 'repeat' }>, next: number): number {
    let first = next;
    if (most === undefined) {
      const again: number[] = [next];
      first = this.#add({ kind: 'split', next: again });
      again.push(this.#addPart(part, first));
    }
    for (let time = least; time < (most ?? least); time += 1) {
      first = this.#add({ kind: 'split', next: [next, this.#addPart(part, first)] });
    }
    for (let time = 0; time < least; time += 1) first = this.#addPart(part, first);
    return first;
  }

  #add(node: Node): number {
    return this.#nodes.push(node) - 1;
  }

  /** Bytes that no pattern tells apart are of one kind. Gives the kind of each, and an example of each kind. */
  #sortBytes(): { readonly kinds: Uint8Array; readonly examples: readonly number[] } {
    const sets = [...new Set(this.#nodes.flatMap((node) => (node.kind === 'byte' ? [node.set] : [])))];
    const named = new Map<string, number>();
    const examples: number[] = [];
    const kinds = EACH_ITSELF.map((byte) => {
      const key = sets.map((set) => (set.has(byte) ? '1' : '0')).join('');
      const kind = named.get(key) ?? examples.push(byte) - 1;
      named.set(key, kind);
      return kind;
    });
    return { kinds, examples };
  }
}
