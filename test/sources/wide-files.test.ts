import { describe, expect, it } from 'vitest';
import { engineRig, knownError } from './support/engine-rig.ts';

const rig = engineRig({ memoryLimitMb: 1000 });

const names = (count: number, length = 1) =>
  Array.from({ length: count }, (_, index) => (index === 3 ? 'email' : `${'c'.repeat(length)}${index}`));

function csv(columns: readonly string[], rows: number): string {
  const line = (row: number) => columns.map((_, index) => (index === 3 ? `a${row}@b.co` : 'v')).join(',');
  return `${[columns.join(','), ...Array.from({ length: rows }, (_, row) => line(row))].join('\n')}\n`;
}

describe('A file with very many columns', () => {
  it('is read and looked through as far as 10,000, in little memory', async () => {
    const path = rig.file('wide.csv', `${csv(names(5000), 4)}one,too,few\n`);
    const [table] = await rig.engine.inspect({ t: [path] });
    expect(table?.columns).toHaveLength(5000);
    expect(table?.unreadable).toEqual({
      count: 1,
      examples: [{ file: path, line: 6, problem: 'it has 3 columns where 5000 are expected' }],
    });
    const { rows } = await rig.engine.sample({ t: [path] }, 'SELECT email FROM t', 9);
    expect(rows).toEqual([['a0@b.co'], ['a1@b.co'], ['a2@b.co'], ['a3@b.co']]);
  });

  it('may have names that are longer than what is looked at first', async () => {
    const path = rig.file('long-names.csv', csv(names(3000, 100), 2));
    expect(await rig.engine.describe({ t: [path] }, 'SELECT * FROM t')).toHaveLength(3000);
  });

  it('is refused in words beyond that, as CSV and as JSON', async () => {
    const many = rig.file('many.csv', csv(names(200_000), 2));
    const error = await knownError(rig.engine.inspect({ t: [many] }));
    expect(error.kind).toBe('source-unreadable');
    expect(error.message).toBe(`${many} has 200,000 columns.`);
    expect(error.hint).toContain('A table may have 10,000');
    const record = JSON.stringify(Object.fromEntries(names(10_001).map((name) => [name, 'v'])));
    const json = rig.file('many.ndjson', `${record}\n`);
    const refused = await knownError(rig.engine.inspect({ t: [json] }));
    expect(refused.message).toBe(`${json} has more than 10,000 columns.`);
  });

  it('is refused where the first line never ends', async () => {
    const path = rig.file('one-line.csv', 'x,'.repeat(5_000_000));
    const error = await knownError(rig.engine.inspect({ t: [path] }));
    expect(error.message).toBe(`${path} has a first line that is longer than 8 MB.`);
  });
});

describe('A row of 10 MB', () => {
  const long = 'x'.repeat(10_000_000);

  it('is read from CSV', async () => {
    const path = rig.file('long.csv', `email,note\na@b.co,short\nc@d.co,${long}\ne@f.co,short\n`);
    const { rows } = await rig.engine.sample({ t: [path] }, 'SELECT email, length(note) FROM t', 9);
    expect(rows).toEqual([
      ['a@b.co', '5'],
      ['c@d.co', '10000000'],
      ['e@f.co', '5'],
    ]);
  });

  it('is read from NDJSON', async () => {
    const record = (email: string, note: string) => `${JSON.stringify({ email, note })}\n`;
    const path = rig.file(
      'long.ndjson',
      record('a@b.co', 'short') + record('c@d.co', long) + record('e@f.co', 'short'),
    );
    const { rows } = await rig.engine.sample({ t: [path] }, 'SELECT email, length(note) FROM t', 9);
    expect(rows).toEqual([
      ['a@b.co', '5'],
      ['c@d.co', '10000000'],
      ['e@f.co', '5'],
    ]);
  });
});
