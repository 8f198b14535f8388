/** Formats of dates: MySQL's codes and Joda's letters, as Presto takes them, in DuckDB's codes. */

export interface FormatStyle {
  /** DuckDB's function, or one of ours that gives a moment instead of a wall clock's reading. */
  readonly stands: 'strptime' | '"tada moment"' | 'strftime';
  readonly codes: 'mysql' | 'joda';
}

export const FORMAT_FUNCTIONS: ReadonlyMap<string, FormatStyle> = new Map([
  ['date_parse', { stands: 'strptime', codes: 'mysql' }],
  ['date_format', { stands: 'strftime', codes: 'mysql' }],
  ['parse_datetime', { stands: '"tada moment"', codes: 'joda' }],
  ['format_datetime', { stands: 'strftime', codes: 'joda' }],
]);

const MYSQL: Readonly<Record<string, string>> = {
  a: '%a',
  b: '%b',
  c: '%-m',
  d: '%d',
  e: '%-d',
  f: '%f',
  H: '%H',
  h: '%I',
  I: '%I',
  i: '%M',
  j: '%j',
  k: '%-H',
  l: '%-I',
  M: '%B',
  m: '%m',
  p: '%p',
  r: '%I:%M:%S %p',
  S: '%S',
  s: '%S',
  T: '%H:%M:%S',
  v: '%V',
  W: '%A',
  x: '%G',
  Y: '%Y',
  y: '%y',
  '%': '%%',
};

const JODA: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  YYYY: '%Y',
  yy: '%y',
  MMMM: '%B',
  MMM: '%b',
  MM: '%m',
  M: '%-m',
  dd: '%d',
  d: '%-d',
  EEEE: '%A',
  EEE: '%a',
  HH: '%H',
  H: '%-H',
  hh: '%I',
  h: '%-I',
  mm: '%M',
  ss: '%S',
  SSS: '%g',
  SSSSSS: '%f',
  a: '%p',
};

/**
 * How a format reads years: in full, as the two digits of 1970 to 2069, or (Joda's yy) as those of the hundred
 * years around today. Without a year Presto takes 1970 and DuckDB 1900.
 */
export function yearsRead(
  format: string,
  { codes }: FormatStyle,
): 'in full' | 'from 1970' | 'near today' | 'none' {
  if (codes === 'joda') {
    if (/(?<![yY])(?:yyyy|YYYY)/.test(format)) return 'in full';
    return /y/i.test(format) ? 'near today' : 'none';
  }
  if (/%[Yx]/.test(format)) return 'in full';
  return /%y/.test(format) ? 'from 1970' : 'none';
}

/** DuckDB's format, or what of it has no counterpart. */
export function translateFormat(
  format: string,
  { codes, stands }: FormatStyle,
): string | { readonly unknown: string; readonly hint: string } {
  return codes === 'mysql' ? translateMysql(format, stands) : translateJoda(format);
}

function translateMysql(format: string, stands: FormatStyle['stands']): ReturnType<typeof translateFormat> {
  let text = '';
  for (const [part] of format.matchAll(/%[\s\S]?|[^%]+/g)) {
    const code = part.startsWith('%') ? MYSQL[part.slice(1)] : part;
    if (code === undefined) return { unknown: part, hint: 'Presto itself does not support it either.' };
    // Presto reads microseconds, but only writes milliseconds, in six digits.
    text += code === '%f' && stands === 'strftime' ? '%g000' : code;
  }
  return text;
}

function translateJoda(format: string): ReturnType<typeof translateFormat> {
  let text = '';
  for (const [part] of format.matchAll(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+|'/g)) {
    const isQuoted = part.length > 1 && part.startsWith("'");
    const literal = isQuoted ? (part === "''" ? "'" : part.slice(1, -1).replaceAll("''", "'")) : part;
    const code = isQuoted || !/[A-Za-z]/.test(part) ? literal.replaceAll('%', '%%') : JODA[part];
    if (code === undefined || part === "'") {
      return { unknown: part, hint: 'Write the parts that are supported, such as yyyy-MM-dd HH:mm:ss.' };
    }
    text += code;
  }
  return text;
}
