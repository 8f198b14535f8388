/** What a function or an operator fails with, where Presto's fails too; shown to the person as it is. */
export const FAILURES = {
  division: 'a number is divided by zero',
  tooLong: 'a value is longer than the VARCHAR(n) it is cast to',
  splitPart: 'split_part: the index starts at 1',
  slice: 'slice: the index starts at 1',
  replacement: 'regexp_replace: write groups as $1; \\ and names of groups are not supported here',
  group: 'regexp_replace: a $ in the replacement has to be followed by the number of a group',
  emptySearch: 'replace: the text to look for is empty',
  oddDigits: 'from_hex: bytes are pairs of hexadecimal digits',
  negativeShift: 'bitwise_right_shift: the number is negative',
  joinedArray: 'concat_ws: use array_join for an array',
  otherZone: 'from_unixtime: UTC is the only zone here',
  unit: 'a unit of time is not known; write it in the singular, such as day',
  emptyMatch:
    'regexp_replace: the pattern also fits nothing at all, which is counted otherwise here; use + in place of *',
  emptySplit: 'the text or pattern to split at is empty',
  beyondAscii: 'levenshtein_distance and hamming_distance only compare plain ASCII text here',
  negativeSize: 'lpad, rpad, repeat, slice: the size is negative',
  percentSign: 'url_decode: a % is followed by two hexadecimal digits',
  subscript: 'element_at: the index of an array starts at 1',
  step: 'sequence: the step is zero, or leads away from the end',
  hoursOfDate: 'a date can’t be moved by hours, minutes or seconds; CAST it AS timestamp first',
  dayUnit: 'a date has no hours, minutes or seconds; CAST it AS timestamp first',
} as const;

/** In front of them, so that they can be told from a value that can't be cast. */
const MARK = 'tada: ';

/**
 * SQL of the type NULL that fails when it is evaluated. DuckDB's own error() counts as volatile, which TRY
 * doesn't take. It hangs on a value of the row, because constants are evaluated before any row is.
 */
export function failing(failure: keyof typeof FAILURES, value: string): string {
  const text = `${MARK}${FAILURES[failure]}`;
  return `CASE WHEN CAST(@concat('${text}', @left(CAST(${value} AS VARCHAR), 0)) AS BOOLEAN) THEN NULL END`;
}

const ALL: readonly string[] = Object.values(FAILURES);

/** The failure that DuckDB's message is about; undefined when it is about a value. */
export function failureIn(message: string): string | undefined {
  const [, text] = /^Could not convert string 'tada: (.*)' to BOOL/.exec(message) ?? [];
  return text !== undefined && ALL.includes(text) ? text : undefined;
}
