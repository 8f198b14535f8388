import { graphemesOf } from '../text/graphemes.ts';

const ESCAPE = '\u001b';
const PASTE_START = '\u001b[200~';
const PASTE_END = '\u001b[201~';

/**
 * The Escape key in the form that can't be mistaken for the start of something longer, so that Ink knows it at
 * once instead of waiting for what might follow.
 */
export const ESCAPE_KEY = '\u001b[27u';

/** A text run longer than this wasn't typed key by key; it is handed on in one piece. */
const LONGEST_TYPED_RUN = 64;

export interface SplitKeys {
  /** One key each; a paste is one key, markers included; a long run of text is one key. */
  readonly keys: readonly string[];
  /** The start of something whose end hasn't arrived: an escape sequence or a paste. */
  readonly rest: string;
}

/**
 * Cuts what a terminal sent into single keys. A chunk from the terminal is no key: fast typing, key repeat,
 * a paste or a slow connection put several into one, and cut others in two.
 */
export function splitKeys(input: string): SplitKeys {
  const keys: string[] = [];
  let index = 0;
  while (index < input.length) {
    const rest = input.slice(index);
    const taken = takeKey(rest);
    if (taken === undefined) {
      return { keys, rest };
    }
    keys.push(...taken.keys);
    index += taken.length;
  }
  return { keys, rest: '' };
}

/** What is left when nothing follows: a lone Escape becomes the Escape key, a torn paste is closed. */
export function finishKeys(rest: string): readonly string[] {
  if (rest === '') {
    return [];
  }
  if (rest.startsWith(PASTE_START)) {
    return [rest + PASTE_END];
  }
  if (rest === ESCAPE) {
    return [ESCAPE_KEY];
  }
  if (rest === ESCAPE + ESCAPE) {
    return [ESCAPE_KEY, ESCAPE_KEY];
  }
  return [rest];
}

/** True while a paste has begun and its end hasn't arrived. */
export function isInsidePaste(rest: string): boolean {
  return rest.startsWith(PASTE_START);
}

/** True for the two ways a terminal says Ctrl+C. */
export function isInterrupt(key: string): boolean {
  return key === '\u0003' || key === '\u001b[99;5u';
}

interface Taken {
  readonly keys: readonly string[];
  readonly length: number;
}

function takeKey(input: string): Taken | undefined {
  if (input.startsWith(PASTE_START)) {
    const end = input.indexOf(PASTE_END, PASTE_START.length);
    return end === -1 ? undefined : whole(input.slice(0, end + PASTE_END.length));
  }
  if (input.startsWith(ESCAPE)) {
    return takeEscape(input);
  }
  // Enter, typed before the terminal was taken over; shells take Ctrl+J for Enter, too.
  if (input.startsWith('\n')) {
    return { keys: ['\r'], length: 1 };
  }
  if (isControl(input)) {
    return whole(input.slice(0, 1));
  }
  return takeText(input);
}

/** `ESC [ parameters final`, `ESC O final`, `ESC character`; a second ESC in front means Alt. */
const CSI = new RegExp(`^${ESCAPE}{1,2}\\[\\[?[0-?]*[ -/]*[@-~]`);
const SS3 = new RegExp(`^${ESCAPE}{1,2}O[0-9;]*[@-~]`);
const UNFINISHED = new RegExp(`^${ESCAPE}{1,2}(?:\\[\\[?[0-?]*[ -/]*|O[0-9;]*)?$`);

function takeEscape(input: string): Taken | undefined {
  const sequence = (CSI.exec(input) ?? SS3.exec(input))?.[0];
  if (sequence !== undefined) {
    return whole(sequence);
  }
  if (UNFINISHED.test(input)) {
    return undefined;
  }
  if (input.startsWith(ESCAPE + ESCAPE)) {
    return { keys: [ESCAPE_KEY], length: 1 };
  }
  // Alt with a character; the character may be two units long.
  return whole(ESCAPE + String.fromCodePoint(input.codePointAt(1) ?? 0));
}

function takeText(input: string): Taken {
  let length = 0;
  while (length < input.length && !isControl(input.slice(length, length + 1))) {
    length += 1;
  }
  const text = input.slice(0, length);
  return { keys: length > LONGEST_TYPED_RUN ? [text] : graphemesOf(text), length };
}

function whole(key: string): Taken {
  return { keys: [key], length: key.length };
}

/** Control characters are keys of their own, Escape among them. */
function isControl(input: string): boolean {
  const code = input.charCodeAt(0);
  return code < 0x20 || code === 0x7f;
}
