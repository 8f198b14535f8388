/**
 * JSON that remembers where things stand, because "unexpected token" helps nobody find a missing comma.
 * Accepts what `JSON.parse` accepts, but for three things that would lose what somebody wrote: the same key
 * twice, the key `__proto__`, and nesting beyond any profile. Problems never quote the text, since a secret
 * may stand in it.
 */

/** 1-based; the column counts UTF-16 units, as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type JsonPath = readonly (string | number)[];

export type LocatedJson =
  | {
      readonly ok: true;
      readonly value: unknown;
      /** Where a value starts; of the nearest thing around it when it isn't there. */
      readonly placeOf: (path: JsonPath) => Place;
      /** Where the key of a value stands. */
      readonly placeOfKey: (path: JsonPath) => Place;
    }
  | { readonly ok: false; readonly place: Place; readonly problem: string };

const DEEPEST = 100;

export function parseLocatedJson(text: string): LocatedJson {
  const reader = new Reader(text);
  try {
    const value = reader.readDocument();
    return {
      ok: true,
      value,
      placeOf: (path) => placeAt(text, nearestOffset(reader.values, path)),
      placeOfKey: (path) =>
        placeAt(text, reader.keys.get(pathKey(path)) ?? nearestOffset(reader.values, path)),
    };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { ok: false, place: placeAt(text, error.offset), problem: error.message };
  }
}

/** `credentials[0].secret`; a key that isn't a plain word stands in brackets and quotes. */
export function describePath(path: JsonPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    if (!/^[A-Za-z_$][\w$]*$/.test(part)) return `${text}[${JSON.stringify(part)}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

class Unreadable extends Error {
  readonly offset: number;
  constructor(offset: number, problem: string) {
    super(problem);
    this.offset = offset;
  }
}

class Reader {
  readonly values = new Map<string, number>();
  readonly keys = new Map<string, number>();
  readonly #text: string;
  readonly #path: (string | number)[] = [];
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readDocument(): unknown {
    // Editors on Windows put a byte order mark in front.
    if (this.#text.startsWith('\uFEFF')) this.#offset = 1;
    const value = this.#readValue();
    this.#skipSpace();
    if (this.#offset < this.#text.length)
      this.#fail('the text goes on after its end; a bracket is one too many');
    return value;
  }

  #readValue(): unknown {
    this.#skipSpace();
    if (this.#path.length > DEEPEST) this.#fail(`more than ${DEEPEST} levels deep`);
    this.values.set(pathKey(this.#path), this.#offset);
    const character = this.#text[this.#offset];
    if (character === '{') return this.#readObject();
    if (character === '[') return this.#readArray();
    if (character === '"') return this.#readString();
    const number = this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (number !== undefined) return this.#finishNumber(number);
    const word = this.#match(/true|false|null/y);
    if (word !== undefined) return JSON.parse(word);
    return this.#fail(missingValue(character));
  }

  #finishNumber(number: string): number {
    if (/[\w.+-]/.test(this.#text[this.#offset] ?? ''))
      this.#fail('not a number; ids stand in double quotes');
    return Number(number);
  }

  #readObject(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.#offset += 1;
    this.#skipSpace();
    if (this.#take('}')) return object;
    for (;;) {
      this.#skipSpace();
      const keyOffset = this.#offset;
      if (this.#text[keyOffset] === '}') this.#fail('the comma before this } is one too many');
      if (this.#text[keyOffset] !== '"') this.#fail('a key in double quotes is expected here');
      const key = this.#readString();
      if (Object.hasOwn(object, key)) this.#fail('this key stands here for the second time', keyOffset);
      if (key === '__proto__') this.#fail("this name can't be used", keyOffset);
      this.#skipSpace();
      if (!this.#take(':')) this.#fail('a colon is expected between key and value');
      this.#path.push(key);
      this.keys.set(pathKey(this.#path), keyOffset);
      object[key] = this.#readValue();
      this.#path.pop();
      this.#skipSpace();
      if (this.#take('}')) return object;
      if (!this.#take(',')) this.#fail('a comma (or the closing }) is missing before this');
    }
  }

  #readArray(): unknown[] {
    const array: unknown[] = [];
    this.#offset += 1;
    this.#skipSpace();
    if (this.#take(']')) return array;
    for (;;) {
      this.#skipSpace();
      if (this.#text[this.#offset] === ']') this.#fail('the comma before this ] is one too many');
      this.#path.push(array.length);
      array.push(this.#readValue());
      this.#path.pop();
      this.#skipSpace();
      if (this.#take(']')) return array;
      if (!this.#take(',')) this.#fail('a comma (or the closing ]) is missing before this');
    }
  }

  #readString(): string {
    const start = this.#offset;
    // Of the control characters (Cc) JSON allows those from U+007F on, and refuses line breaks and tabs.
    const body = this.#match(/"(?:[^"\\\p{Cc}]+|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/uy);
    if (body !== undefined && this.#take('"')) return JSON.parse(this.#text.slice(start, this.#offset));
    const stopper = this.#text[this.#offset];
    if (stopper === undefined) this.#fail('the closing quote of this text is missing', start);
    if (stopper === '\\') this.#fail('a backslash inside a text is written twice: \\\\');
    return this.#fail(
      'a line break or tab inside a text is written as \\n or \\t, or its closing quote is missing',
    );
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return undefined;
    this.#offset += found.length;
    return found;
  }

  #skipSpace(): void {
    this.#match(/[ \t\r\n]+/y);
  }

  #take(character: string): boolean {
    if (this.#text[this.#offset] !== character) return false;
    this.#offset += 1;
    return true;
  }

  #fail(problem: string, offset = this.#offset): never {
    throw new Unreadable(offset, problem);
  }
}

function missingValue(character: string | undefined): string {
  switch (character) {
    case undefined:
      return 'the text ends here, but something is still open';
    case "'":
      return 'texts stand in double quotes, not single ones';
    case '/':
    case '#':
      return 'JSON has no comments';
    case ',':
    case '}':
    case ']':
      return 'a value is missing before this';
    default:
      return 'a value is expected here: a text in double quotes, a number, true, false, null, {…} or […]';
  }
}

function pathKey(path: JsonPath): string {
  return JSON.stringify(path);
}

function nearestOffset(offsets: ReadonlyMap<string, number>, path: JsonPath): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const offset = offsets.get(pathKey(path.slice(0, length)));
    if (offset !== undefined) return offset;
  }
  return 0;
}

function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}
