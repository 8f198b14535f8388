/**
 * The place of the column that a name means: the one written like it, else the first that differs in case alone, as in SQL; -1
 * where there is none.
 */
export function columnPlace(columns: readonly string[], name: string): number {
  const exact = columns.indexOf(name);
  if (exact !== -1) return exact;
  const lowered = name.toLowerCase();
  return columns.findIndex((column) => column.toLowerCase() === lowered);
}
