import { describe, expect, it } from 'vitest';
import { REFUSED_CASES } from './support/dialect/refused-cases.ts';
import { DIALECT_GROUPS } from './support/dialect-cases.ts';
import { engineRig, knownError } from './support/engine-rig.ts';

const rig = engineRig();
const one = rig.file('one.csv', 'x\n1\n');

describe('Presto’s expressions', () => {
  it.each(Object.entries(DIALECT_GROUPS))('give what Presto documents: %s', async (_, group) => {
    const cases = Object.values(group).flat();
    const results: unknown[] = [];
    // Types are found by reading the whole query again and again, so a few shorter ones are faster.
    for (let first = 0; first < cases.length; first += 15) {
      const some = cases.slice(first, first + 15);
      const columns = some.map(([expression], index) => `${expression} AS r${index}`).join(',\n');
      const { rows } = await rig.engine.sample({ t: [one] }, `SELECT ${columns} FROM t`, 1);
      results.push(...some.map(([expression], index) => [expression, rows[0]?.[index]]));
    }
    expect(results).toEqual(cases.map(([expression, expected]) => [expression, expected]));
  });

  it('refuse by name what would come out differently', async () => {
    for (const [expression, said] of REFUSED_CASES) {
      const error = await knownError(rig.engine.describe({ t: [one] }, `SELECT ${expression} FROM t`));
      expect([expression, error.message]).toEqual([expression, expect.stringContaining(said)]);
      expect(error.message).toContain('^');
    }
  });

  it('fail where Presto fails', async () => {
    const failing = [
      ...['1 / 0', '1 % 0', "split_part('a', 'b', 0)", "regexp_replace('a', 'a', '$$')"],
      ...["date_diff('days', now(), now())", "date_add('hour', 1, current_date)", "from_hex('0')"],
      ...[
        "CAST('abc' AS integer)",
        "CAST('1.5' AS bigint)",
        "CAST('2020/01/02' AS date)",
        "CAST('2020-01-02T03:04:05' AS timestamp)",
        "CAST('1_000' AS double)",
        "date('2020-01-02 03:04:05')",
        "CAST('yes' AS boolean)",
      ],
      ...['CAST(4155550123 AS varchar(5))', 'CAST(100e0 AS varchar(3))'],
    ];
    for (const expression of failing) {
      const error = await knownError(rig.engine.sample({ t: [one] }, `SELECT ${expression} FROM t`, 1));
      expect(error.kind).toBe('query-failed');
    }
  });

  it('find a column before an alias of the same name, where Presto does', async () => {
    const path = rig.file('alias.csv', 'email,phone\nA@B.C,\na@b.c,1\n');
    const sql = `SELECT lower(email) AS email, concat('+', phone) AS phone, count(*) AS n FROM t
      WHERE phone IS NOT NULL OR email = 'A@B.C' GROUP BY email, phone ORDER BY n, email`;
    expect((await rig.engine.sample({ t: [path] }, sql, 9)).rows).toEqual([
      ['a@b.c', null, '1'],
      ['a@b.c', '+1', '1'],
    ]);
  });

  it('sort NULL last, up and down', async () => {
    const path = rig.file('nulls.csv', 'a,b\n2,x\n,x\n10,x\n');
    const sorted = async (direction: string) =>
      (await rig.engine.sample({ t: [path] }, `SELECT a FROM t ORDER BY a ${direction}`, 9)).rows.flat();
    expect(await sorted('ASC')).toEqual(['2', '10', null]);
    expect(await sorted('DESC')).toEqual(['10', '2', null]);
  });
});
