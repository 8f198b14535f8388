/** `1234567` → `1,234,567`. */
export function number(count: number): string {
  return count.toLocaleString('en');
}

/** `1 row`, `2 rows`; the plural is given where it isn't just an s. */
export function amount(count: number, singular: string, plural = `${singular}s`): string {
  return `${number(count)} ${count === 1 ? singular : plural}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
