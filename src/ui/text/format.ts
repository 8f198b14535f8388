let counts: Intl.NumberFormat | undefined;

/** `1234567` → `1,234,567`. */
export function formatCount(count: number): string {
  counts ??= new Intl.NumberFormat('en-US');
  return counts.format(Math.round(count));
}

/** A share as a person reads it: `0.5` → `50%`, `0.004` → `0.4%`; what isn't nothing is never shown as `0%`. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0) {
    return '';
  }
  const percent = (part / whole) * 100;
  if (percent === 0 || percent >= 99.95) {
    // All but a few is not all: only the whole is 100%.
    return part >= whole || percent === 0 ? `${Math.round(percent)}%` : '99.9%';
  }
  if (percent < 0.1) {
    return 'under 0.1%';
  }
  return percent < 10 || percent > 99 ? `${percent.toFixed(1)}%` : `${Math.round(percent)}%`;
}

/** Seconds as `8 s`, `2 min 5 s`, `1 h 10 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) {
    return `${whole} s`;
  }
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) {
    return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  }
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** `1 row`, `2 rows`; the plural is given where it isn't just an s. */
export function formatAmount(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}
