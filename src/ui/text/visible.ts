/**
 * Other people's text, fit for a terminal: one line, without anything that moves the cursor, changes colours,
 * turns the reading direction or can't be seen. A value in a file may hold all of that, on purpose.
 */
export function visible(text: string): string {
  if (PLAIN.test(text)) {
    return text;
  }
  return text.replace(ESCAPE_SEQUENCES, '').replace(LINE_BREAKS, ' ').replace(CONTROLS, '').toWellFormed();
}

/** The same for a text of several lines: breaks stay as `\n`, tabs become two spaces. */
export function visibleLines(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => visible(line.replaceAll('\t', '  ')))
    .join('\n');
}

const PLAIN = /^[ -~]*$/;
const ESCAPE = '\\u{1b}';
const ESCAPE_SEQUENCES = new RegExp(
  `${ESCAPE}(?:\\[[0-9;:?<=>]*[ -/]*[@-~]|\\][^\\p{Cc}]*(?:\\u{07}|${ESCAPE}\\\\)?|[ -~])`,
  'gu',
);
const LINE_BREAKS = /\r\n|[\t\n\v\f\r\u{85}\u{2028}\u{2029}]/gu;
// The zero width joiner stays: without it a family of emoji falls apart.
const CONTROLS =
  /[\p{Cc}\u{61c}\u{200b}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2069}\u{feff}\u{fff9}-\u{fffb}]/gu;
