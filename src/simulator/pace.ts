/** Makes the simulator take its time: rows of all requests share one queue of a given rate. */
export class Pace {
  readonly #rowsPerSecond: number | undefined;
  readonly #now: () => number;
  #freeAt = 0;

  /** `rowsPerSecond` undefined: no waiting. `now` in milliseconds. */
  constructor(rowsPerSecond: number | undefined, now: () => number) {
    this.#rowsPerSecond = rowsPerSecond;
    this.#now = now;
  }

  /** Takes a place in the queue; returns the milliseconds until the rows are done. */
  reserve(rows: number): number {
    if (this.#rowsPerSecond === undefined || rows === 0) return 0;
    const now = this.#now();
    this.#freeAt = Math.max(this.#freeAt, now) + (rows / this.#rowsPerSecond) * 1000;
    return this.#freeAt - now;
  }
}
