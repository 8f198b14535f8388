/** Expressions over a column `x` that are refused, and what is said; anything else would come out differently. */
export const REFUSED_CASES: readonly (readonly [sql: string, said: string])[] = [
  ['reduce(ARRAY[1], 0, (a, b) -> a + b, a -> a)', 'reduce() is not available'],
  ["format('%s', 'x')", 'format() is not available'],
  ['sha512(to_utf8(x))', 'sha512() is not available'],
  ["U&'\\0041'", "U&'…' can't be read"],
  ["x'6'", 'pairs of hexadecimal digits'],
  ["CAST('a' AS char(3))", 'CHAR(n) pads'],
  ['date_format(now(), x)', 'has to be written as a text'],
  ["date_parse('1', '%D')", "%D in a date format can't be said here"],
  ["format_datetime(now(), 'QQ')", "QQ in a date format can't be said here"],
  ["now() AT TIME ZONE 'America/New_York'", 'a time in another zone'],
  ["CAST(json_extract(x, '$.a') AS varchar)", 'CAST of json_extract() to VARCHAR'],
  ["regexp_like(x, '[a-z&&[^b]]')", '&& in a character class'],
  ['no_such_function(x)', "no_such_function() isn't a function of this engine"],
];
