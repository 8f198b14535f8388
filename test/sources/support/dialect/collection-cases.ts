import type { DialectGroup } from './dialect-group.ts';

export const COLLECTION_CASES: DialectGroup = {
  cardinality: [['cardinality(ARRAY[1, 2, 3])', '3']],
  element_at: [
    ['element_at(ARRAY[1, 2, 3], 2)', '2'],
    ['element_at(ARRAY[1, 2, 3], -1)', '3'],
    ['element_at(ARRAY[1, 2, 3], 9)', null],
    ["element_at(MAP(ARRAY['a', 'b'], ARRAY[1, 2]), 'b')", '2'],
    ["element_at(MAP(ARRAY['a'], ARRAY[1]), 'z')", null],
  ],
  '[n]': [['ARRAY[1, 2, 3][1]', '1']],
  array_max: [
    ['array_max(ARRAY[1, 3, 2])', '3'],
    ['array_max(ARRAY[1, NULL, 2])', null],
  ],
  array_min: [['array_min(ARRAY[3, 1, 2])', '1']],
  array_join: [
    ["array_join(ARRAY['a', NULL, 'b'], '-')", 'a-b'],
    ["array_join(ARRAY['a', NULL, 'b'], '-', '?')", 'a-?-b'],
  ],
  array_position: [
    ['array_position(ARRAY[5, 6], 6)', '2'],
    ['array_position(ARRAY[5, 6], 9)', '0'],
  ],
  array_sort: [["array_join(array_sort(ARRAY[3, 1, NULL, 2]), ',', 'n')", '1,2,3,n']],
  array_remove: [["array_join(array_remove(ARRAY[1, 2, 1], 1), ',')", '2']],
  contains: [
    ['contains(ARRAY[1, 2], 2)', 'true'],
    ['contains(ARRAY[1, 2], 3)', 'false'],
    ['contains(ARRAY[1, NULL], 2)', null],
  ],
  sequence: [
    ["array_join(sequence(1, 4), ',')", '1,2,3,4'],
    ["array_join(sequence(3, 1), ',')", '3,2,1'],
    ["array_join(sequence(date '2020-01-01', date '2020-01-03'), ',')", '2020-01-01,2020-01-02,2020-01-03'],
    [
      "array_join(sequence(date '2020-01-01', date '2020-01-03', interval '2' day), ',')",
      '2020-01-01,2020-01-03',
    ],
  ],
  repeat: [["array_join(repeat(7, 3), ',')", '7,7,7']],
  slice: [
    ["array_join(slice(ARRAY[1, 2, 3, 4], 2, 2), ',')", '2,3'],
    ["array_join(slice(ARRAY[1, 2, 3, 4], -2, 2), ',')", '3,4'],
    ["TRY(array_join(slice(ARRAY[1], 0, 1), ','))", null],
  ],
  flatten: [["array_join(flatten(ARRAY[ARRAY[1], ARRAY[2, 3]]), ',')", '1,2,3']],
  transform: [["array_join(transform(ARRAY[1, 2], x -> x + 1), ',')", '2,3']],
  filter: [["array_join(filter(ARRAY[1, 2, 3], x -> x > 1), ',')", '2,3']],
  map_keys: [["array_join(map_keys(MAP(ARRAY['a', 'b'], ARRAY[1, 2])), ',')", 'a,b']],
  json_extract_scalar: [
    ['json_extract_scalar(\'{"a":{"b":"x"}}\', \'$.a.b\')', 'x'],
    ["json_extract_scalar('{\"a\":5}', '$.a')", '5'],
    ["json_extract_scalar('{\"a\":true}', '$.a')", 'true'],
    ["json_extract_scalar('{\"a\":[1]}', '$.a')", null],
    ["json_extract_scalar('{\"a\":null}', '$.a')", null],
    ["json_extract_scalar('[1,2]', '$[1]')", '2'],
    ["json_extract_scalar('no json', '$.a')", null],
    ['json_extract_scalar(\'{"a b":1}\', \'$["a b"]\')', '1'],
  ],
  json_format: [["json_format(json_extract('{\"a\":[1,2]}', '$.a'))", '[1,2]']],
  json_array_length: [
    ["json_array_length('[1,2,3]')", '3'],
    ["json_array_length('no json')", null],
  ],
  url_extract_host: [
    ["url_extract_host('https://user@www.example.com:8080/a/b?q=1#f')", 'www.example.com'],
    ["url_extract_host('www.example.com/a')", ''],
    ["url_extract_host('https://ex ample.com/')", null],
  ],
  url_extract_path: [
    ["url_extract_path('https://www.example.com/a/b?q=1')", '/a/b'],
    ["url_extract_path('https://www.example.com/a%20b+c')", '/a b+c'],
  ],
  url_extract_port: [["url_extract_port('https://www.example.com:8080/a')", '8080']],
  url_extract_protocol: [["url_extract_protocol('https://www.example.com')", 'https']],
  url_extract_query: [
    ["url_extract_query('https://x.com/?a=1&b=2#f')", 'a=1&b=2'],
    ["url_extract_query('https://x.com/')", ''],
  ],
  url_extract_fragment: [["url_extract_fragment('https://x.com/?a=1#top')", 'top']],
  url_extract_parameter: [
    ["url_extract_parameter('https://x.com/?a=1&utm_source=tik%20tok', 'utm_source')", 'tik tok'],
    ["url_extract_parameter('https://x.com/?a=1', 'b')", null],
  ],
  url_decode: [["url_decode('a%20b')", 'a b']],
  url_encode: [["url_encode('a b/c')", 'a+b%2Fc']],
  json_extract: [['json_format(json_extract(\'{"a":{"b":1}}\', \'$.a\'))', '{"b":1}']],
  json_parse: [
    ["json_format(json_parse('[1,2]'))", '[1,2]'],
    ["json_format(json_parse('[1, 2.50]'))", '[1,2.5]'],
  ],
  json_array_get: [["json_format(json_array_get('[1,2]', 1))", '2']],
  is_json_scalar: [
    ["is_json_scalar('1')", 'true'],
    ["is_json_scalar('[1]')", 'false'],
  ],
  map_values: [["array_join(map_values(MAP(ARRAY['a', 'b'], ARRAY[1, 2])), ',')", '1,2']],
};
