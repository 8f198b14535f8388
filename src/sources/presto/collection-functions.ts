import { NUMBERS_IN_JSON, RISKY_NUMBER } from '../files/json-numbers.ts';
import { failing } from './failures.ts';
import { type Macro, macro } from './macro.ts';

/** Presto's functions on arrays, maps and JSON. */

/** DuckDB writes a quoted key as `$."a b"`, Presto also as `$["a b"]`. */
const PATH = `@regexp_replace(p, '\\["([^"\\]]*)"\\]', '."\\1"', 'g')`;

const SCALAR = `@json_type(j, ${PATH}) NOT IN ('OBJECT', 'ARRAY', 'NULL')`;

/** Numbers in quotes, so that they keep the digits they are written with: DuckDB makes 1.5 of 1.50. */
const KEPT_NUMBERS = `CASE WHEN @regexp_matches(CAST(j AS VARCHAR), '${RISKY_NUMBER}')
  THEN @left(@regexp_replace(CAST(j AS VARCHAR) || '0', '${NUMBERS_IN_JSON}', '\\1"\\2"', 'g'), -3)
  ELSE CAST(j AS VARCHAR) END`;

export const COLLECTION_FUNCTIONS: readonly Macro[] = [
  // An array with NULL in it has no extremes; DuckDB's own leaves NULL out.
  macro(
    'array_max',
    '(x) AS CASE WHEN NOT @list_contains(@list_transform(x, lambda e: e IS NULL), true) THEN @list_max(x) END',
  ),
  macro(
    'array_min',
    '(x) AS CASE WHEN NOT @list_contains(@list_transform(x, lambda e: e IS NULL), true) THEN @list_min(x) END',
  ),
  macro(
    'array_join',
    // DuckDB's own makes NULL of nothing but NULL.
    `(x, d) AS CASE WHEN x IS NOT NULL AND d IS NOT NULL THEN coalesce(@array_to_string(x, d), '') END`,
    '(x, d, n) AS @array_to_string(@list_transform(x, lambda e: coalesce(CAST(e AS VARCHAR), n)), d)',
  ),
  macro(
    'array_position',
    '(x, e) AS CASE WHEN x IS NOT NULL AND e IS NOT NULL THEN coalesce(@list_position(x, e), 0) END',
  ),
  macro('array_sort', "(x) AS @list_sort(x, 'ASC', 'NULLS LAST')"),
  macro(
    'array_remove',
    '(x, e) AS CASE WHEN e IS NOT NULL THEN @list_filter(x, lambda i: i <> e OR i IS NULL) END',
  ),
  // Whether NULL is the value nobody knows.
  macro(
    'contains',
    `(x, e) AS CASE WHEN x IS NULL OR e IS NULL THEN NULL WHEN @list_contains(x, e) THEN true
       WHEN NOT @list_contains(@list_transform(x, lambda i: i IS NULL), true) THEN false END`,
  ),
  macro('cardinality', '(x) AS @len(x)'),
  macro(
    'element_at',
    `(x, k) AS CASE WHEN @typeof(x) LIKE '%]' AND TRY_CAST(CAST(k AS VARCHAR) AS BIGINT) = 0
       THEN ${failing('subscript', 'k')} ELSE x[k] END`,
  ),
  macro(
    'repeat',
    `(x, n) AS CASE WHEN n < 0 THEN ${failing('negativeSize', 'n')} ELSE @list_transform(@range(n), lambda i: x) END`,
  ),
  macro(
    'sequence',
    '(a DATE, b DATE) AS @list_transform(@generate_series(a, b, @to_days(CASE WHEN b >= a THEN 1 ELSE -1 END)), lambda e: CAST(e AS DATE))',
    '(a DATE, b DATE, s INTERVAL) AS @list_transform(@generate_series(a, b, s), lambda e: CAST(e AS DATE))',
    '(a, b) AS @generate_series(a, b, CASE WHEN b >= a THEN 1 ELSE -1 END)',
    `(a, b, s) AS CASE WHEN s = 0 * s OR (b > a AND s < 0 * s) OR (b < a AND s > 0 * s)
       THEN ${failing('step', 's')} ELSE @generate_series(a, b, s) END`,
  ),
  macro(
    'slice',
    `(x, i, n) AS CASE WHEN i = 0 THEN ${failing('slice', 'i')}
       WHEN n < 0 THEN ${failing('negativeSize', 'n')}
       ELSE @list_slice(x, i, CASE WHEN i < 0 AND i + n - 1 >= 0 THEN @len(x) ELSE i + n - 1 END) END`,
  ),
  macro('map_agg', '(k, v) AS @map(@list(k), @list(v))'),

  // Malformed JSON gives NULL, and so does anything but a text, a number or a truth value.
  macro(
    'json_extract_scalar',
    `(j, p) AS CASE WHEN @json_valid(CAST(j AS VARCHAR)) THEN CASE WHEN ${SCALAR}
       THEN @json_extract_string(${KEPT_NUMBERS}, ${PATH}) END END`,
  ),
  macro('json_extract', '(j, p) AS CASE WHEN @json_valid(CAST(j AS VARCHAR)) THEN @json_extract(j, p) END'),
  // Without the blanks it was written with.
  macro('json_parse', '(s) AS CAST(@json(s) AS JSON)'),
  macro('json_format', '(j) AS CAST(j AS VARCHAR)'),
  macro('json_array_get', '(j, i) AS @json_extract(j, i)'),
  macro(
    'json_array_length',
    `(j) AS CASE WHEN @json_valid(CAST(j AS VARCHAR))
       THEN CASE WHEN @json_type(j) = 'ARRAY' THEN @json_array_length(j) END END`,
  ),
  macro('is_json_scalar', "(j) AS @json_type(j) NOT IN ('OBJECT', 'ARRAY')"),
];
