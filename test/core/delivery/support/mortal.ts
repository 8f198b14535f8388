/** What is thrown in the place where the process dies, and by everything that is tried afterwards. */
export class Died extends Error {
  override readonly name = 'Died';
}

/**
 * A process that may die at one of its steps: before something is written or asked, or behind it. Once it is dead
 * nothing that it tries comes about.
 */
export class Mortal {
  #steps = 0;
  #isDead = false;
  readonly #deathAt: number;

  /** Without a step it lives on. */
  constructor(deathAt = Number.POSITIVE_INFINITY) {
    this.#deathAt = deathAt;
  }

  get steps(): number {
    return this.#steps;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  step(): void {
    if (this.#isDead) throw new Died();
    this.#steps += 1;
    if (this.#steps < this.#deathAt) return;
    this.#isDead = true;
    throw new Died();
  }

  /** Does something that the process may die just before or just behind. */
  does<Result>(work: () => Result): Result {
    this.step();
    const result = work();
    this.step();
    return result;
  }
}
