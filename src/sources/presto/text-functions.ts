import { failing } from './failures.ts';
import { eachArity, type Macro, macro } from './macro.ts';

/** Presto's functions on text, regular expressions and bytes. */

/** Java's whitespace, which Presto's trim takes off; DuckDB's takes off spaces only. */
const BLANKS = [
  '\t\n\u000b\f\r\u001c\u001d\u001e\u001f \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006',
  '\u2008\u2009\u200a\u2028\u2029\u205f\u3000',
].join('');

/**
 * Presto refers to groups as `$1`, RE2 as `\1`. What can't be carried over one to one is refused rather than
 * replaced by something else.
 */
const REPLACEMENT = `CASE WHEN @contains(r, '\\') OR @contains(r, '\${') THEN ${failing('replacement', 'r')}
  WHEN @regexp_matches(r, '\\$(?:[^0-9]|$)') THEN ${failing('group', 'r')}
  ELSE @regexp_replace(r, '\\$(\\d)', '\\\\\\1', 'g') END`;

/**
 * DuckDB looks for each sign of a set at both ends, which takes eight times as long as seeing that there is a plain
 * sign at each: nearly every value is like that.
 */
const trims = (name: string, ...ends: readonly string[]) => {
  const isPlain = ends.map((end) => `@ascii(${end}) BETWEEN 33 AND 126`).join(' AND ');
  return macro(
    name,
    `(s) AS CASE WHEN ${isPlain} THEN s ELSE @${name}(s, '${BLANKS}') END`,
    `(s, c) AS @${name}(s, c)`,
  );
};
const FRONT = 's';
const BACK = '@array_extract(s, -1)';

const SUBSTRING = [
  // Presto counts from 1, or from the end; 0 and places outside the text give nothing.
  "(s, i) AS CASE WHEN i = 0 OR @abs(i) > @length(s) THEN '' ELSE @substr(s, i) END",
  "(s, i, n) AS CASE WHEN i = 0 OR @abs(i) > @length(s) OR n <= 0 THEN '' ELSE @substr(s, i, n) END",
];

/** Bytes of a text or of bytes; a hash of text is the hash of its UTF-8. */
const hash = (name: string) => macro(name, `(x) AS @unhex(@${name}(x))`);

/** DuckDB counts bytes, Presto characters. */
const distance = (name: string, own: string) =>
  macro(
    name,
    `(a, b) AS CASE WHEN @strlen(a) <> @length(a) OR @strlen(b) <> @length(b)
       THEN ${failing('beyondAscii', 'a')} ELSE @${own}(a, b) END`,
  );

/** Cut where it is longer; without anything to fill up with it stays short. */
const pads = (name: string) =>
  macro(name, `(s, n, p) AS CASE WHEN n < 0 THEN ${failing('negativeSize', 'n')} ELSE @${name}(s, n, p) END`);

/** A part of an address: the empty text where it has none, NULL where it is no address. */
const ofUrl = (part: string, sql: string) =>
  macro(`url_extract_${part}`, `(u) AS CASE WHEN NOT @regexp_matches(u, '${NOT_IN_URL}') THEN ${sql} END`);

const HOST =
  "@regexp_extract(u, '^(?:[A-Za-z][A-Za-z0-9+.-]*:)?//(?:[^/?#@]*@)?(\\[[^/?#]*\\]|[^/:?#]*)', 1)";

/** What Java doesn't take for an address: some signs, and a percent sign that isn't followed by two digits. */
const NOT_IN_URL = '[\\x00-\\x20"<>\\\\^\\x60{|}]|%(?:[^0-9A-Fa-f]|.[^0-9A-Fa-f]|.?$)';

export const TEXT_FUNCTIONS: readonly Macro[] = [
  // NULL makes the whole NULL; DuckDB's own leaves it out, which turns a missing phone into a lone `+`.
  macro('concat', ...eachArity(24, (names) => names.join(' || '))),
  // DuckDB's own writes an array as `[a, b]`. An aggregate's type isn't known when overloads are chosen.
  macro(
    'concat_ws',
    '(s, a VARCHAR[]) AS @array_to_string(a, s)',
    `(s, a) AS CASE WHEN @ends_with(@typeof(a), '[]') THEN ${failing('joinedArray', 's')}
       ELSE @concat_ws(s, a) END`,
    ...eachArity(24, (names) => `@concat_ws(${names.join(', ')})`).slice(1),
  ),
  pads('lpad'),
  pads('rpad'),
  macro('codepoint', '(s) AS @ord(s)'),
  distance('hamming_distance', 'hamming'),
  distance('levenshtein_distance', 'levenshtein'),
  macro(
    'length',
    "(x) AS CASE WHEN @typeof(x) = 'BLOB' THEN @octet_length(CAST(x AS BLOB)) ELSE @length(CAST(x AS VARCHAR)) END",
  ),
  macro('normalize', '(s) AS @nfc_normalize(s)'),
  // Presto puts the new text between all characters then, which nobody means.
  macro(
    'replace',
    "(s, x) AS @replace(s, x, '')",
    `(s, x, r) AS CASE WHEN x = '' THEN ${failing('emptySearch', 'x')} ELSE @replace(s, x, r) END`,
  ),
  // Java leaves ß as it is.
  macro('upper', "(s) AS @replace(@upper(s), 'ẞ', 'ß')"),
  macro(
    'split_part',
    `(s, d, i) AS CASE WHEN i < 1 THEN ${failing('splitPart', 'i')}
       WHEN i <= @len(@string_split(s, d)) THEN @string_split(s, d)[i] END`,
  ),
  trims('trim', FRONT, BACK),
  trims('ltrim', FRONT),
  trims('rtrim', BACK),
  macro('substr', ...SUBSTRING),
  macro('substring', ...SUBSTRING),
  macro('to_utf8', '(s) AS @encode(s)'),
  macro('from_utf8', '(b) AS @decode(b)'),

  macro('regexp_like', '(s, p) AS @regexp_matches(s, p)'),
  macro(
    'regexp_replace',
    "(s, p) AS @regexp_replace(s, p, '', 'g')",
    `(s, p, r) AS CASE WHEN r <> '' AND @regexp_full_match('', p) THEN ${failing('emptyMatch', 's')}
       ELSE @regexp_replace(s, p, ${REPLACEMENT}, 'g') END`,
  ),
  macro(
    'regexp_extract',
    '(s, p) AS CASE WHEN @regexp_matches(s, p) THEN @regexp_extract(s, p) END',
    '(s, p, g) AS CASE WHEN @regexp_matches(s, p) THEN @regexp_extract(s, p, g) END',
  ),
  macro('regexp_count', '(s, p) AS @len(@regexp_extract_all(s, p))'),
  macro(
    'regexp_split',
    `(s, p) AS CASE WHEN @regexp_full_match('', p) THEN ${failing('emptySplit', 's')}
       ELSE @string_split_regex(s, p) END`,
  ),
  macro(
    'split',
    `(s, d) AS CASE WHEN d = '' THEN ${failing('emptySplit', 'd')} ELSE @string_split(s, d) END`,
  ),

  hash('md5'),
  hash('sha1'),
  hash('sha256'),
  macro('to_hex', '(b) AS @hex(b)'),
  macro(
    'from_hex',
    `(s) AS CASE WHEN @"%"(@length(s), 2) = 1 THEN ${failing('oddDigits', 's')} ELSE @unhex(s) END`,
  ),
  macro('to_base64url', "(b) AS @translate(@to_base64(b), '+/', '-_')"),
  macro('from_base64url', "(s) AS @from_base64(@translate(s, '-_', '+/'))"),

  // As HTML forms do it: a space is a plus sign.
  macro(
    'url_encode',
    "(s) AS @replace(@replace(@replace(@url_encode(s), '%20', '+'), '%2A', '*'), '~', '%7E')",
  ),
  macro(
    'url_decode',
    `(s) AS CASE WHEN @regexp_matches(s, '%(?:[^0-9A-Fa-f]|.[^0-9A-Fa-f]|.?$)') THEN ${failing('percentSign', 's')}
       ELSE @url_decode(@replace(s, '+', ' ')) END`,
  ),
  ofUrl('protocol', "@regexp_extract(u, '^([A-Za-z][A-Za-z0-9+.-]*):', 1)"),
  // A name with an underscore is none for Java.
  ofUrl(
    'host',
    `CASE WHEN @regexp_matches(${HOST}, '^(?:\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9.-]*)$') THEN ${HOST} ELSE '' END`,
  ),
  ofUrl(
    'port',
    "TRY_CAST(@regexp_extract(u, '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*:([0-9]+)(?:[/?#]|$)', 1) AS BIGINT)",
  ),
  ofUrl(
    'path',
    "@url_decode(@regexp_extract(u, '^(?:[A-Za-z][A-Za-z0-9+.-]*:(?:[^/?#][^?#]*)?)?(?://[^/?#]*)?([^?#]*)', 1))",
  ),
  ofUrl('query', "@url_decode(@regexp_extract(u, '^[^?#]*[?]([^#]*)', 1))"),
  ofUrl('fragment', "@url_decode(@regexp_extract(u, '#(.*)$', 1))"),
  macro(
    'url_extract_parameter',
    `(u, n) AS CASE WHEN NOT @regexp_matches(u, '${NOT_IN_URL}') AND @regexp_matches(u, '^[^#]*[?&]' || @regexp_escape(n) || '(?:[=&#]|$)')
       THEN @url_decode(@replace(@regexp_extract(u, '[?&]' || @regexp_escape(n) || '(?:=([^&#]*)|[&#]|$)', 1), '+', ' ')) END`,
  ),
];
