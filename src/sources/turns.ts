/**
 * Lets work on one file wait for its turn: DuckDB doesn't open a file twice in one process, and a connection
 * must not be closed under a running statement.
 */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `work` when everything that was asked for earlier with one of the same paths has ended. */
  async take<T>(paths: readonly string[], work: () => Promise<T>): Promise<T> {
    const earlier = paths.map((path) => this.#last.get(path));
    const turn = Promise.allSettled(earlier).then(work);
    for (const path of paths) this.#last.set(path, turn);
    try {
      return await turn;
    } finally {
      for (const path of paths) if (this.#last.get(path) === turn) this.#last.delete(path);
    }
  }
}
