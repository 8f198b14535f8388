import { expect } from 'vitest';
import { widthOf } from '../../../src/ui/text/width.ts';
import type { Shown } from './show.tsx';

/** A frame never touches the last row of the window (it would be redrawn from nothing), nor its right edge. */
export function expectToFit(shown: Shown, columns: number, rows: number): void {
  const lines = shown.frame().split('\n');
  expect(lines.length).toBeLessThan(rows);
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
}
