/** A place in the query that can't be said on this engine, and why. */
export class CannotSay extends Error {
  override readonly name = 'CannotSay';
  readonly place: number;
  readonly hint: string;

  constructor(place: number, problem: string, hint: string) {
    super(problem);
    this.place = place;
    this.hint = hint;
  }
}
