import { describe, expect, it } from 'vitest';
import { engineRig, knownError } from './support/engine-rig.ts';

const rig = engineRig();
const customers = rig.file(
  'customers.csv',
  `id,email,phone,orders,spend,seen,zip,note
007,a@x.com,4155550123,3,99.90,2026-11-21T23:00:00-08:00,02134,x
9007199254740993,b@x.com,14155550123,12,100.5,2026-11-01 10:00:00,10001,n/a
9007199254740992,c@x.com,,7,1000,2020-01-01,99999,
`,
);

async function select(sql: string): Promise<readonly (readonly (string | null)[])[]> {
  return (await rig.engine.sample({ t: [customers] }, sql, 20)).rows;
}
const emails = async (clause: string) =>
  (await select(`SELECT email FROM t ${clause}`)).map(([email]) => email?.slice(0, 1)).join('');

describe('columns of a file without types', () => {
  it.each([
    ['WHERE orders > 3', 'bc'],
    ['WHERE orders >= 3.5 AND orders <> 12', 'c'],
    ['WHERE 7 <= orders', 'bc'],
    ['WHERE NOT orders > 5', 'a'],
    ['WHERE NOT (orders > 5 OR spend < 99)', 'a'],
    ['WHERE orders BETWEEN 5 AND 10', 'c'],
    ['WHERE orders NOT BETWEEN 5 AND 10 AND spend > 1', 'ab'],
    ['WHERE orders IN (3, 7)', 'ac'],
    ['WHERE orders NOT IN (3)', 'bc'],
    ['WHERE coalesce(orders, 0) + 1 > 4', 'bc'],
    ['WHERE spend > orders * 100', 'c'],
    ['WHERE orders < spend', 'abc'],
    ['WHERE orders IS DISTINCT FROM 3', 'bc'],
    ["WHERE CASE orders WHEN 3 THEN 'a' ELSE 'b' END = 'a'", 'a'],
    ['WHERE CASE WHEN spend > 500 THEN spend ELSE 0 END > 1', 'c'],
    ['WHERE greatest(orders, 10) > 10', 'b'],
    ['WHERE abs(spend - 100) < 1', 'ab'],
    ['WHERE -orders < -5', 'bc'],
    ['WHERE orders * 2 + 1 > 7 AND orders % 2 = 0', 'b'],
    ['WHERE round(spend / orders, 1) = 33.3', 'a'],
    ['WHERE (SELECT max(orders) FROM t AS u WHERE u.orders > t.orders) > 7', 'ac'],
    ['GROUP BY email, orders HAVING max(orders) > 5 AND sum(spend) / count(*) > 200', 'c'],
    ['GROUP BY email, orders > 5 ORDER BY orders > 5, email', 'abc'],
    ['WHERE orders > spend', ''],
    ['WHERE EXISTS (SELECT 1 FROM t AS u WHERE u.id = t.id AND u.orders > 5)', 'bc'],
    ['WHERE spend / orders > 20', 'ac'],
    ['WHERE CASE WHEN orders > 5 THEN spend > 500 ELSE true END', 'ac'],
    ['ORDER BY spend DESC', 'cba'],
    ['ORDER BY orders LIMIT 2', 'ac'],
    ['ORDER BY t.orders DESC, email', 'bca'],
    ['WHERE orders = (SELECT max(orders) FROM t)', 'b'],
  ])('count as numbers beside numbers: %s', async (clause, found) => {
    expect(await emails(clause)).toBe(found);
  });

  it.each([
    ["WHERE seen > date '2026-11-15'", 'a'],
    ["WHERE seen >= timestamp '2026-11-22 07:00:00'", 'a'],
    ["WHERE seen > timestamp '2026-11-22 07:00:00'", ''],
    ["WHERE seen BETWEEN date '2020-01-01' AND date '2026-11-02'", 'bc'],
    ["WHERE seen + interval '1' day > date '2026-11-20'", 'a'],
    ["WHERE date(seen) IN (date '2020-01-01')", 'c'],
    ["WHERE seen > current_date - interval '7' day OR year(seen) = 2020", 'ac'],
    ["WHERE date_diff('day', seen, timestamp '2026-12-01 00:00:00') < 30", 'ab'],
  ])('count as times beside times: %s', async (clause, found) => {
    // Only the clause with current_date depends on the day, and it holds while 2026-11-22 is less than a week ago.
    const sql = clause.replace('current_date', "date '2026-11-25'");
    expect(await emails(sql)).toBe(found);
  });

  it('keep their text wherever it is text that is wanted', async () => {
    expect(
      await select("SELECT id, zip, phone, spend, seen FROM t WHERE orders > 0 AND spend > 0 AND id = '007'"),
    ).toEqual([['007', '02134', '4155550123', '99.90', '2026-11-21T23:00:00-08:00']]);
    expect(await select("SELECT zip FROM t WHERE zip < '10000'")).toEqual([['02134']]);
    expect(await select('SELECT a.id FROM t a JOIN t b ON a.id = b.id ORDER BY a.id')).toEqual([
      ['007'],
      ['9007199254740992'],
      ['9007199254740993'],
    ]);
    expect(
      await select("SELECT concat('+', regexp_replace(phone, '\\D', '')) FROM t WHERE orders = 12"),
    ).toEqual([['+14155550123']]);
  });

  it('compare with whole numbers digit by digit', async () => {
    expect(await select('SELECT email FROM t WHERE id = 9007199254740993')).toEqual([['b@x.com']]);
    expect(await select('SELECT email FROM t WHERE id IN (9007199254740992, 7)')).toEqual([
      ['a@x.com'],
      ['c@x.com'],
    ]);
  });

  it('are summed and averaged as numbers, and their extremes are those of numbers', async () => {
    const sql =
      'SELECT sum(orders), avg(orders), max(spend), min(spend), max(orders), max_by(email, spend) FROM t';
    expect(await select(sql)).toEqual([['22.0', '7.333333333333333', '1000', '99.90', '12', 'c@x.com']]);
  });

  it('are followed through subqueries, unions and windows', async () => {
    expect(
      await select(
        'WITH c AS (SELECT email, spend AS s FROM t) SELECT email, s FROM c WHERE s > 100 ORDER BY s DESC',
      ),
    ).toEqual([
      ['c@x.com', '1000'],
      ['b@x.com', '100.5'],
    ]);
    expect(
      await select(
        'SELECT email FROM (SELECT email, row_number() OVER (ORDER BY spend DESC) AS n FROM t) WHERE n = 1',
      ),
    ).toEqual([['c@x.com']]);
    expect(await select('SELECT email FROM t UNION SELECT zip FROM t ORDER BY email LIMIT 1')).toEqual([
      ['02134'],
    ]);
  });

  it('keep their meaning inside aggregates and windows', async () => {
    const sql = `SELECT sum(orders) / count(*), avg(spend) * 100 / sum(spend), max(orders) / 2, max(orders) > 7,
      sum(CASE WHEN orders > 5 THEN spend ELSE 0 END), date_diff('day', min(date(seen)), max(date(seen)))
      FROM t`;
    expect(await select(sql)).toEqual([
      ['7.333333333333333', '33.333333333333336', '6.0', 'true', '1100.5', '2516'],
    ]);
    const windows = `SELECT email, lag(orders) OVER (ORDER BY orders) < orders AS more,
      sum(orders) OVER () / count(*) OVER () AS share FROM t ORDER BY email`;
    expect(await select(windows)).toEqual([
      ['a@x.com', null, '7.333333333333333'],
      ['b@x.com', 'true', '7.333333333333333'],
      ['c@x.com', 'true', '7.333333333333333'],
    ]);
  });

  it('divide without losing a fraction, since nothing says that they are integers', async () => {
    expect(await select('SELECT orders / 2 FROM t WHERE orders = 3')).toEqual([['1.5']]);
    expect(await select('SELECT CAST(orders AS integer) / 2 FROM t WHERE orders = 3')).toEqual([['1']]);
  });

  it('that hold no number fail the query without showing a value', async () => {
    for (const sql of [
      'SELECT sum(note) FROM t',
      'SELECT note + 1 FROM t',
      'SELECT 1 FROM t WHERE note > 3',
    ]) {
      const error = await knownError(rig.engine.sample({ t: [customers] }, sql, 5));
      expect(error.message).toContain("can't be read as a number");
      expect(error.message).not.toContain('n/a');
    }
  });

  it('are added up, averaged and put in order as the numbers they are cast to', async () => {
    const sql = `SELECT approx_percentile(orders, 0.5), approx_percentile(spend, 1), avg(orders),
      avg(CAST(spend AS decimal(10,2))) FILTER (WHERE orders > 3), count_if(spend > 100) FROM t`;
    expect(await select(sql)).toEqual([['7.0', '1000.0', '7.333333333333333', '550.25', '2']]);
  });

  it('leave the names of the result alone', async () => {
    const { columns } = await rig.engine.sample(
      { t: [customers] },
      'SELECT email AS EMAIL, orders > 3, sum(spend) AS total FROM t GROUP BY email, orders',
      1,
    );
    expect(columns.map(({ name }) => name)).toEqual(['EMAIL', '_col1', 'total']);
  });
});
