import type { Database } from '../duckdb/database.ts';
import { quoteText } from '../duckdb/sql-text.ts';

/** A node of DuckDB's parse tree as `json_serialize_sql` writes it. */
export interface TreeNode {
  readonly [key: string]: TreeValue;
}
export type TreeValue = string | number | boolean | null | readonly TreeValue[] | TreeNode;

/** DuckDB's mark for "no place in the text"; it is larger than what JavaScript's numbers hold. */
const NO_LOCATION = /18446744073709551615/g;

export type ParsedSql =
  | { readonly statements: readonly TreeNode[] }
  | { readonly problem: string; readonly position: number | undefined; readonly isSelect: boolean };

/** Parses without binding or running anything. Only SELECT can be serialised; anything else is a problem. */
export async function parseSql(database: Database, sql: string): Promise<ParsedSql> {
  const row = await database.row(`SELECT json_serialize_sql(${quoteText(sql)}) AS tree`);
  const tree = JSON.parse(String(row.tree).replace(NO_LOCATION, '-1')) as TreeNode;
  if (tree.error === false && Array.isArray(tree.statements)) {
    return { statements: tree.statements as readonly TreeNode[] };
  }
  return {
    problem: String(tree.error_message),
    position: tree.position === undefined ? undefined : Number(tree.position),
    isSelect: tree.error_type === 'parser',
  };
}

export function isNode(value: TreeValue | undefined): value is TreeNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every node of the tree, parents before their children. */
export function* walk(value: TreeValue | undefined): Generator<TreeNode> {
  if (Array.isArray(value)) {
    for (const item of value as readonly TreeValue[]) yield* walk(item);
  } else if (isNode(value)) {
    yield value;
    for (const child of Object.values(value)) yield* walk(child);
  }
}
