import { createHash } from 'node:crypto';

/**
 * Which group of its sub-audience a person is in. The point of a person is a number from 0 to below
 * {@link POINTS}: the first 52 bits (13 hex digits) of SHA-256 over the UTF-8 bytes of the campaign's name, a
 * line feed, and the value of the key with the white space around it taken off. It depends on nothing else, so
 * a person is in the same group on every run and every machine, whoever else is in the campaign; another name
 * of the campaign, or other shares, assign anew.
 *
 * The groups of a sub-audience divide the points in their order, each as many as its percentage says.
 */
export const POINTS = 2 ** 52;

/** Hex digits of the hash that make the point; a JavaScript number holds 52 bits exactly. */
export const POINT_DIGITS = 13;

/** A name has no line feed, so that no two campaigns and keys make the same text. */
export function assignmentText(campaign: string, key: string): string {
  return `${assignmentPrefix(campaign)}${key}`;
}

export function assignmentPrefix(campaign: string): string {
  return `${campaign}\n`;
}

export function assignmentPoint(campaign: string, key: string): number {
  const hash = createHash('sha256').update(assignmentText(campaign, key)).digest('hex');
  return Number.parseInt(hash.slice(0, POINT_DIGITS), 16);
}

/** Points from (inclusive) to (exclusive). */
export interface Share {
  readonly from: number;
  readonly to: number;
}

/** The points of each group, in order; the last one ends at the end, whatever rounding did before. */
export function sharesOf(percents: readonly number[]): readonly Share[] {
  let sum = 0;
  let from = 0;
  return percents.map((percent, index) => {
    sum += percent;
    const isLast = index === percents.length - 1;
    const to = isLast ? POINTS : Math.min(POINTS, Math.round((sum / 100) * POINTS));
    const share = { from, to };
    from = to;
    return share;
  });
}
