/** What a JSON text says; undefined for a text that is no JSON, which every schema here refuses. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
