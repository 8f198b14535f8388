/**
 * Regular expressions as trees: the part of their language that the patterns of identifiers are written in, over
 * ASCII. What isn't known here is refused, so that no pattern is ever understood as another one.
 */
export type PatternPart =
  /** One byte out of a set. */
  | { readonly kind: 'byte'; readonly set: ReadonlySet<number> }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly PatternPart[] }
  | {
      readonly kind: 'repeat';
      readonly part: PatternPart;
      readonly least: number;
      /** Undefined for any number of times. */
      readonly most: number | undefined;
    }
  /** The beginning and the end of the text. */
  | { readonly kind: 'start' | 'end' };

/** Classes by how they are written: numbering plans repeat a few thousands of times. */
const classes = new Map<string, ReadonlySet<number>>();

const SPECIAL = '\\^$.|?*+()[]{}';

const SINGLE_BYTES: readonly ReadonlySet<number>[] = Array.from(
  { length: 127 },
  (_, byte) => new Set([byte]),
);
const DIGITS: ReadonlySet<number> = new Set(Array.from('0123456789', (digit) => digit.charCodeAt(0)));
export const EVERY_BYTE: ReadonlySet<number> = new Set(Array.from({ length: 256 }, (_, byte) => byte));

/** Throws for what isn't of the language. */
export function parsePattern(pattern: string): PatternPart {
  const parser = new Parser(pattern);
  const part = parser.choice();
  parser.expectEnd();
  return part;
}

class Parser {
  readonly #pattern: string;
  #place = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  expectEnd(): void {
    if (this.#place < this.#pattern.length) this.#refuse();
  }

  choice(): PatternPart {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'choice', parts };
  }

  #sequence(): PatternPart {
    const parts: PatternPart[] = [];
    while (this.#place < this.#pattern.length && !'|)'.includes(this.#peek())) parts.push(this.#repeated());
    return { kind: 'sequence', parts };
  }

  #repeated(): PatternPart {
    const part = this.#single();
    const times = this.#times();
    if (times === undefined) return part;
    // A lazy repetition finds the same texts.
    this.#take('?');
    if ('?*+{'.includes(this.#peek() || ' ')) this.#refuse();
    return { kind: 'repeat', part, ...times };
  }

  #times(): { readonly least: number; readonly most: number | undefined } | undefined {
    if (!'?*+{'.includes(this.#peek() || ' ')) return undefined;
    if (this.#take('?')) return { least: 0, most: 1 };
    if (this.#take('*')) return { least: 0, most: undefined };
    if (this.#take('+')) return { least: 1, most: undefined };
    const [text, least = '', comma, most = ''] =
      /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.#pattern.slice(this.#place)) ?? [];
    if (text === undefined) return undefined;
    this.#place += text.length;
    if (comma === undefined) return { least: Number(least), most: Number(least) };
    return { least: Number(least), most: most === '' ? undefined : Number(most) };
  }

  #single(): PatternPart {
    if (this.#take('^')) return { kind: 'start' };
    if (this.#take('$')) return { kind: 'end' };
    if (this.#take('[')) return { kind: 'byte', set: this.#class() };
    if (this.#take('(')) {
      // Groups are for order only; look-around and flags are not known here.
      if (this.#peek() === '?' && !this.#take('?:')) this.#refuse();
      const part = this.choice();
      if (!this.#take(')')) this.#refuse();
      return part;
    }
    const character = this.#peek();
    if (character !== '\\' && SPECIAL.includes(character)) this.#refuse();
    return { kind: 'byte', set: this.#character() };
  }

  /** What stands in brackets, of which the first was taken. */
  #class(): ReadonlySet<number> {
    const from = this.#place;
    const written = this.#pattern.slice(from, this.#pattern.indexOf(']', from) + 1);
    const known = classes.get(written);
    if (known !== undefined) {
      this.#place = from + written.length;
      return known;
    }
    const set = this.#members();
    classes.set(this.#pattern.slice(from, this.#place), set);
    return set;
  }

  #members(): ReadonlySet<number> {
    const set = new Set<number>();
    if (this.#peek() === '^') this.#refuse();
    while (!this.#take(']')) {
      const members = this.#character();
      const [first] = members;
      // A hyphen at the end stands for itself.
      const isRange = this.#peek() === '-' && this.#pattern[this.#place + 1] !== ']';
      if (!isRange) {
        for (const byte of members) set.add(byte);
        continue;
      }
      this.#place += 1;
      const ends = this.#character();
      const [last] = ends;
      if (first === undefined || last === undefined || members.size !== 1 || ends.size !== 1) this.#refuse();
      for (let byte = first; byte <= last; byte += 1) set.add(byte);
    }
    return set;
  }

  /** One character, or what an escape stands for. */
  #character(): ReadonlySet<number> {
    const isEscape = this.#take('\\');
    const character = this.#peek();
    const code = character.charCodeAt(0);
    if (character === '' || code > 0x7e || code < 0x20) this.#refuse();
    this.#place += 1;
    if (!isEscape || SPECIAL.includes(character) || character === '-' || character === '/') {
      return SINGLE_BYTES[code] ?? this.#refuse();
    }
    return character === 'd' ? DIGITS : this.#refuse();
  }

  /** The next character; nothing at the end. */
  #peek(): string {
    return this.#pattern.charAt(this.#place);
  }

  #take(text: string): boolean {
    const isThere = text.length === 1 ? this.#peek() === text : this.#pattern.startsWith(text, this.#place);
    if (!isThere) return false;
    this.#place += text.length;
    return true;
  }

  #refuse(): never {
    throw new Error(`Pattern not understood at ${this.#place}: ${this.#pattern}`);
  }
}
