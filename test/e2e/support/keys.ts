/** What a terminal sends for a key, by the name tests use. */
const KEYS: Readonly<Record<string, string>> = {
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  'shift+tab': '\u001b[Z',
  backspace: '\u007f',
  delete: '\u001b[3~',
  space: ' ',
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  home: '\u001b[H',
  end: '\u001b[F',
  pageup: '\u001b[5~',
  pagedown: '\u001b[6~',
  'ctrl+home': '\u001b[1;5H',
  'ctrl+end': '\u001b[1;5F',
  'ctrl+left': '\u001b[1;5D',
  'ctrl+right': '\u001b[1;5C',
  'alt+enter': '\u001b\r',
  'alt+backspace': '\u001b\u007f',
};

/** The bytes of a key: a name above, `ctrl+letter`, `alt+character`, or one character. */
export function bytesOf(name: string): string {
  const known = KEYS[name];
  if (known !== undefined) {
    return known;
  }
  const control = /^ctrl\+([a-z])$/.exec(name)?.[1];
  if (control !== undefined) {
    return String.fromCharCode(control.charCodeAt(0) - 96);
  }
  const alt = /^alt\+(.)$/u.exec(name)?.[1];
  if (alt !== undefined) {
    return `\u001b${alt}`;
  }
  if (Array.from(name).length === 1) {
    return name;
  }
  throw new Error(`No key is called ${JSON.stringify(name)}`);
}
