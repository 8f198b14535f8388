import { KnownError } from '../errors.ts';
import { formatCount } from '../wording.ts';

/** Ends a run whose rows hold nothing that can be sent; `reasons` says why, most frequent first. */
export function nothingToSend(rowsRead: number, what: string, reasons: string): KnownError {
  const message =
    rowsRead === 0
      ? 'The query gives no rows, so there is nothing to send.'
      : `None of the ${formatCount(rowsRead)} rows ${what}${reasons === '' ? '' : ` (${reasons})`}.`;
  const hint = 'Look at the preview: it shows each column and why its values are rejected.';
  return new KnownError({
    kind: 'nothing-to-send',
    message,
    hint,
  });
}

/** `not-an-email 12×, empty 3×`, most frequent first. */
export function listReasons(rejected: Readonly<Record<string, number | undefined>>): string {
  return Object.entries(rejected)
    .toSorted(([, a = 0], [, b = 0]) => b - a)
    .slice(0, 3)
    .map(([reason, times = 0]) => `${reason} ${formatCount(times)}×`)
    .join(', ');
}
