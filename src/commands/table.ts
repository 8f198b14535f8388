import stringWidth from 'string-width';

/** Rows of cells as lines in which columns stand below one another; all but the first may stand to the right. */
export function tableLines(
  rows: readonly (readonly string[])[],
  othersStand: 'left' | 'right' = 'left',
): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, index) =>
    Math.max(...rows.map((row) => stringWidth(row[index] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, index) => {
        const blank = ' '.repeat((widths[index] ?? 0) - stringWidth(cell));
        return index > 0 && othersStand === 'right' ? blank + cell : cell + blank;
      })
      .join('  ')
      .trimEnd(),
  );
}
