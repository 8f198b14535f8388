import { type DialectGroup, FAILS } from './dialect-group.ts';

/** Aggregates, each as a subquery that stands for one value. */
export const AGGREGATE_CASES: DialectGroup = {
  count: [
    ['(SELECT count(x) FROM (VALUES (1), (NULL)) AS v(x))', '1'],
    ['(SELECT count(DISTINCT x) FROM (VALUES (1), (1), (2)) AS v(x))', '2'],
  ],
  count_if: [
    ['(SELECT count_if(x > 1) FROM (VALUES (1), (2), (3)) AS v(x))', '2'],
    ['(SELECT count_if(x) FROM (VALUES CAST(NULL AS boolean)) AS v(x))', '0'],
    ['(SELECT count_if(x = 1 OR x = 2) FROM (VALUES 1, 2, 3) AS v(x))', '2'],
  ],
  VALUES: [
    ['(SELECT count(*) FROM (VALUES 1, 2) AS v(x))', '2'],
    ['(SELECT sum(x) FROM (VALUES 1 + 1, (2), (3) * 2) AS v(x))', '10'],
    ["(SELECT max(x) FROM (VALUES NULL, 'b', CASE WHEN true THEN 'a' END) AS v(x))", 'b'],
  ],
  sum: [
    ['(SELECT sum(x) FROM (VALUES (1), (NULL), (2)) AS v(x))', '3'],
    ["(SELECT sum(x) FROM (VALUES REAL '0.1', REAL '0.2') AS v(x))", '0.3'],
  ],
  avg: [
    ['(SELECT avg(x) FROM (VALUES (1), (2)) AS v(x))', '1.5'],
    ["(SELECT avg(x) FROM (VALUES DECIMAL '1.00', DECIMAL '2.01') AS v(x))", '1.51'],
    ["(SELECT avg(x) FROM (VALUES DECIMAL '-1.00', DECIMAL '-1.01') AS v(x))", '-1.01'],
    ["(SELECT avg(x) FROM (VALUES DECIMAL '1.00', DECIMAL '2.00') AS v(x))", '1.50'],
    [
      "(SELECT avg(CAST(x AS decimal(10,2))) FILTER (WHERE x > '1') FROM (VALUES '1', '2', '3.01') AS v(x))",
      '2.51',
    ],
    [
      "(SELECT max(m) FROM (SELECT avg(x) OVER (ORDER BY x) AS m FROM (VALUES DECIMAL '1.00', DECIMAL '2.01') AS v(x)))",
      '1.51',
    ],
    ["(SELECT avg(x) FROM (VALUES REAL '0.1', REAL '0.2') AS v(x))", '0.15'],
  ],
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
    [
      "(SELECT array_join(array_agg(s ORDER BY x), ',', 'n') FROM (SELECT x, lag(y) IGNORE NULLS OVER (ORDER BY x) AS s FROM (VALUES (1, 7), (2, NULL), (3, 5)) AS v(x, y)))",
      'n,7,7',
    ],
    [
      "(SELECT array_join(array_agg(s ORDER BY x), ',', 'n') FROM (SELECT x, lag(x, 2, 0) OVER (ORDER BY x) AS s FROM (VALUES 1, 2, 3) AS v(x)))",
      '0,0,1',
    ],
    ['(SELECT max(n) FROM (SELECT lag(x) OVER (ORDER BY x) AS n FROM (VALUES (1), (2), (3)) AS v(x)))', '2'],
  ],
  first_value: [
    [
      "(SELECT array_join(array_agg(s ORDER BY x), ',', 'n') FROM (SELECT x, first_value(y) IGNORE NULLS OVER (ORDER BY x) AS s FROM (VALUES (1, NULL), (2, 5)) AS v(x, y)))",
      'n,5',
    ],
    [
      "(SELECT array_join(array_agg(s ORDER BY x), ',', 'n') FROM (SELECT x, first_value(y) RESPECT NULLS OVER (ORDER BY x) AS s FROM (VALUES (1, NULL), (2, 5)) AS v(x, y)))",
      'n,n',
    ],
  ],
  last_value: [
    [
      "(SELECT array_join(array_agg(s ORDER BY x), ',') FROM (SELECT x, last_value(x) OVER (ORDER BY x) AS s FROM (VALUES 1, 2, 3) AS v(x)))",
      '1,2,3',
    ],
  ],
  'RANGE and ROWS': [
    [
      "(SELECT array_join(array_agg(s ORDER BY x), ',') FROM (SELECT x, sum(x) OVER (ORDER BY x RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM (VALUES 1, 2, 4) AS v(x)))",
      '1,3,4',
    ],
    [
      "(SELECT array_join(array_agg(s ORDER BY x), ',') FROM (SELECT x, sum(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM (VALUES 1, 2, 4) AS v(x)))",
      '1,3,6',
    ],
    [
      "(SELECT array_join(array_agg(s ORDER BY x), ',') FROM (SELECT x, sum(x) OVER (ORDER BY x) AS s FROM (VALUES 1, 1, 2) AS v(x)))",
      '2,2,4',
    ],
  ],
  'GROUPING SETS': [
    [
      "(SELECT array_join(array_agg(c ORDER BY c), ',') FROM (SELECT count(*) AS c FROM (VALUES (1, 2), (1, 3)) AS v(a, b) GROUP BY GROUPING SETS ((a, b), (a), ())))",
      '1,1,2,2',
    ],
  ],
  'FETCH FIRST': [
    ['(SELECT count(*) FROM (SELECT * FROM (VALUES 1, 2, 3) AS v(x) FETCH FIRST 2 ROWS ONLY))', '2'],
  ],
  UNNEST: [['(SELECT sum(n * x) FROM UNNEST(ARRAY[10, 20]) WITH ORDINALITY AS u(x, n))', '50']],
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
  approx_percentile: [
    ['(SELECT approx_percentile(x, 0.5) FROM (VALUES (1), (2), (3)) AS v(x))', '2'],
    ['(SELECT approx_percentile(x, 0.5) FROM (VALUES 1, 2) AS v(x))', '2'],
    ['(SELECT approx_percentile(x, 0.75) FROM (VALUES 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) AS v(x))', '8'],
    ['(SELECT approx_percentile(x, 0.31) FROM (VALUES 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) AS v(x))', '4'],
    ['(SELECT approx_percentile(x, 1.0) FROM (VALUES 1, 2, 3, 4) AS v(x))', '4'],
    ['(SELECT approx_percentile(x, 0.0) FROM (VALUES 1, 2, 3, 4) AS v(x))', '1'],
    ["(SELECT approx_percentile(x, 0.5) FROM (VALUES DECIMAL '1.10', DECIMAL '2.20') AS v(x))", '2.2'],
    ['(SELECT approx_percentile(x, 0.5) FILTER (WHERE x < 3) FROM (VALUES 1, 2, 3, NULL) AS v(x))', '2'],
  ],
  bitwise_and_agg: [['(SELECT bitwise_and_agg(x) FROM (VALUES (6), (3)) AS v(x))', '2']],
  bitwise_or_agg: [['(SELECT bitwise_or_agg(x) FROM (VALUES (6), (3)) AS v(x))', '7']],
  array_agg: [
    ['(SELECT cardinality(array_agg(x)) FROM (VALUES 1, NULL, 2) AS v(x))', '3'],
    ["(SELECT array_join(array_agg(x ORDER BY x DESC), ',', 'n') FROM (VALUES 1, NULL, 2) AS v(x))", '2,1,n'],
    ["(SELECT array_join(array_agg(x ORDER BY x), ',') FROM (VALUES (2), (1)) AS v(x))", '1,2'],
  ],
  map_agg: [["(SELECT element_at(map_agg(k, x), 'b') FROM (VALUES ('a', 1), ('b', 2)) AS v(k, x))", '2']],
};
