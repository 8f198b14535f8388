/** Numbers as people read them, the same on screens, in plain lines and in messages. */

/** `1234567` → `1,234,567`; at most three places after the point. */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** `1 row`, `2 rows`; the plural is given where it isn't just an s. */
export function formatAmount(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** A share: `0.5` → `50%`, `0.004` → `0.4%`; a few are never shown as none, and all but a few never as all. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0) return '';
  const percent = (part / whole) * 100;
  if (percent === 0 || part >= whole) return `${Math.round(percent)}%`;
  if (percent < 0.1) return 'under 0.1%';
  if (percent >= 99.95) return '99.9%';
  return percent < 10 || percent > 99 ? `${percent.toFixed(1)}%` : `${Math.round(percent)}%`;
}

/** `112949.9` of `USD` → `112,949.9 USD`; every digit stays, however many there are. */
export function formatMoney(total: string, currency: string): string {
  const [whole = '', ...fraction] = total.split('.');
  return `${[whole.replace(/\B(?=(?:\d{3})+$)/g, ','), ...fraction].join('.')} ${currency}`;
}

/** Seconds as `8 s`, `2 min 5 s`, `1 h 10 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** `from the list` → `From the list`, for the beginning of a sentence. */
export function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
