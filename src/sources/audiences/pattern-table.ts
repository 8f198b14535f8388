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

/** A state is where its row begins: its number times the number of kinds of bytes. */
export class PatternTable {
  readonly #nodes: Node[] = [];
  readonly #judge: (fitting: ReadonlySet<number>) => number;
  readonly #kinds: number;
  /** A byte out of each kind. */
  readonly #examples: readonly number[];
  readonly #numbers = new Map<string, number>();
  readonly #members: (readonly number[])[] = [];
  readonly #kindOf = new Uint8Array(256);
  readonly #begin: readonly number[];
  #rows: Int32Array;
  #verdicts: Int32Array;

  /**
   * `judge` turns the numbers of the patterns that fit into what {@link verdict} gives, 0 or more; it is asked once
   * for each set of them.
   */
  constructor(patterns: readonly TablePattern[], judge: (fitting: ReadonlySet<number>) => number) {
    this.#judge = judge;
    this.#begin = patterns.map((pattern, name) => this.#addPattern(pattern, name));
    this.#examples = this.#sortBytes();
    this.#kinds = this.#examples.length;
    this.#rows = new Int32Array(64 * this.#kinds).fill(UNKNOWN);
    this.#verdicts = new Int32Array(64).fill(UNKNOWN);
    this.#restart();
  }

  /** Of the bytes from `from` up to `to`. */
  verdict(bytes: Uint8Array, from: number, to: number): number {
    const kindOf = this.#kindOf;
    let rows = this.#rows;
    let state = 0;
    for (let place = from; place < to; place += 1) {
      const kind = kindOf[bytes[place] ?? 0] ?? 0;
      let next = rows[state + kind] ?? UNKNOWN;
      if (next === UNKNOWN) {
        if (this.#members.length >= MOST_STATES) {
          this.#restart();
          return this.verdict(bytes, from, to);
        }
        next = this.#learn(state, kind);
        rows = this.#rows;
      }
      state = next;
    }
    const known = this.#verdicts[state / this.#kinds] ?? UNKNOWN;
    return known === UNKNOWN ? this.#learnVerdict(state / this.#kinds) : known;
  }

  #restart(): void {
    this.#numbers.clear();
    this.#members.length = 0;
    this.#rows.fill(UNKNOWN);
    this.#verdicts.fill(UNKNOWN);
    this.#stateOf(this.#closure(this.#begin, true, false));
  }

  #learn(state: number, kind: number): number {
    const byte = this.#examples[kind] ?? 0;
    const reached = (this.#members[state / this.#kinds] ?? []).flatMap((member) => {
      const node = this.#nodes[member];
      return node?.kind === 'byte' && node.set.has(byte) ? [node.next] : [];
    });
    const next = this.#stateOf(this.#closure(reached, false, false)) * this.#kinds;
    this.#rows[state + kind] = next;
    return next;
  }

  #learnVerdict(state: number): number {
    const fitting = new Set<number>();
    for (const member of this.#closure(this.#members[state] ?? [], false, true)) {
      const node = this.#nodes[member];
      if (node?.kind === 'match') fitting.add(node.name);
    }
    const verdict = this.#judge(fitting);
    this.#verdicts[state] = verdict;
    return verdict;
  }

  #stateOf(members: readonly number[]): number {
    const key = members.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const state = this.#members.push(members) - 1;
    this.#numbers.set(key, state);
    if (state >= this.#verdicts.length) this.#grow();
    return state;
  }

  #grow(): void {
    const rows = new Int32Array(this.#rows.length * 2).fill(UNKNOWN);
    rows.set(this.#rows);
    this.#rows = rows;
    const verdicts = new Int32Array(this.#verdicts.length * 2).fill(UNKNOWN);
    verdicts.set(this.#verdicts);
    this.#verdicts = verdicts;
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

  /** Bytes that no pattern tells apart are of one kind. Gives an example of each. */
  #sortBytes(): readonly number[] {
    const sets = [...new Set(this.#nodes.flatMap((node) => (node.kind === 'byte' ? [node.set] : [])))];
    const kinds = new Map<string, number>();
    const examples: number[] = [];
    for (const byte of EVERY_BYTE) {
      const key = sets.map((set) => (set.has(byte) ? '1' : '0')).join('');
      const kind = kinds.get(key) ?? examples.push(byte) - 1;
      kinds.set(key, kind);
      this.#kindOf[byte] = kind;
    }
    return examples;
  }
}
