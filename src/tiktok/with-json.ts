/** Adds a field whose value is JSON text already, so that large batches are not parsed and written anew. */
export function withJson(object: string, field: string, json: string): string {
  return `${object.slice(0, -1)},${JSON.stringify(field)}:${json}}`;
}
