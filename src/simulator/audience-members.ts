import { HashTable } from './hash-table.ts';

/** One identifier: the name of its type, such as `EMAIL_SHA256`, and the hash in lowercase hexadecimals. */
export type Identifier = readonly [type: string, hash: string];

/**
 * Who is in an audience. TikTok counts people, not hashes: identifiers that came together belong to one
 * person, and people who turn out to share an identifier are the same person. A person leaves with the last
 * identifier.
 */
export class AudienceMembers {
  readonly #tables = new Map<string, HashTable>();
  /** A forest: person → the person it was joined with; a root is its own parent. */
  readonly #parents: number[] = [];
  /** Identifiers of each root that are in the audience. */
  readonly #identifiers: number[] = [];
  #people = 0;

  /** How many people have at least one identifier here. */
  get people(): number {
    return this.#people;
  }

  /** Adds the identifiers of one person; those already there stay. */
  add(identifiers: readonly Identifier[]): void {
    if (identifiers.length === 0) return;
    let person: number | undefined;
    for (const [type, hash] of identifiers) {
      const known = this.#tables.get(type)?.get(hash);
      if (known === undefined) continue;
      person = person === undefined ? this.#root(known) : this.#join(person, this.#root(known));
    }
    person ??= this.#newPerson();
    for (const [type, hash] of identifiers) {
      const table = this.#table(type);
      if (table.get(hash) !== undefined) continue;
      table.set(hash, person);
      this.#identifiers[person] = this.#count(person) + 1;
    }
  }

  /** Removes identifiers; those that aren't there are ignored, as TikTok's set-like mapping does. */
  remove(identifiers: readonly Identifier[]): void {
    for (const [type, hash] of identifiers) {
      const table = this.#tables.get(type);
      const known = table?.get(hash);
      if (table === undefined || known === undefined) continue;
      table.delete(hash);
      const person = this.#root(known);
      this.#identifiers[person] = this.#count(person) - 1;
      if (this.#count(person) === 0) this.#people--;
    }
  }

  /** The identifiers of one type. */
  hashes(type: string): Set<string> {
    return new Set(this.#tables.get(type)?.keys());
  }

  /** How many identifiers of each type there are. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.#tables].map(([type, table]) => [type, table.size]));
  }

  /** The people behind the identifiers, each as the list of what is known of them. */
  *persons(): Generator<Identifier[]> {
    const persons = new Map<number, Identifier[]>();
    for (const [type, table] of this.#tables) {
      for (const hash of table.keys()) {
        const person = this.#root(table.get(hash) ?? 0);
        const known = persons.get(person);
        if (known === undefined) persons.set(person, [[type, hash]]);
        else known.push([type, hash]);
      }
    }
    yield* persons.values();
  }

  #newPerson(): number {
    this.#people++;
    this.#identifiers.push(0);
    return this.#parents.push(this.#parents.length) - 1;
  }

  #join(one: number, other: number): number {
    if (one === other) return one;
    this.#parents[other] = one;
    this.#identifiers[one] = this.#count(one) + this.#count(other);
    this.#people--;
    return one;
  }

  #root(person: number): number {
    let root = person;
    while (this.#parent(root) !== root) {
      // Halving the path keeps the trees flat.
      const grandparent = this.#parent(this.#parent(root));
      this.#parents[root] = grandparent;
      root = grandparent;
    }
    return root;
  }

  #parent(person: number): number {
    return this.#parents[person] ?? person;
  }

  #count(person: number): number {
    return this.#identifiers[person] ?? 0;
  }

  #table(type: string): HashTable {
    const existing = this.#tables.get(type);
    if (existing !== undefined) return existing;
    const table = new HashTable(type.endsWith('_MD5') ? 16 : 32);
    this.#tables.set(type, table);
    return table;
  }
}
