/** `1234567` → `1,234,567`. */
export function number(count: number): string {
  return count.toLocaleString('en');
}

/** `1 row`, `2 rows`; the plural is given where it isn't just an s. */
export function amount(count: number, singular: string, plural = `${singular}s`): string {
  return `${number(count)} ${count === 1 ? singular : plural}`;
}

/** `112949.9` of `USD` → `112,949.9 USD`; every digit stays, however many there are. */
export function money(total: string, currency: string): string {
  const [whole = '', ...fraction] = total.split('.');
  return `${[whole.replace(/\B(?=(?:\d{3})+$)/g, ','), ...fraction].join('.')} ${currency}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
