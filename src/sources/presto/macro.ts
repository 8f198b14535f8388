/**
 * Macros are written with `@` for DuckDB's own functions and `~` for ours, because inside a macro a plain name
 * would find the macro itself. One entry is one function; its overloads are separated by commas.
 */
export interface Macro {
  /** As in SQL: quoted where it isn't a plain word. */
  readonly name: string;
  /** `(a, b) AS …, (a, b, c) AS …` */
  readonly overloads: readonly string[];
}

const SCHEMA = 'presto.main';

export function macro(name: string, ...overloads: readonly string[]): Macro {
  return { name, overloads };
}

/** `('a, b') => …` for 2 to `most` parameters: macros know no variable number of arguments. */
export function eachArity(most: number, body: (names: readonly string[]) => string): readonly string[] {
  return Array.from({ length: most - 1 }, (_, index) => {
    const names = Array.from({ length: index + 2 }, (_name, place) => `a${place}`);
    return `(${names.join(', ')}) AS ${body(names)}`;
  });
}

/** The statement that creates a macro. */
export function createMacro({ name, overloads }: Macro): string {
  const bodies = overloads.map((overload) =>
    // Only in front of a name: `@` and `~` are operators, too.
    overload.replace(/@(?=["a-z_])/g, 'system.main.').replace(/~(?=["a-z_])/g, `${SCHEMA}.`),
  );
  return `CREATE MACRO ${SCHEMA}.${name}${bodies.join(', ')}`;
}
