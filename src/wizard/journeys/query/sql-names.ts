/**
 * Words that can't stand for a table or column without quotes in Presto's and Trino's SQL; also those that
 * DuckDB reserves on top.
 */
const RESERVED = new Set(
  (
    'all alter analyse analyze and any array as asc asymmetric between both by case cast check collate column ' +
    'constraint create cross cube current_catalog current_date current_path current_role current_schema ' +
    'current_time current_timestamp current_user deallocate default deferrable delete desc describe distinct ' +
    'do drop else end escape except execute exists extract false fetch for foreign from full grant group ' +
    'grouping having in initially inner insert intersect into is join json_array json_exists json_object ' +
    'json_query json_table json_value lambda lateral leading left like limit listagg localtime ' +
    'localtimestamp natural normalize not null offset on only or order outer pivot placing prepare primary ' +
    'qualify recursive references returning right rollup select show skip some summarize symmetric table then ' +
    'to trailing trim true uescape union unique unnest unpivot using values variadic when where window with'
  ).split(' '),
);

/** A table or column as it is written in SQL: in double quotes where it couldn't stand by itself. */
export function sqlName(name: string): string {
  const isPlain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name.toLowerCase());
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}
