import type { ServerTables } from '../../../../src/core/ports/sources.ts';

/** What a server says of an expression that it refuses, or lacks the function of. */
export const FAILS = Symbol('fails');

/** Where a real server doesn't give what the embedded engine gives, and what it gives. */
export type Otherwise = { readonly [server in ServerTables['engine']]?: string | null | typeof FAILS };

/** By function or operator: expressions, their results as text, and which server says otherwise. */
export type DialectGroup = Readonly<
  Record<string, readonly (readonly [sql: string, expected: string | null, otherwise?: Otherwise])[]>
>;
