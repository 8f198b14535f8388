const ESCAPE = '\\u001b';
/** The blank a line begins with, behind the escape sequences that set its colours. */
const FOLDED_BLANK = new RegExp(`^((?:${ESCAPE}\\[[\\d;]*m)*) (?=\\S)`);

/**
 * A line of folded text as it is shown. Ink folds before a blank where the word in front of it fills the line to
 * its end, and the blank then stands at the beginning of the next line. `index` is the line's number in the
 * text; the first one is never folded.
 */
export function trimFoldedLine(line: string, index: number): string {
  return index === 0 ? line : line.replace(FOLDED_BLANK, '$1');
}
