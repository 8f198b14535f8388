/** What an expression has to give, as text; null is NULL. */
type Expectation = readonly [sql: string, expected: string | null];

/** Expressions by the function (or operator) of Presto that they are about. */
export type DialectGroup = Readonly<Record<string, readonly Expectation[]>>;
