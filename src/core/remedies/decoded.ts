/** Encoded twice is encoded all the same; nobody meets more. */
const ROUNDS = 3;

/**
 * A text as it reads that was written for a URL, for JSON or for a web page, or in full-width characters, so that what
 * is personal or secret in it can be found. Only what can be seen is decoded. An e-mail address or a telephone number
 * in Base64 becomes `[hidden]`.
 */
export function decoded(text: string): string {
  let plain = text;
  for (let round = 0; round < ROUNDS; round += 1) {
    plain = plain
      .replace(/(?:%|\\u00|&#x0*)([0-9a-f]{2})(;?)/giu, (whole, hex: string, end: string) =>
        visible(whole, Number.parseInt(hex, 16), end),
      )
      .replace(/&#0*(\d{2,3})(;)/gu, (whole, number: string) => visible(whole, Number(number), ';'));
  }
  return plain
    .replace(/[\uff01-\uff5e]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH))
    .replace(/\\([/"])/gu, '$1')
    .replace(/[A-Za-z0-9+/_-]{8,}={0,2}/gu, (run) => (namesSomebody(run) ? '[hidden]' : run));
}

/** How far the full-width form of a character stands from it. */
const FULL_WIDTH = 0xfee0;

/** The printable ASCII character of a code, or what stood there; only a web page's codes end with a semicolon. */
function visible(whole: string, code: number, end: string): string {
  if (code < 0x20 || code > 0x7e) return whole;
  return String.fromCharCode(code) + (whole.startsWith('&') ? '' : end);
}

function namesSomebody(run: string): boolean {
  const text = fromBase64(run);
  return /[^\s@]@[^\s@]+\.[^\s@]/u.test(text) || /^\+[\d\s().-]{8,}$/u.test(text);
}

/** The text behind Base64, in either of its alphabets; empty where there is none that can be read. */
function fromBase64(run: string): string {
  try {
    const text = atob(run.replaceAll('-', '+').replaceAll('_', '/').replaceAll('=', ''));
    return /^[\x20-\x7e]+$/u.test(text) ? text : '';
  } catch {
    return '';
  }
}
