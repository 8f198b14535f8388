import type { DialectGroup } from './dialect-group.ts';

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
  min_by: [["(SELECT min_by(y, x) FROM (VALUES (2, 'b'), (1, 'a')) AS v(x, y))", 'a']],
  max_by: [["(SELECT max_by(y, x) FROM (VALUES (2, 'b'), (1, 'a')) AS v(x, y))", 'b']],
  arbitrary: [["(SELECT arbitrary(x) FROM (VALUES ('a'), ('a')) AS v(x))", 'a']],
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
