import { failing } from './failures.ts';
import { type Macro, macro } from './macro.ts';

/** Presto's functions on arrays, maps and JSON. */

/** DuckDB writes a quoted key as `$."a b"`, Presto also as `$["a b"]`. */
const PATH = `@regexp_replace(p, '\\["([^"\\]]*)"\\]', '."\\1"', 'g')`;

const SCALAR = `@json_type(j, ${PATH}) NOT IN ('OBJECT', 'ARRAY', 'NULL')`;

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
    '(x, d) AS @array_to_string(x, d)',
    '(x, d, n) AS @array_to_string(@list_transform(x, lambda e: coalesce(CAST(e AS VARCHAR), n)), d)',
  ),
  macro('array_position', '(x, e) AS coalesce(@list_position(x, e), 0)'),
  macro('array_sort', "(x) AS @list_sort(x, 'ASC', 'NULLS LAST')"),
  macro('array_remove', '(x, e) AS @list_filter(x, lambda i: i <> e OR i IS NULL)'),
  // Whether NULL is the value nobody knows.
  macro(
    'contains',
    `(x, e) AS CASE WHEN x IS NULL OR e IS NULL THEN NULL WHEN @list_contains(x, e) THEN true
       WHEN NOT @list_contains(@list_transform(x, lambda i: i IS NULL), true) THEN false END`,
  ),
  macro('cardinality', '(x) AS @len(x)'),
  macro('element_at', '(x, k) AS x[k]'),
  macro('repeat', '(x, n) AS @list_transform(@range(n), lambda i: x)'),
  macro(
    'sequence',
    '(a DATE, b DATE) AS @list_transform(@generate_series(a, b, @to_days(CASE WHEN b >= a THEN 1 ELSE -1 END)), lambda e: CAST(e AS DATE))',
    '(a DATE, b DATE, s INTERVAL) AS @list_transform(@generate_series(a, b, s), lambda e: CAST(e AS DATE))',
    '(a, b) AS @generate_series(a, b, CASE WHEN b >= a THEN 1 ELSE -1 END)',
    '(a, b, s) AS @generate_series(a, b, s)',
  ),
  macro(
    'slice',
    `(x, i, n) AS CASE WHEN i = 0 THEN ${failing('slice', 'i')}
       ELSE @list_slice(x, i, CASE WHEN i < 0 AND i + n - 1 >= 0 THEN @len(x) ELSE i + n - 1 END) END`,
  ),
  macro('map_agg', '(k, v) AS @map(@list(k), @list(v))'),

  // Malformed JSON gives NULL, and so does anything but a text, a number or a truth value.
  macro(
    'json_extract_scalar',
    `(j, p) AS CASE WHEN @json_valid(CAST(j AS VARCHAR)) THEN CASE WHEN ${SCALAR} THEN @json_extract_string(j, ${PATH}) END END`,
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
