import { formatCount, formatShare } from '../wording.ts';
import type { Bar, Point } from './run-report.ts';

/** Text as it may stand in HTML and in attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Horizontal bars with their names, counts and shares of `whole`, as a table: the same for a screen reader and
 * for somebody who prints it. Empty text without bars.
 */
export function barTable(caption: string, bars: readonly Bar[], whole: number): string {
  if (bars.length === 0) return '';
  const rows = bars.map(({ label, count }) => {
    const share = whole === 0 ? 0 : Math.min(1, count / whole);
    return `<tr><th scope="row">${escapeHtml(label)}</th><td class="number">${formatCount(count)}</td><td class="number">${formatShare(count, whole)}</td><td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" width="100" height="10"/><rect width="${(share * 100).toFixed(2)}" height="10"/></svg></td></tr>`;
  });
  return `<table><caption>${escapeHtml(caption)}</caption><tbody>${rows.join('')}</tbody></table>`;
}

const WIDTH = 600;
const HEIGHT = 120;

/**
 * A line through the points, from the earliest to the latest, starting at zero; its text alternative says what
 * the line does in numbers. Empty text with fewer than two points.
 */
export function lineChart(caption: string, points: readonly Point[], unit: string): string {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return '';
  const highest = Math.max(1, ...points.map(({ value }) => value));
  const duration = Math.max(1, last.at - first.at);
  const place = ({ at, value }: Point) =>
    `${(((at - first.at) / duration) * WIDTH).toFixed(1)},${(HEIGHT - (value / highest) * HEIGHT).toFixed(1)}`;
  const words = `${formatCount(first.value)} at ${isoSecond(first.at)}, ${formatCount(last.value)} at ${isoSecond(last.at)}, at most ${formatCount(highest)} ${unit}`;
  return `<figure><figcaption>${escapeHtml(caption)}</figcaption><svg class="line" viewBox="-4 -4 ${WIDTH + 8} ${HEIGHT + 8}" role="img" aria-label="${escapeHtml(words)}"><line x1="0" y1="${HEIGHT}" x2="${WIDTH}" y2="${HEIGHT}"/><polyline points="${points.map(place).join(' ')}"/></svg><p>${escapeHtml(words)}.</p></figure>`;
}

function isoSecond(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
