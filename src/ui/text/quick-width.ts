import { createRequire } from 'node:module';
import type stringWidthOfAnything from 'string-width';

/**
 * Signs of one column that nothing before or after them changes: Latin without accents that combine, dashes,
 * quotes, arrows, lines, blocks, the dots of spinners, and the signs tada's own screens are made of.
 */
const SINGLE =
  /^[ -~\u00a1-\u00a8\u00aa-\u00ac\u00af-\u024f–—‘’“”•…‹›←↑→↓─-▟■□▪▫▲△▼▽◆◇○●◦★☆✓✕✗✘❮❯\u2800-\u28ff]*$/;

const ESCAPE = '\u001b';

/** Colours and styles, which take no room. */
const STYLES = new RegExp(`${ESCAPE}\\[[\\d;]*m`, 'g');

let measure: typeof stringWidthOfAnything | undefined;

/**
 * string-width, for those who import it: the same answer, without its regular expression of every emoji where a
 * text has none. Compiling that takes longer than drawing the first frame.
 */
export default function quickWidth(...[text, options]: Parameters<typeof stringWidthOfAnything>): number {
  if (options === undefined) {
    const plain = text.includes(ESCAPE) ? text.replace(STYLES, '') : text;
    if (SINGLE.test(plain)) return plain.length;
  }
  measure ??= loadMeasure();
  return measure(text, options);
}

function loadMeasure(): typeof stringWidthOfAnything {
  const { default: stringWidth }: typeof import('string-width') = createRequire(import.meta.url)(
    'string-width',
  );
  return stringWidth;
}
