import { type DialectGroup, FAILS } from './dialect-group.ts';

/** Aggregates, each as a subquery that stands for one value. */
export const AGGREGATE_CASES: DialectGroup = {
  count: [
    ['(SELECT count(x) FROM (VALUES (1), (NULL)) AS v(x))', '1'],
    ['(SELECT count(DISTINCT x) FROM (VALUES (1), (1), (2)) AS v(x))', '2'],
  ],
  count_if: [['(SELECT count_if(x > 1) FROM (VALUES (1), (2), (3)) AS v(x))', '2']],
  sum: [['(SELECT sum(x) FROM (VALUES (1), (NULL), (2)) AS v(x))', '3']],
  avg: [['(SELECT avg(x) FROM (VALUES (1), (2)) AS v(x))', '1.5']],
  min: [["(SELECT min(x) FROM (VALUES ('b'), ('a')) AS v(x))", 'a']],
  max: [["(SELECT max(x) FROM (VALUES ('b'), ('a')) AS v(x))", 'b']],
  min_by: [
    ["(SELECT min_by(y, x) FROM (VALUES (2, 'b'), (1, 'a')) AS v(x, y))", 'a'],
    ["(SELECT min_by(y, x) FROM (VALUES (NULL, 'b'), (1, 'a')) AS v(x, y))", 'a'],
  ],
  max_by: [
    ["(SELECT max_by(y, x) FROM (VALUES (2, 'b'), (1, 'a')) AS v(x, y))", 'b'],
    ["(SELECT max_by(y, x) FROM (VALUES (2, NULL), (1, 'a')) AS v(x, y))", null],
    ["(SELECT max_by(y, x) FILTER (WHERE x < 2) FROM (VALUES (2, 'b'), (1, 'a')) AS v(x, y))", 'a'],
  ],
  arbitrary: [["(SELECT arbitrary(x) FROM (VALUES (NULL), ('a')) AS v(x))", 'a']],
  row_number: [
    [
      '(SELECT sum(n) FROM (SELECT row_number() OVER (PARTITION BY x ORDER BY y) AS n FROM (VALUES (1, 1), (1, 2), (2, 1)) AS v(x, y)) WHERE n = 1)',
      '2',
    ],
  ],
  rank: [
    ['(SELECT max(n) FROM (SELECT rank() OVER (ORDER BY x) AS n FROM (VALUES (1), (1), (2)) AS v(x)))', '3'],
  ],
  lag: [
    ['(SELECT max(n) FROM (SELECT lag(x) OVER (ORDER BY x) AS n FROM (VALUES (1), (2), (3)) AS v(x)))', '2'],
  ],
  'ORDER BY': [
    ['(SELECT x FROM (VALUES (2), (NULL), (1)) AS v(x) ORDER BY x DESC LIMIT 1)', '2'],
    [
      '(SELECT n FROM (SELECT x, row_number() OVER (ORDER BY x DESC) AS n FROM (VALUES (NULL), (2), (3)) AS v(x)) WHERE x IS NULL)',
      '3',
    ],
    ['(SELECT x FROM (VALUES (2), (3), (1)) AS v(x) ORDER BY x OFFSET 1 LIMIT 1)', '2', { presto: FAILS }],
  ],
  UNION: [
    ['(SELECT count(*) FROM (SELECT NULL UNION SELECT NULL))', '1'],
    ['(SELECT count(*) FROM (SELECT 1 UNION ALL SELECT 1))', '2'],
  ],
  'NOT IN': [
    ['(SELECT count(*) FROM (VALUES (1), (NULL)) AS v(x) WHERE x NOT IN (SELECT 2))', '1'],
    ['2 NOT IN (1, NULL)', null],
  ],
  EXISTS: [
    [
      '(SELECT count(*) FROM (VALUES (1), (2)) AS v(x) WHERE EXISTS (SELECT 1 FROM (VALUES (2)) AS w(y) WHERE y = x))',
      '1',
    ],
  ],
  any_value: [["(SELECT any_value(x) FROM (VALUES ('a'), ('a')) AS v(x))", 'a']],
  bool_and: [['(SELECT bool_and(x > 1) FROM (VALUES (1), (2)) AS v(x))', 'false']],
  bool_or: [['(SELECT bool_or(x > 1) FROM (VALUES (1), (2)) AS v(x))', 'true']],
  every: [['(SELECT every(x > 0) FROM (VALUES (1), (2)) AS v(x))', 'true']],
  approx_distinct: [['(SELECT approx_distinct(x) FROM (VALUES (1), (1), (2)) AS v(x))', '2']],
  approx_percentile: [['(SELECT approx_percentile(x, 0.5) FROM (VALUES (1), (2), (3)) AS v(x))', '2']],
  bitwise_and_agg: [['(SELECT bitwise_and_agg(x) FROM (VALUES (6), (3)) AS v(x))', '2']],
  bitwise_or_agg: [['(SELECT bitwise_or_agg(x) FROM (VALUES (6), (3)) AS v(x))', '7']],
  array_agg: [["(SELECT array_join(array_agg(x ORDER BY x), ',') FROM (VALUES (2), (1)) AS v(x))", '1,2']],
  map_agg: [["(SELECT element_at(map_agg(k, x), 'b') FROM (VALUES ('a', 1), ('b', 2)) AS v(k, x))", '2']],
};
