/**
 * Knows what a person sees as one character: an emoji with its modifiers, a letter with its accents. Made when
 * it is first needed, because that takes longer than drawing a frame.
 */
let segmenter: Intl.Segmenter | undefined;

const PLAIN = /^[ -~]*$/;

/** The text's graphemes, in order. */
export function graphemesOf(text: string): readonly string[] {
  // Most of what is typed is plain ASCII, and the segmenter costs a hundred times more than a split.
  if (PLAIN.test(text)) {
    return text.split('');
  }
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/** Offset (UTF-16 units) of the grapheme boundary before `offset`; 0 at the start. */
export function boundaryBefore(text: string, offset: number): number {
  let boundary = 0;
  for (const grapheme of graphemesOf(text)) {
    const next = boundary + grapheme.length;
    if (next >= offset) {
      return boundary;
    }
    boundary = next;
  }
  return boundary;
}

/** Offset (UTF-16 units) of the grapheme boundary after `offset`; the text's length at the end. */
export function boundaryAfter(text: string, offset: number): number {
  let boundary = 0;
  for (const grapheme of graphemesOf(text)) {
    boundary += grapheme.length;
    if (boundary > offset) {
      return boundary;
    }
  }
  return text.length;
}

/** The boundary at `offset`, or the next one when `offset` lies inside a grapheme. */
export function boundaryAt(text: string, offset: number): number {
  if (offset <= 0) {
    return 0;
  }
  return boundaryAfter(text, offset - 1);
}

/** The start of the word before `offset` (a boundary): spaces and signs first, then letters and digits. */
export function wordStartBefore(text: string, offset: number): number {
  return offset - wordLength(graphemesOf(text.slice(0, offset)).toReversed());
}

/** The end of the word after `offset` (a boundary). */
export function wordEndAfter(text: string, offset: number): number {
  return offset + wordLength(graphemesOf(text.slice(offset)));
}

/** Length of everything up to the end of the first word. */
function wordLength(graphemes: readonly string[]): number {
  let length = 0;
  let isInWord = false;
  for (const grapheme of graphemes) {
    const isWord = WORD.test(grapheme);
    if (isInWord && !isWord) {
      break;
    }
    isInWord = isWord;
    length += grapheme.length;
  }
  return length;
}

const WORD = /[\p{L}\p{N}_]/u;
